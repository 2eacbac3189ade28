package io.bobbin.tests.go;

import static io.bobbin.go.Go.chan;
import static io.bobbin.go.Go.go;
import static io.bobbin.go.Go.nilchan;
import static io.bobbin.go.Go.otherwise;
import static io.bobbin.go.Go.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.VoidBody;
import io.bobbin.go.Go;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goroutines, channels and select, under Go's names. */
@Timeout(60)
class GoTest {
  private static final int TIMES = 1_000;

  private static Scheduler scheduler(String kind) {
    return kind.equals("here") ? Scheduler.here() : Scheduler.pool(2);
  }

  /** Waits until somebody waits at a channel. */
  @Suspendable
  private static void untilBlocked(Channel<?> channel) {
    while (channel.balance() == 0 && channel.waiters().isEmpty()) {
      Tasklet.yield();
    }
  }

  @Test
  void aClosedChannelIsDrainedAndTakesNothing() {
    Channel<Integer> channel = chan();
    channel.close();
    assertThat(channel.receiveOrClosed()).isEqualTo(new Received.Closed<>());
    assertThat(channel.receiveOrClosed()).isEqualTo(new Received.Closed<>());
    assertThatThrownBy(() -> channel.send(0)).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void goroutinesTalk() {
    Channel<Integer> channel = chan();
    Tasklet<Integer> other =
        go(
            () -> {
              channel.send(1);
              int got = channel.receive();
              channel.close();
              return got;
            });
    assertThat(channel.receive()).isEqualTo(1);
    channel.send(2);
    assertThat(channel.receiveOrClosed()).isEqualTo(new Received.Closed<>());
    assertThat(other.join()).isEqualTo(2);
  }

  @Test
  void closingEndsTheWaitOfASender() {
    Channel<Integer> channel = chan();
    go(
        () -> {
          untilBlocked(channel);
          channel.close();
        });
    assertThatThrownBy(() -> channel.send(0)).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void closingIsToldToAllReceivers() {
    Channel<Integer> channel = chan();
    Channel<Boolean> done = chan();
    for (int i = 0; i < 3; i++) {
      go(() -> done.send(channel.receiveOrClosed() instanceof Received.Closed<Integer>));
    }
    channel.close();
    for (int i = 0; i < 3; i++) {
      assertThat(done.receive()).isTrue();
    }
  }

  @Test
  void aBufferIsFilledAndEmptiedInOrder() {
    Channel<Integer> channel = chan(3);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(channel.size()).isEqualTo(i);
        channel.send(i);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(channel.receive()).isEqualTo(i);
      }
    }
    assertThat(channel.size()).isZero();
  }

