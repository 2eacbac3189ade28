package io.bobbin.tests.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.Ticker;
import io.bobbin.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TimersTest {
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofDays(100_000);

  private static Scheduler scheduler(String kind) {
    return kind.equals("here") ? Scheduler.here() : Scheduler.pool(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void aFunctionRunsInATaskletOfItsMakersScheduler(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<String> told = Channel.buffered(1);
      Tasklet<String> maker =
          scheduler.start(
              () -> {
                Thread thread = Thread.currentThread();
                Timer.afterFunc(SHORT, () -> tell(told, thread));
                return told.receive();
              });
      String expected = kind.equals("here") ? "the same thread" : "a tasklet";
      assertThat(maker.join()).isEqualTo(expected);
    }
  }

  @Suspendable
  private static void tell(Channel<String> told, Thread maker) {
    Tasklet.yield();
    boolean isHere = Thread.currentThread() == maker && !maker.getName().startsWith("bobbin");
    told.send(isHere ? "the same thread" : Tasklet.current() != null ? "a tasklet" : "a thread");
  }

  @Test
  void aStoppedFunctionIsNotStarted() {
    Scheduler here = Scheduler.here();
    List<String> seen = new ArrayList<>();
    Tasklet<Boolean> maker =
        here.start(
            () -> {
              Timer kept = Timer.afterFunc(SHORT, () -> seen.add("kept"));
              Timer stopped = Timer.afterFunc(NEVER, () -> seen.add("stopped"));
              Timer again = Timer.afterFunc(NEVER, () -> seen.add("again"));
              boolean was = stopped.stop() & again.reset(SHORT.multipliedBy(4));
              assertThat(kept.channel().tryReceive()).isEmpty();
              return was;
            });
    here.run(); // until none waits for a time
    assertThat(maker.join()).isTrue();
    assertThat(seen).containsExactly("kept", "again");
  }

  @Test
  void runGoesOnWhileATimerOfATaskletIsPending() {
    Scheduler here = Scheduler.here();
    List<Instant> seen = new ArrayList<>();
    here.start(
        () -> {
          Ticker ticker = Ticker.every(SHORT);
          for (Instant tick : ticker.channel()) {
            seen.add(tick);
            if (seen.size() == 3) {
              ticker.stop();
              return;
            }
          }
        });
    here.run();
    assertThat(seen).hasSize(3);
  }

  @Test
  void aTimerIsACaseOfASelect() {
    Scheduler here = Scheduler.here();
    Channel<Integer> silent = Channel.unbuffered();
    Tasklet<String> selector =
        here.start(
            () -> {
              Timer timer = Timer.after(SHORT);
              return Select.of(
                  silent.onReceive(v -> "received"), timer.channel().onReceive(at -> "rang"));
            });
    assertThat(selector.join()).isEqualTo("rang");
    assertThat(silent.waiters()).isEmpty();
  }

  @Test
  void aChannelTellsTheTaskletsThatWait() {
    Scheduler here = Scheduler.here();
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<?> first = here.start("first", () -> channel.send(1));
    Tasklet<?> second =
        here.start("second", () -> Select.of(channel.onSend(2, () -> null), silent()));
    here.run();
    assertThat(channel.waiters()).containsExactly(first, second);
    assertThat(channel.balance()).isEqualTo(2);
    assertThat(List.of(channel.receive(), channel.receive())).containsExactly(1, 2);
    first.join();
    second.join();
    assertThat(channel.waiters()).isEmpty();
  }

  private static Select.Case<Object> silent() {
    return Channel.unbuffered().onReceive(v -> v);
  }
}
