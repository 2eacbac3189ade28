package io.bobbin.schedule;

import java.util.function.BooleanSupplier;

/** When a thread stops running its tasklets though there is something left to do. */
class Limit {
  private final BooleanSupplier condition;
  private final long start = System.nanoTime();
  private final long nanos;

  /**
   * Makes one.
   *
   * @param condition when to stop
   * @param nanos how long to run at most
   */
  Limit(BooleanSupplier condition, long nanos) {
    this.condition = condition;
    this.nanos = Math.max(0, nanos); // what is left of less would overflow
  }

  /** Asked before each tasklet that is run. */
  boolean isReached() {
    return condition.getAsBoolean() || left() <= 0;
  }

  /** Told when a tasklet has been run. */
  void ran() {}

  /** How much time is left, in nanoseconds. */
  final long left() {
    return left(System.nanoTime());
  }

  /** How much time is left at a time that the clock has told. */
  final long left(long now) {
    return nanos - (now - start);
  }

  /** A number of tasklets to be run. */
  static final class OfTurns extends Limit {
    private int left;

    OfTurns(int turns) {
      super(() -> false, Long.MAX_VALUE);
      left = turns;
    }

    @Override
    boolean isReached() {
      return left <= 0;
    }

    @Override
    void ran() {
      left--;
    }
  }
}
