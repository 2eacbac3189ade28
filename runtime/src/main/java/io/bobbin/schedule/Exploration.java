package io.bobbin.schedule;

import io.bobbin.DeadlockError;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import org.jspecify.annotations.Nullable;

/** Runs a program with many seeds, in search of one with which it fails. */
public final class Exploration {
  private Exploration() {}

  /**
   * Runs a program once with each of some seeds, or once with the seed that the system property
   * {@code bobbin.seed} gives.
   *
   * @param seeds how many: 1, 2 and so on
   * @param program what the first tasklet does
   * @throws AssertionError if one fails
   */
  public static void explore(int seeds, VoidBody program) {
    if (seeds < 1) {
      throw new IllegalArgumentException("Scheduler.explore(" + seeds + ", ...): at least 1 seed");
    }
    Long only = Long.getLong("bobbin.seed");
    if (only != null) {
      runOnce(only, program, "");
    }
    for (long seed = 1; only == null && seed <= seeds; seed++) {
      runOnce(seed, program, " of " + seeds);
    }
  }

  private static void runOnce(long seed, VoidBody program, String of) {
    if (run(Deterministic.of(seed), program) == null) {
      return;
    }
    Recording recording = new Recording();
    Throwable failure = run(Deterministic.of(seed, recording), program);
    if (failure == null) {
      throw new AssertionError(
          "seed "
              + seed
              + of
              + " failed, but not when it was run again: the program depends on something that is"
              + " not drawn from the seed, such as another thread, the time, or static state");
    }
    throw new AssertionError(
        "seed " + seed + of + " fails: " + failure + "\n" + recording.table() + advice(seed),
        failure);
  }

  private static String advice(long seed) {
    return "    To run it again: -Dbobbin.seed="
        + seed
        + ", or Scheduler.deterministic("
        + seed
        + ")";
  }

  /** Runs a program; what went wrong, or null. */
  private static @Nullable Throwable run(Deterministic scheduler, VoidBody program) {
    TaskletStrand<?> main = (TaskletStrand<?>) scheduler.start("main", program);
    try {
      scheduler.run();
    } catch (DeadlockError e) {
      Throwable failure = failureOf(scheduler, main);
      return failure == null ? e : failure;
    }
    return failureOf(scheduler, main);
  }

  private static @Nullable Throwable failureOf(Deterministic scheduler, TaskletStrand<?> main) {
    Throwable first = main.isOver() ? main.failure() : null;
    for (TaskletStrand<?> tasklet : scheduler.unseenFailures()) {
      Throwable failure = tasklet.failure();
      tasklet.extra().failureSeen = true;
      if (first == null && !(failure instanceof TaskletKilled)) {
        first = failure;
      }
    }
    return first;
  }
}
