package io.bobbin.tests.go;

import static io.bobbin.go.Go.chan;
import static io.bobbin.go.Go.go;
import static io.bobbin.go.Go.nilchan;
import static io.bobbin.go.Go.otherwise;
import static io.bobbin.go.Go.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selects of both kinds of cases, on one thread and on a pool: the case that can happen does. */
@Timeout(60)
class SelectTest {
  private static final int TIMES = 1_000;

  private static Scheduler scheduler(String kind) {
    return kind.equals("here") ? Scheduler.here() : Scheduler.pool(2);
  }

  /** Waits until somebody waits at a channel. */
  @Suspendable
  private static void untilBlocked(Channel<?> channel) {
    while (channel.waiters().isEmpty()) {
      Tasklet.yield();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void ofASendAndAReceiveTheOneThatIsAwaitedHappens(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<String> used = chan();
      Channel<String> other = chan();
      scheduler.start(
          () -> {
            for (int i = 0; i < TIMES; i++) {
              untilBlocked(used);
              used.receive();
              untilBlocked(used);
              used.send("answer");
            }
          });
      Tasklet<Integer> chooser =
          scheduler.start(
              () -> {
                int right = 0;
                for (int i = 0; i < TIMES; i++) {
                  right += select(used.onSend("question", () -> 1), other.onReceive(v -> 0));
                  right += select(used.onReceive(v -> 1), other.onSend("question", () -> 0));
                }
                return right;
              });
      assertThat(chooser.join()).isEqualTo(2 * TIMES);
      assertThat(used.waiters()).isEmpty();
      assertThat(other.waiters()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void whoWaitsToSendIsReceivedFromWithoutWaiting(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<Integer> channel = chan();
      scheduler.start(
          () -> {
            for (int i = 0; i < TIMES; i++) {
              channel.send(i);
            }
          });
      Tasklet<Integer> receiver =
          scheduler.start(
              () -> {
                int inOrder = 0;
                for (int i = 0; i < TIMES; i++) {
                  untilBlocked(channel);
                  inOrder += triesToReceive(channel, i % 2 == 0) == i ? 1 : 0;
                }
                return inOrder;
              });
      assertThat(receiver.join()).isEqualTo(TIMES);
    }
  }

  @Suspendable
  private static int triesToReceive(Channel<Integer> channel, boolean orClosed) {
    return orClosed
        ? select(
            channel.onReceiveOrClosed(
                got -> got instanceof Received.Value<Integer> value ? value.value() : -2),
            otherwise(() -> -1))
        : select(channel.onReceive(v -> v), otherwise(() -> -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void besideNilchanASendHappens(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<String> nil = nilchan();
      Tasklet<Integer> sender =
          scheduler.start(
              () -> {
                int sent = 0;
                for (int i = 0; i < TIMES; i++) {
                  Channel<String> channel = chan();
                  Tasklet<String> receiver =
                      go(
                          () -> {
                            untilBlocked(channel);
                            return channel.receive();
                          });
                  sent +=
                      select(
                          nil.onReceive(v -> 0),
                          nil.onSend("nowhere", () -> 0),
                          channel.onSend("somewhere", () -> 1));
                  sent += receiver.join().equals("somewhere") ? 1 : 0;
                  sent += channel.waiters().size();
                }
                return sent;
              });
      assertThat(sender.join()).isEqualTo(2 * TIMES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void selectsMeetAtNewChannelsEachTime(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Tasklet<Integer> left =
          scheduler.start(
              () -> {
                int right = 0;
                for (int i = 0; i < TIMES; i++) {
                  Channel<String> one = chan();
                  Channel<String> two = chan();
                  Tasklet<Integer> other = go(() -> meets(one, two));
                  right += select(one.onReceive(v -> 1), two.onSend("x", () -> 0));
                  right += select(one.onSend("y", () -> 0), two.onSend("b", () -> 1));
                  right += other.join() + one.waiters().size() + two.waiters().size();
                }
                return right;
              });
      assertThat(left.join()).isEqualTo(4 * TIMES);
    }
  }

  @Suspendable
  private static int meets(Channel<String> one, Channel<String> two) {
    int right = select(one.onSend("a", () -> 1), two.onSend("x", () -> 0));
    return right + select(one.onSend("y", () -> 0), two.onReceive(v -> v.equals("b") ? 1 : 0));
  }
}
