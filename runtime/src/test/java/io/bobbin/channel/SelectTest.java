package io.bobbin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Selects by threads, which need no agent. */
@Timeout(60)
class SelectTest {
  @Test
  void aReadyReceiveHappens() {
    Channel<Integer> ready = Channel.buffered(1);
    ready.send(1);
    String which =
        Select.of(
            ready.onReceive(v -> "received " + v),
            Channel.<Integer>unbuffered().onReceive(v -> "other"));
    assertThat(which).isEqualTo("received 1");
  }

  @Test
  void aReadySendHappens() {
    Channel<Integer> full = Channel.buffered(1);
    full.send(1);
    Channel<Integer> free = Channel.buffered(1);
    String which = Select.of(full.onSend(2, () -> "full"), free.onSend(3, () -> "free"));
    assertThat(which).isEqualTo("free");
    assertThat(free.receive()).isEqualTo(3);
    assertThat(full.receive()).isEqualTo(1);
    assertThat(full.tryReceive()).isEmpty();
  }

  @Test
  void withAnElseNothingIsWaitedFor() {
    Channel<Integer> channel = Channel.unbuffered();
    String now =
        Select.of(channel.onReceive(v -> "received"), Select.orElse(() -> "nothing ready"));
    assertThat(now).isEqualTo("nothing ready");
    assertThat(channel.trySend(1)).isFalse();
  }

  @Test
  void inOrderTheFirstThatIsReadyHappens() {
    Channel<Integer> urgent = Channel.unlimited();
    Channel<Integer> other = Channel.unlimited();
    for (int i = 0; i < 100; i++) {
      urgent.send(i);
      other.send(i);
    }
    for (int i = 0; i < 200; i++) {
      boolean isUrgent = Select.inOrder(urgent.onReceive(v -> true), other.onReceive(v -> false));
      assertThat(isUrgent).isEqualTo(i < 100);
    }
  }

