package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Priority;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrioritiesTest {
  @Test
  void theMoreUrgentRunFirstAndThoseOfOnePriorityInTheirOrder() {
    List<String> log = new ArrayList<>();
    try (Scheduler here = Scheduler.here()) {
      here.start(Priority.LOW, () -> note(log, "low 1"));
      here.start(() -> note(log, "normal 1"));
      here.start(Priority.HIGH, () -> note(log, "high 1"));
      here.start(Priority.LOW, () -> note(log, "low 2"));
      here.start(Priority.HIGH, () -> note(log, "high 2"));
      here.start(() -> note(log, "normal 2"));
      here.run();
    }
    assertThat(log)
        .containsExactly(
            "high 1",
            "high 2",
            "high 1",
            "high 2", // each notes, yields, and notes again
            "normal 1",
            "normal 2",
            "normal 1",
            "normal 2",
            "low 1",
            "low 2",
            "low 1",
            "low 2");
  }

  @Suspendable
  private static void note(List<String> log, String name) {
    log.add(name);
    Tasklet.yield();
    log.add(name);
  }

  @Test
  void nobodyStarvesBehindTheMoreUrgent() {
    for (int carriers : new int[] {0, 1}) {
      try (Scheduler scheduler = carriers == 0 ? Scheduler.here() : Scheduler.pool(carriers)) {
        int turns = scheduler.start(() -> startGreedyAndPoor(scheduler)).join();
        assertThat(turns).isPositive().isLessThan(1_000);
      }
    }
  }

  /** Starts all before one of them can run; returns how often the greedy ran until all had. */
  @Suspendable
  private static int startGreedyAndPoor(Scheduler scheduler) {
    boolean[] served = new boolean[2];
    int[] turns = {0};
    List<Tasklet<?>> greedy = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      greedy.add(scheduler.start(Priority.HIGH, () -> yieldUntilServed(served, turns)));
    }
    scheduler.start(Priority.LOW, () -> served[0] = true);
    scheduler.start(() -> served[1] = true);
    for (Tasklet<?> each : greedy) {
      each.join();
    }
    return served[0] && served[1] ? turns[0] : -1;
  }

  @Suspendable
  private static void yieldUntilServed(boolean[] served, int[] turns) {
    while (!(served[0] && served[1]) && turns[0]++ < 100_000) {
      Tasklet.yield();
    }
  }

  @Test
  void aPoolPrefersTheUrgentToWhoWasWokenLast() {
    try (Scheduler pool = Scheduler.pool(1)) {
      List<String> log = Collections.synchronizedList(new ArrayList<>());
      pool.start(
              () -> {
                Tasklet<?> urgent = pool.start(Priority.HIGH, () -> log.add("urgent"));
                Tasklet<?> low = pool.start(Priority.LOW, () -> log.add("low"));
                Tasklet<?> normal = pool.start(() -> log.add("normal"));
                assertThat(low.priority()).isEqualTo(Priority.LOW);
                low.join();
                normal.join();
                urgent.join();
              })
          .join();
      assertThat(log).containsExactly("urgent", "normal", "low");
    }
  }
}
