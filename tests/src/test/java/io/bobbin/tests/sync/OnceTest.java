package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Once;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code sync.Once} and its tests. */
@Timeout(60)
class OnceTest {
  private final Once once = new Once();
  private final AtomicInteger runs = new AtomicInteger();
  private final Channel<Integer> gate = Channel.unbuffered();
  private volatile boolean through;

  @Suspendable
  private void passesGate() {
    runs.incrementAndGet();
    gate.receive();
    through = true;
  }

  @Suspendable
  private void usesIt(AtomicInteger seen) {
    once.run(() -> passesGate());
    if (through && once.isDone()) {
      seen.incrementAndGet();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void oneRunsItAndAllOthersWaitUntilItIsThrough(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger seen = new AtomicInteger();
      for (int i = 0; i < 20; i++) {
        crowd.start(() -> usesIt(seen));
      }
      assertThat(seen).hasValue(0);
      assertThat(once.isDone()).isFalse();
      gate.send(1);
      crowd.join();
      assertThat(seen).hasValue(20);
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void aBodyThatThrowsIsThrough() {
    IllegalArgumentException failure = new IllegalArgumentException("body");
    assertThatThrownBy(
            () ->
                once.run(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(once.isDone()).isTrue();
    once.run(runs::incrementAndGet);
    assertThat(runs).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void aBodyThatIsKilledIsThroughAndAKilledWaiterIsGone(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger seen = new AtomicInteger();
      Tasklet<?> first = crowd.start(() -> usesIt(seen));
      crowd.until(() -> first.state() == Tasklet.State.WAITING && runs.get() == 1);
      Tasklet<?> killed = crowd.start(() -> usesIt(seen));
      Tasklet<?> other = crowd.start(() -> once.run(() -> runs.incrementAndGet()));
      crowd.until(
          () -> killed.state() == Tasklet.State.WAITING && other.state() == Tasklet.State.WAITING);
      killed.kill();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(other.state()).isEqualTo(Tasklet.State.WAITING);
      first.kill();
      other.join();
      assertThatThrownBy(first::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(runs).hasValue(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void aBodyThatWouldWaitForItselfIsTold(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      Once mine = new Once();
      crowd.start(() -> runsInItself(mine));
      crowd.join();
      assertThat(mine.isDone()).isTrue();
    }
  }

  @Suspendable
  private static void runsInItself(Once mine) {
    mine.run(
        () -> {
          try {
            mine.run(() -> {});
            throw new AssertionError("it did not notice");
          } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("is running the body, and would wait for itself");
          }
        });
  }
}
