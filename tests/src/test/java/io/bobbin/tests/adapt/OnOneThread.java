package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.VoidBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Tasklets that wait while there is one carrier only. */
final class OnOneThread {
  private static final int CROWD = 1_000;

  /** The carrier, threads that block on behalf of all, and what the JDK and the tests have. */
  private static final int FEW = 20;

  private OnOneThread() {}

  /** Has a tasklet wait for what a later one of the same thread does; returns what it got. */
  static <T> T waitsFor(Body<T> waits, VoidBody brings) {
    Scheduler here = Scheduler.here();
    Tasklet<T> tasklet = here.start(waits);
    here.start(brings);
    here.run();
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
    return tasklet.join();
  }

  /** Starts a tasklet; returns when it waits. */
  static <T> Tasklet<T> waiting(Scheduler scheduler, Body<T> waits) {
    Tasklet<T> tasklet = scheduler.start(waits);
    while (tasklet.state() != Tasklet.State.WAITING) {
      Thread.onSpinWait();
    }
    return tasklet;
  }

  /** Kills a tasklet that waits; returns when it has ended. */
  static Tasklet<?> killed(Body<?> waits) {
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<?> tasklet = waiting(pool, waits);
      tasklet.kill();
      while (tasklet.state() != Tasklet.State.ENDED) {
        Thread.onSpinWait();
      }
      return tasklet;
    }
  }

  /**
   * Has a thousand tasklets wait, and expects few more threads than before.
   *
   * @return what they got
   */
  static <T> List<T> crowd(Body<T> waits, Runnable brings) {
    return crowd(waits, crowd -> brings.run());
  }

  /** The same, for what is brought to each of the tasklets. */
  static <T> List<T> crowd(Body<T> waits, Consumer<List<Tasklet<T>>> brings) {
    try (Scheduler pool = Scheduler.pool(1)) {
      Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
      List<Tasklet<T>> crowd = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        crowd.add(waiting(pool, waits));
      }
      Set<Thread> more = new HashSet<>(Thread.getAllStackTraces().keySet());
      more.removeAll(before);
      assertThat(more).hasSizeLessThan(FEW);
      brings.accept(crowd);
      List<T> results = new ArrayList<>();
      for (Tasklet<T> each : crowd) {
        results.add(each.join());
      }
      return results;
    }
  }
}
