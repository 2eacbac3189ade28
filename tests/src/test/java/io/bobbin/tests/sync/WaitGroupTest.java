package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.WaitGroup;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code sync.WaitGroup} and its tests. */
@Timeout(60)
class WaitGroupTest {
  @Suspendable
  private static void works(WaitGroup todo, WaitGroup go, AtomicInteger done) {
    go.await();
    done.incrementAndGet();
    todo.done();
  }

  @Suspendable
  private static void waits(WaitGroup group, AtomicInteger done, int expected) {
    group.await();
    assertThat(done).hasValueGreaterThanOrEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void allWhoWaitAreReleasedWhenAllIsDone(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      WaitGroup todo = new WaitGroup();
      for (int round = 0; round < 8; round++) { // the same group again and again
        WaitGroup go = new WaitGroup();
        AtomicInteger done = new AtomicInteger();
        go.add(1);
        todo.add(16);
        for (int i = 0; i < 16; i++) {
          crowd.start(() -> works(todo, go, done));
          crowd.start(() -> waits(todo, done, 16));
        }
        assertThat(done).hasValue(0);
        go.done();
        crowd.join();
        assertThat(done).hasValue(16);
      }
    }
  }

  @Test
  void aNegativeCounterIsRefusedAndChangesNothing() {
    WaitGroup group = new WaitGroup();
    group.add(1);
    group.done();
    assertThatThrownBy(group::done)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("adding -1 to a counter of 0 would make it negative");
    group.add(2);
    assertThatThrownBy(() -> group.add(-3)).isInstanceOf(IllegalStateException.class);
    assertThat(group).hasToString("wait group of 2");
  }

  @Test
  void whoWaitsIsReleasedThoughTheCounterHasGrownAgain() {
    try (Crowd crowd = new Crowd(Place.HERE)) {
      WaitGroup group = new WaitGroup();
      group.add(1);
      Tasklet<?> first = crowd.start(group::await);
      crowd.until(() -> first.state() == Tasklet.State.WAITING);
      group.done();
      group.add(1); // before the first has run
      Tasklet<?> second = crowd.start(group::await);
      crowd.until(() -> first.state() == Tasklet.State.ENDED);
      assertThat(second.state()).isEqualTo(Tasklet.State.WAITING);
      group.done();
      crowd.until(() -> second.state() == Tasklet.State.ENDED);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void aWaitEndsWithItsTime(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      WaitGroup group = new WaitGroup();
      group.add(1);
      AtomicInteger tooLong = new AtomicInteger();
      crowd.start(() -> awaitsShortly(group, tooLong));
      crowd.join();
      assertThat(tooLong).hasValue(1);
      group.done();
      group.await(Duration.ofMillis(1)); // is zero
    }
  }

  @Suspendable
  private static void awaitsShortly(WaitGroup group, AtomicInteger tooLong) {
    try {
      group.await(Duration.ofMillis(2));
    } catch (TimeoutException e) {
      assertThat(e).hasMessageContaining("await took longer than PT0.002S");
      tooLong.incrementAndGet();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void aKilledWaiterLeavesTheOthersWaiting(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      WaitGroup group = new WaitGroup();
      group.add(1);
      Tasklet<?> killed = crowd.start(group::await);
      Tasklet<?> other = crowd.start(group::await);
      crowd.until(
          () -> killed.state() == Tasklet.State.WAITING && other.state() == Tasklet.State.WAITING);
      killed.kill();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(other.state()).isEqualTo(Tasklet.State.WAITING);
      group.done();
      other.join();
    }
  }
}
