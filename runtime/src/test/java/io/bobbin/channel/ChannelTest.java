package io.bobbin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels between threads, which need no agent. */
@Timeout(60)
class ChannelTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  @Test
  void anUnbufferedSendWaitsForItsReceive() throws Exception {
    Channel<String> channel = Channel.unbuffered();
    assertThat(channel.trySend("lost")).isFalse();
    Thread sender = start(() -> channel.send("value"));
    assertThat(channel.receive()).isEqualTo("value");
    sender.join();
    assertThat(channel.tryReceive()).isEmpty();
  }

  @Test
  void aBufferTakesAsManyValuesAsItHolds() {
    Channel<Integer> channel = Channel.buffered(3);
    assertThat(channel.trySend(1)).isTrue();
    assertThat(channel.trySend(2)).isTrue();
    assertThat(channel.trySend(3)).isTrue();
    assertThat(channel.trySend(4)).isFalse();
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.trySend(4)).isTrue();
    assertThat(List.of(channel.receive(), channel.receive(), channel.receive()))
        .containsExactly(2, 3, 4);
  }

  @Test
  void valuesKeepTheirOrderThroughABufferThatIsFull() throws Exception {
    Channel<Integer> channel = Channel.buffered(7);
    Thread sender =
        start(
            () -> {
              for (int i = 0; i < 10_000; i++) {
                channel.send(i);
              }
              channel.close();
            });
    List<Integer> received = new ArrayList<>();
    for (int value : channel) {
      received.add(value);
    }
    sender.join();
    assertThat(received).hasSize(10_000).isSorted();
  }

  @Test
  void everyValueIsReceivedOnceByOneOfManyThreads() throws Exception {
    Channel<Integer> channel = Channel.unbuffered();
    int senders = 4;
    int each = 5_000;
    List<Thread> sending = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      int from = s * each;
      sending.add(
          start(
              () -> {
                for (int i = 0; i < each; i++) {
                  channel.send(from + i);
                }
              }));
    }
    List<CompletableFuture<List<Integer>>> receiving = new ArrayList<>();
    for (int r = 0; r < 3; r++) {
      receiving.add(
          CompletableFuture.supplyAsync(
              () -> {
                List<Integer> mine = new ArrayList<>();
                channel.forEach(mine::add);
                return mine;
              },
              action -> start(action::run)));
    }
    for (Thread thread : sending) {
      thread.join();
    }
    channel.close();
    List<Integer> all = new ArrayList<>();
    for (CompletableFuture<List<Integer>> mine : receiving) {
      all.addAll(mine.get());
    }
    assertThat(all).hasSize(senders * each).doesNotHaveDuplicates();
  }

  @Test
  void aReceiveThatTimesOutReceivesNothing() {
    Channel<String> channel = Channel.unbuffered();
    assertThatThrownBy(() -> channel.receive(SHORT))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("receive took longer than PT0.001S");
    assertThat(channel.trySend("nobody waits")).isFalse();
  }

  @Test
  void aSendThatTimesOutHasNotSent() {
    Channel<String> channel = Channel.unbuffered();
    assertThatThrownBy(() -> channel.send("value", SHORT)).isInstanceOf(TimeoutException.class);
    assertThat(channel.tryReceive()).isEmpty();
  }

  @Test
  void aTimeoutThatIsNotReachedDoesNothing() throws Exception {
    Channel<String> channel = Channel.buffered(1);
    channel.send("a", Duration.ofDays(1));
    assertThat(channel.receive(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("a");
  }

  @Test
  void aTraceOfATimeoutLeadsToTheCaller() {
    assertThatThrownBy(() -> Channel.unbuffered().receive(SHORT))
        .satisfies(
            e ->
                assertThat(e.getStackTrace())
                    .anyMatch(
                        element ->
                            element.getClassName().startsWith("io.bobbin.channel.ChannelTest")));
  }

  @Test
  void whatIsBufferedCanBeReceivedAfterTheClose() {
    Channel<Integer> channel = Channel.buffered(2);
    channel.send(1);
    channel.send(2);
    channel.close();
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receiveOrClosed()).isEqualTo(new Received.Value<>(2));
    assertThat(channel.receiveOrClosed()).isEqualTo(new Received.Closed<>());
    assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(channel::tryReceive).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void aClosedChannelTakesNothing() {
    Channel<Integer> channel = Channel.buffered(1);
    channel.close();
    assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> channel.trySend(1)).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void closingTellsAllWhoWait() throws Exception {
    Channel<Integer> channel = Channel.unbuffered();
    List<CompletableFuture<Object>> receivers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      receivers.add(outcome(channel::receive));
    }
    CompletableFuture<Object> orClosed = outcome(channel::receiveOrClosed);
    CompletableFuture<Object> iterator = outcome(() -> channel.iterator().hasNext());
    CompletableFuture<Object> next = outcome(() -> channel.iterator().next());
    channel.close();
    for (CompletableFuture<Object> receiver : receivers) {
      assertThat(receiver.get()).isInstanceOf(ChannelClosedException.class);
    }
    assertThat(orClosed.get()).isEqualTo(new Received.Closed<>());
    assertThat(iterator.get()).isEqualTo(false);
    assertThat(next.get()).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void closingRefusesTheValuesOfSendersThatWait() throws Exception {
    Channel<Integer> channel = Channel.buffered(1);
    channel.send(1);
    CompletableFuture<Object> sender =
        outcome(
            () -> {
              channel.send(2);
              return "sent";
            });
    while (sendersWaiting(channel) == 0) {
      Thread.onSpinWait();
    }
    channel.close();
    assertThat(sender.get()).isInstanceOf(ChannelClosedException.class);
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receiveOrClosed()).isEqualTo(new Received.Closed<>());
  }

  @Test
  void anIteratorHoldsWhatItHasAnnounced() {
    Channel<Integer> channel = Channel.buffered(2);
    channel.send(1);
    channel.send(2);
    channel.close();
    Iterator<Integer> iterator = channel.iterator();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.next()).isEqualTo(1);
    assertThat(iterator.next()).isEqualTo(2);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void nullIsRefused() {
    Channel<String> channel = Channel.buffered(1);
    assertThatThrownBy(() -> channel.send(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a channel's values are never null");
    assertThatThrownBy(() -> channel.trySend(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> channel.onSend(null, () -> ""))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aNegativeCapacityIsRefused() {
    assertThatThrownBy(() -> Channel.buffered(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aChannelThatIsNeverReadyTimesOut() {
    Channel<String> channel = Channel.never();
    assertThat(channel.trySend("")).isFalse();
    assertThat(channel.tryReceive()).isEmpty();
    assertThatThrownBy(() -> channel.receive(SHORT)).isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> channel.send("", SHORT)).isInstanceOf(TimeoutException.class);
    assertThatThrownBy(channel::close).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anInterruptedThreadGoesOnWaitingAndStaysInterrupted() throws Exception {
    Channel<String> channel = Channel.unbuffered();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread receiver =
        start(
            () -> {
              Thread.currentThread().interrupt();
              channel.receive();
              interrupted.complete(Thread.interrupted());
            });
    channel.send("value");
    assertThat(interrupted.get()).isTrue();
    receiver.join();
  }

  private static int sendersWaiting(Channel<?> channel) {
    BufferedChannel<?> waiting = (BufferedChannel<?>) channel;
    waiting.lock();
    boolean empty = waiting.senders.isEmpty();
    waiting.unlock();
    return empty ? 0 : 1;
  }

  private interface Action {
    Object run() throws Exception;
  }

  /** Runs on a thread of its own; completes with the result or the exception. */
  private static CompletableFuture<Object> outcome(Action action) {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    start(
        () -> {
          try {
            outcome.complete(action.run());
          } catch (Throwable t) {
            outcome.complete(t);
          }
        });
    return outcome;
  }

  @Test
  void anUnlimitedChannelTakesWhateverIsSent() {
    Channel<Integer> channel = Channel.unlimited();
    int taken = 0;
    int sent = 0;
    for (int round = 1; round < 200; round++) {
      for (int i = 0; i < round; i++) {
        channel.send(sent++);
      }
      for (int i = 0; i < round / 2; i++) {
        assertThat(channel.receive()).isEqualTo(taken++);
      }
      assertThat(channel.size()).isEqualTo(sent - taken);
    }
    channel.close();
    for (int value : channel) {
      assertThat(value).isEqualTo(taken++);
    }
    assertThat(taken).isEqualTo(sent);
    assertThat(channel.capacity()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void tellsWhatIsInItAndWhoWaits() throws Exception {
    Channel<Integer> channel = Channel.buffered(2);
    assertThat(channel.capacity()).isEqualTo(2);
    assertThat(channel.size()).isZero();
    assertThat(channel.balance()).isZero();
    Thread receiver = start(channel::receive);
    awaitBalance(channel, -1);
    channel.send(0);
    receiver.join();
    channel.send(1);
    channel.send(2);
    Thread sender = start(() -> channel.send(3));
    Thread selector = start(() -> Select.of(channel.onSend(4, () -> 4)));
    awaitBalance(channel, 2);
    assertThat(channel.size()).isEqualTo(2);
    assertThat(channel.waiters()).isEmpty(); // they are threads
    channel.receive();
    channel.receive();
    sender.join();
    selector.join();
    assertThat(channel.balance()).isZero();
    assertThat(channel.size()).isEqualTo(2);
  }

  @Test
  void aSelectThatWentOnElsewhereDoesNotWaitAnyMore() throws Exception {
    Channel<Integer> here = Channel.unbuffered();
    Channel<Integer> there = Channel.unbuffered();
    Thread selector = start(() -> Select.of(here.onReceive(v -> v), there.onReceive(v -> v)));
    awaitBalance(here, -1);
    there.send(1);
    assertThat(here.balance()).isZero();
    selector.join();
  }

  private static void awaitBalance(Channel<?> channel, int balance) {
    while (channel.balance() != balance) {
      Thread.onSpinWait();
    }
  }

  private static Thread start(Runnable action) {
    Thread thread = new Thread(action);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
