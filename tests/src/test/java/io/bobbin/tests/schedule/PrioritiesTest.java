package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void thereAreNumbersBetweenThem() {
    List<String> log = new ArrayList<>();
    try (Scheduler here = Scheduler.here()) {
      for (int number : new int[] {-9, 7, -15, 1, 15, 9, -1, 0, -7}) {
        here.start(number, () -> note(log, "" + number));
      }
      here.start(Priority.LOW, () -> note(log, "low"));
      here.start(Priority.HIGH, () -> note(log, "high"));
      here.run();
    }
    List<String> expected = new ArrayList<>();
    for (String each : "15 9 high 7 1 0 -1 -7 low -9 -15".split(" ")) {
      expected.addAll(List.of(each, each)); // each notes, yields, and is the most urgent still
    }
    assertThat(log).isEqualTo(expected);
  }

  @Test
  void noLevelStarvesBehindOthers() {
    for (int carriers : new int[] {0, 1}) {
      try (Scheduler scheduler = carriers == 0 ? Scheduler.here() : Scheduler.pool(carriers)) {
        int[] turns = new int[2 * Priority.MOST + 1];
        scheduler.start(Priority.MOST, () -> startOneAtEachLevel(scheduler, turns)).join();
        assertThat(turns).doesNotContain(0);
        assertThat(turns[turns.length - 1]).isGreaterThan(turns[0]);
      }
    }
  }

  @Suspendable
  private static void startOneAtEachLevel(Scheduler scheduler, int[] turns) {
    boolean[] over = {false};
    List<Tasklet<?>> all = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      int at = i;
      all.add(scheduler.start(at - Priority.MOST, () -> countTurns(turns, at, over)));
    }
    for (int i = 0; i < 5_000; i++) {
      Tasklet.yield();
    }
    over[0] = true;
    for (Tasklet<?> each : all) {
      each.join();
    }
  }

  @Suspendable
  private static void countTurns(int[] turns, int at, boolean[] over) {
    while (!over[0]) {
      turns[at]++;
      Tasklet.yield();
    }
  }

  @Test
  void aNumberThatIsTooGreatOrTooSmallIsRefused() {
    try (Scheduler here = Scheduler.here()) {
      for (int number : new int[] {16, -16, Integer.MIN_VALUE}) {
        assertThatThrownBy(() -> here.start(number, () -> 1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("priority " + number + ": from -15 to 15");
      }
      Tasklet<Integer> tasklet = here.start(() -> 1);
      tasklet.setPriority(3);
      assertThat(tasklet.priorityNumber()).isEqualTo(3);
      assertThat(tasklet.priority()).isEqualTo(Priority.HIGH);
      assertThatThrownBy(() -> tasklet.setPriority(16))
          .isInstanceOf(IllegalArgumentException.class);
      tasklet.setPriority(Priority.LOW);
      assertThat(tasklet.priorityNumber()).isEqualTo(-8);
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
