package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/**
 * The runnable tasklets of a queue that are more, or less, urgent than others; made when there is
 * the first one.
 */
final class Levels {
  /** So often those of a level are passed over before it is their turn. */
  private static final int PATIENCE = 32;

  final RunQueue high = new RunQueue();
  final RunQueue low = new RunQueue();
  private int normalPassedOver;
  private int lowPassedOver;

  Levels() {}

  /** Which queue is served next. */
  RunQueue next(RunQueue normal) {
    boolean hasNormal = normal.hasNormal();
    if (!low.isEmpty() && lowPassedOver >= PATIENCE) {
      lowPassedOver = 0;
      return low;
    }
    if (hasNormal && (high.isEmpty() || normalPassedOver >= PATIENCE)) {
      normalPassedOver = 0;
      passLowOver();
      return normal;
    }
    if (!high.isEmpty()) {
      normalPassedOver += hasNormal ? 1 : 0;
      passLowOver();
      return high;
    }
    return low;
  }

  private void passLowOver() {
    lowPassedOver += low.isEmpty() ? 0 : 1;
  }

  boolean isEmpty() {
    return high.isEmpty() && low.isEmpty();
  }

  /** Takes a tasklet out; false if it is here in neither queue. */
  boolean contains(TaskletStrand<?> tasklet) {
    return high.contains(tasklet) || low.contains(tasklet);
  }

  boolean remove(TaskletStrand<?> tasklet) {
    return high.remove(tasklet) || low.remove(tasklet);
  }

  /** Adds a tasklet, whose priority is not the normal one. */
  void add(TaskletStrand<?> tasklet, boolean isHigh) {
    (isHigh ? high : low).append(tasklet);
  }

  static boolean hasHigh(@Nullable Levels of) {
    return of != null && !of.high.isEmpty();
  }
}