  @Test
  void aSenderWaitsWhileTheBufferIsFullAndWhatIsBufferedSurvivesClosing() {
    Channel<Integer> channel = chan(3);
    for (int i = 0; i < 3; i++) {
      channel.send(i);
    }
    Tasklet<List<Integer>> receiver =
        go(
            () -> {
              untilBlocked(channel);
              List<Integer> got = new ArrayList<>();
              for (int value : channel) {
                got.add(value);
              }
              return got;
            });
    channel.send(3);
    channel.close();
    assertThat(receiver.join()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatIsBufferedIsCollectedWithItsChannel() {
    List<WeakReference<Object>> references = buffered();
    while (references.stream().anyMatch(each -> each.get() != null)) {
      System.gc();
    }
    assertThat(references).hasSize(2);
  }

  /** In a method of its own, as a frame of the interpreter keeps what it had last. */
  private static List<WeakReference<Object>> buffered() {
    Channel<Object> channel = chan(3);
    List<WeakReference<Object>> references = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Object value = new Object();
      channel.send(value);
      references.add(new WeakReference<>(value));
    }
    return references;
  }

  @Test
  void whatAReceiverIsHandedNobodyElseTakes() {
    Channel<Integer> channel = chan(1);
    Channel<String> control = chan();
    Tasklet<Integer> receiver =
        go(
            () -> {
              int inOrder = 0;
              for (int i = 0; i < TIMES; i++) {
                inOrder += channel.receive() == i ? 1 : 0;
              }
              return inOrder;
            });
    go(
        () -> {
          for (int i = 0; i < TIMES; i++) {
            untilBlocked(channel);
            control.send("try");
            channel.send(i);
            control.receive();
          }
        });
    Tasklet<Integer> thief =
        go(
            () -> {
              int taken = 0;
              for (int i = 0; i < TIMES; i++) {
                control.receive();
                taken += select(channel.onReceive(v -> 1), otherwise(() -> 0));
                control.send("done");
              }
              return taken;
            });
    assertThat(thief.join()).isZero();
    assertThat(receiver.join()).isEqualTo(TIMES);
  }

  @Test
  void whatASenderIsOwedNobodyElseGetsIn() {
    Channel<Object> channel = chan(1);
    Channel<String> control = chan();
    go(
        () -> {
          for (int i = 0; i <= TIMES; i++) {
            channel.send(i);
          }
        });
    Tasklet<Integer> receiver =
        go(
            () -> {
              int inOrder = 0;
              for (int i = 0; i < TIMES; i++) {
                untilBlocked(channel);
                control.send("try");
                inOrder += channel.receive().equals(i) ? 1 : 0;
                control.receive();
              }
              return inOrder;
            });
    Tasklet<Integer> intruder =
        go(
            () -> {
              int sent = 0;
              for (int i = 0; i < TIMES; i++) {
                control.receive();
                sent += select(channel.onSend("intruder", () -> 1), otherwise(() -> 0));
                control.send("done");
              }
              return sent;
            });
    assertThat(intruder.join()).isZero();
    assertThat(receiver.join()).isEqualTo(TIMES);
  }

  @Test
  void closingIsToldToASelect() {
    Channel<Integer> sent = chan();
    go(
        () -> {
          untilBlocked(sent);
          sent.close();
        });
    assertThatThrownBy(() -> select(sent.onSend(0, () -> 0)))
        .isInstanceOf(ChannelClosedException.class);
    Channel<Integer> received = chan();
    go(
        () -> {
          untilBlocked(received);
          received.close();
        });
    assertThatThrownBy(() -> select(received.onReceive(v -> v)))
        .isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void aSelectIsToldOfValuesAndOfTheEnd() {
    Channel<Integer> channel = chan();
    Channel<Integer> done = chan();
    go(
        () -> {
          for (int i = 0; i < TIMES; i++) {
            channel.send(i);
          }
          untilBlocked(channel);
          channel.close();
        });
    for (int i = 0; i < TIMES; i++) {
      assertThat(GoTest.valueOrEnd(channel, done)).isEqualTo(new Received.Value<>(i));
    }
    assertThat(GoTest.valueOrEnd(channel, done)).isEqualTo(new Received.Closed<>());
    assertThat(GoTest.valueOrEnd(channel, done)).isEqualTo(new Received.Closed<>());
    assertThat(done.balance()).isZero();
  }

  @Suspendable
  private static Received<Integer> valueOrEnd(Channel<Integer> channel, Channel<Integer> done) {
    return select(
        channel.onReceiveOrClosed(outcome -> outcome), done.onReceiveOrClosed(outcome -> outcome));
  }

  @Test
  void aSelectOfNothingWaitsForEver() {
    Channel<Integer> nil = nilchan();
    for (VoidBody each :
        List.<VoidBody>of(
            () -> Go.<Integer>select(),
            () -> select(nil.onReceive(v -> v)),
            () -> select(nil.onSend(1, () -> 1), nil.onReceiveOrClosed(v -> 2)))) {
      Tasklet<?> waits = go(each);
      assertThatThrownBy(() -> waits.join(Duration.ofMillis(20)))
          .isInstanceOf(TimeoutException.class);
      assertThat(waits.state()).isEqualTo(Tasklet.State.WAITING);
      waits.kill();
    }
  }

  @Test
  void theDefaultHappensIfNothingElseCan() {
    Channel<Integer> channel = chan();
    for (int i = 0; i < TIMES; i++) {
      assertThat(GoTest.<String>either(channel)).isEqualTo("default");
    }
  }

  @Suspendable
  private static String either(Channel<Integer> channel) {
    return select(
        channel.onSend(0, () -> "sent"),
        channel.onReceive(v -> "received"),
        otherwise(() -> "default"));
  }

  @Test
  void thereIsOneDefault() {
    Channel<Integer> channel = chan(1);
    for (int i = 0; i < 2; i++) { // the channel is empty, and then ready
      assertThatThrownBy(() -> GoTest.twice(channel))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("orElse");
      assertThat(channel.size()).isEqualTo(i);
      channel.trySend(1);
    }
  }

  @Suspendable
  private static String twice(Channel<Integer> channel) {
    return select(
        channel.onReceive(v -> "received"), otherwise(() -> "one"), otherwise(() -> "other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void theDefaultDoesNotHappenWhereSomebodyWaits(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<Integer> channel = chan();
      Tasklet<Integer> receiver =
          scheduler.start(
              () -> {
                int inOrder = 0;
                for (int i = 0; i < TIMES; i++) {
                  inOrder += channel.receive() == i ? 1 : 0;
                }
                return inOrder;
              });
      Tasklet<Integer> sender =
          scheduler.start(
              () -> {
                int sent = 0;
                for (int i = 0; i < TIMES; i++) {
                  int value = i;
                  untilBlocked(channel);
                  sent += select(channel.onSend(value, () -> 1), otherwise(() -> 0));
                }
                return sent;
              });
      assertThat(sender.join()).isEqualTo(TIMES);
      assertThat(receiver.join()).isEqualTo(TIMES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void aSelectWaitsForWhicheverIsReadyAndLeavesTheOther(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<String> one = chan();
      Channel<String> other = chan();
      scheduler.start(
          () -> {
            for (int i = 0; i < TIMES; i++) {
              one.send("a");
              one.receive();
            }
          });
      Tasklet<Integer> chooser =
          scheduler.start(
              () -> {
                int right = 0;
                for (int i = 0; i < TIMES; i++) {
                  right += select(one.onReceive(v -> 1), other.onReceive(v -> 0));
                  right += select(one.onSend("b", () -> 1), other.onSend("c", () -> 0));
                }
                return right;
              });
      assertThat(chooser.join()).isEqualTo(2 * TIMES);
      assertThat(one.waiters()).isEmpty();
      assertThat(other.waiters()).isEmpty();
    }
  }

  @Test
  void nilchanIsNeverReady() {
    Channel<Integer> nil = nilchan();
    Channel<Integer> channel = chan();
    for (int i = 0; i < TIMES; i++) {
      go(() -> channel.send(7));
      assertThat(GoTest.<Integer>of(nil, channel)).isEqualTo(7);
    }
    assertThat(nil.size()).isZero();
    assertThat(nil.trySend(0)).isFalse();
    assertThatThrownBy(nil::close).isInstanceOf(RuntimeException.class);
  }

  @Suspendable
  private static Integer of(Channel<Integer> nil, Channel<Integer> channel) {
    return select(nil.onReceive(v -> v), nil.onSend(0, () -> 0), channel.onReceive(v -> v));
  }

  @Test
  void whoUsesNilchanWaitsForEver() {
    Tasklet<Integer> receiver = go(() -> GoTest.<Integer>nilReceive());
    assertThatThrownBy(() -> receiver.join(Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class);
    receiver.kill();
  }

  @Suspendable
  private static <T> T nilReceive() {
    Channel<T> nil = nilchan();
    return nil.receive();
  }

  @Test
  void aBufferIsPlayedPingPongBySelect() {
    Channel<Integer> channel = chan(1);
    for (int i = 0; i < TIMES; i++) {
      int value = i;
      int got = select(channel.onSend(value, () -> -1), channel.onReceive(v -> v));
      assertThat(got).isEqualTo(i % 2 == 0 ? -1 : i - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void selectsMeet(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<String> one = chan();
      Channel<String> two = chan();
      Tasklet<Integer> left =
          scheduler.start(
              () -> {
                int right = 0;
                for (int i = 0; i < TIMES; i++) {
                  right += select(one.onSend("a", () -> 1), two.onSend("x", () -> 0));
                  right += select(one.onSend("y", () -> 0), two.onReceive(v -> 1));
                }
                return right;
              });
      Tasklet<Integer> right =
          scheduler.start(
              () -> {
                int correct = 0;
                for (int i = 0; i < TIMES; i++) {
                  correct += select(one.onReceive(v -> 1), two.onSend("z", () -> 0));
                  correct += select(one.onSend("w", () -> 0), two.onSend("b", () -> 1));
                }
                return correct;
              });
      assertThat(left.join()).isEqualTo(2 * TIMES);
      assertThat(right.join()).isEqualTo(2 * TIMES);
    }
  }
}