  @Test
  void amongManyItTellsWhichHappened() {
    List<Channel<Integer>> channels = new ArrayList<>();
    List<Select.Case<Integer>> cases = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Channel<Integer> channel = Channel.buffered(1);
      channels.add(channel);
      cases.add(channel.onReceive(v -> v));
    }
    for (int i = 49; i >= 0; i--) {
      channels.get(i).send(1000 + i);
      assertThat(Select.among(cases)).isEqualTo(new Select.Chosen<>(i, 1000 + i));
    }
    assertThatThrownBy(() -> Select.among(List.of(closed().onReceive(v -> v))))
        .isInstanceOf(ChannelClosedException.class);
  }

  private static Channel<Integer> closed() {
    Channel<Integer> channel = Channel.unbuffered();
    channel.close();
    return channel;
  }

  @Test
  void anElseGivesWayToWhatIsReady() {
    Channel<Integer> channel = Channel.buffered(1);
    channel.send(1);
    assertThat(Select.of(Select.orElse(() -> 0), channel.onReceive(v -> v))).isEqualTo(1);
  }

  @Test
  void whatComesFirstEndsTheWait() throws Exception {
    Channel<Integer> one = Channel.unbuffered();
    Channel<Integer> other = Channel.unbuffered();
    Thread sender = start(() -> other.send(7));
    String which = Select.of(one.onReceive(v -> "one"), other.onReceive(v -> "other " + v));
    assertThat(which).isEqualTo("other 7");
    sender.join();
    assertThat(one.trySend(1)).as("nobody waits any more").isFalse();
  }

  @Test
  void afterATimeTheSelectGivesUp() {
    Channel<Integer> channel = Channel.unbuffered();
    String which =
        Select.of(
            channel.onReceive(v -> "received"),
            channel.onSend(1, () -> "sent"),
            Select.after(Duration.ofMillis(1), () -> "timeout"));
    assertThat(which).isEqualTo("timeout");
    assertThat(channel.trySend(1)).isFalse();
    assertThat(channel.tryReceive()).isEmpty();
  }

  @Test
  void aSelectDoesNotReceiveWhatItSends() {
    Channel<Integer> channel = Channel.unbuffered();
    CompletableFuture<String> which =
        CompletableFuture.supplyAsync(
            () -> Select.of(channel.onSend(1, () -> "sent"), channel.onReceive(v -> "got " + v)),
            SelectTest::start);
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(which.join()).isEqualTo("sent");
  }

  @Test
  void selectsAtBothEndsMeet() {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    int rounds = 10_000;
    AtomicLong sent = new AtomicLong();
    Thread sender =
        start(
            () -> {
              for (int i = 1; i <= rounds; i++) {
                int value = i;
                sent.addAndGet(
                    Select.<Integer>of(
                        a.onSend(value, () -> value), b.onSend(-value, () -> -value)));
              }
            });
    long received = 0;
    for (int i = 0; i < rounds; i++) {
      received += Select.<Integer>of(a.onReceive(v -> v), b.onReceive(v -> v));
    }
    join(sender);
    assertThat(received).isEqualTo(sent.get());
  }

  @Test
  void selectsThatSendAndReceiveOnOneChannelMeetEachOther() {
    Channel<Integer> channel = Channel.unbuffered();
    int threads = 4;
    AtomicLong rounds = new AtomicLong(5_000);
    AtomicLong sum = new AtomicLong();
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      all.add(
          start(
              () -> {
                while (rounds.getAndDecrement() > 0) {
                  sum.addAndGet(
                      Select.<Integer>of(
                          channel.onSend(1, () -> 1),
                          channel.onReceive(v -> -v),
                          Select.after(Duration.ofMillis(50), () -> 0)));
                }
              }));
    }
    all.forEach(SelectTest::join);
    assertThat(sum.get()).as("each send has its receive").isZero();
  }

  @Test
  void readyCasesAreEquallyLikely() {
    List<Channel<Integer>> channels = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      channels.add(Channel.buffered(1));
      channels.get(i).send(i);
    }
    Channel<Integer> unready = Channel.unbuffered();
    int[] counts = new int[3];
    int rounds = 30_000;
    for (int i = 0; i < rounds; i++) {
      int which =
          Select.of(
              channels.get(0).onReceive(v -> v),
              unready.onReceive(v -> v),
              channels.get(1).onReceive(v -> v),
              channels.get(2).onReceive(v -> v));
      counts[which]++;
      channels.get(which).send(which);
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(rounds / 3, within(rounds / 30));
    }
  }

  @Test
  void aClosedChannelIsReady() {
    Channel<Integer> closed = Channel.unbuffered();
    closed.close();
    assertThatThrownBy(() -> Select.of(closed.onReceive(v -> "")))
        .isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> Select.of(closed.onSend(1, () -> "")))
        .isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void closingEndsASelectThatWaits() {
    Channel<Integer> channel = Channel.unbuffered();
    Channel<Integer> other = Channel.unbuffered();
    CompletableFuture<String> which =
        CompletableFuture.supplyAsync(
            () -> Select.of(channel.onReceive(v -> ""), other.onReceive(v -> "")),
            SelectTest::start);
    channel.close();
    assertThatThrownBy(which::join).hasCauseInstanceOf(ChannelClosedException.class);
  }

  @Test
  void casesThatAreNeverReadyAreLeftOut() {
    Channel<Integer> never = Channel.never();
    assertThat(
            Select.of(
                never.onReceive(v -> "received"),
                never.onSend(1, () -> "sent"),
                Select.orElse(() -> "else")))
        .isEqualTo("else");
  }

  @Test
  void aCaseCanBeUsedAgain() {
    Channel<Integer> channel = Channel.buffered(2);
    Select.Case<String> send = channel.onSend(5, () -> "sent");
    Select.Case<String> receive = channel.onReceive(v -> "got " + v);
    assertThat(Select.of(send)).isEqualTo("sent");
    assertThat(Select.of(send)).isEqualTo("sent");
    assertThat(Select.of(receive)).isEqualTo("got 5");
    assertThat(Select.of(receive)).isEqualTo("got 5");
  }

  @Test
  void aSelectThatDoesNotWaitLooksAtOneInstant() {
    // At each instant a value is in one of the two channels, or in both.
    for (int i = 0; i < 300; i++) {
      Channel<Integer> a = Channel.buffered(1);
      Channel<Integer> b = Channel.buffered(1);
      a.send(1);
      CompletableFuture<String> seen =
          CompletableFuture.supplyAsync(
              () ->
                  Select.of(
                      a.onReceive(v -> "a"), b.onReceive(v -> "b"), Select.orElse(() -> "none")));
      b.send(1);
      Select.of(a.onReceive(v -> "a"), Select.orElse(() -> "none"));
      assertThat(seen.join()).isNotEqualTo("none");
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Thread start(Runnable action) {
    Thread thread = new Thread(action);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void oneAndTheSameCaseTwiceIsRefused() {
    Channel<Integer> channel = Channel.unbuffered();
    Select.Case<Integer> receives = channel.onReceive(v -> v);
    assertThatThrownBy(() -> Select.of(receives, receives))
        .isInstanceOf(IllegalArgumentException.class);
    channel.trySend(1);
    assertThat(channel.balance()).isZero();
  }
}
