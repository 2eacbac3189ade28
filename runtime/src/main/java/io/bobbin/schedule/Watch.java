package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What interrupts a tasklet that runs for too long while the thread is in {@link Here#watch}. Used
 * by that thread alone.
 */
final class Watch extends Limit {
  private final long budget;
  private long since = System.nanoTime();
  private @Nullable TaskletStrand<?> interrupted;

  /**
   * Makes one.
   *
   * @param budget for how long a tasklet may run, in nanoseconds
   * @param time for how long all of them may, in nanoseconds
   */
  Watch(long budget, long time) {
    super(() -> false, time);
    this.budget = budget;
  }

  /** Asked before each tasklet that is run, which has the whole budget then. */
  @Override
  boolean isReached() {
    begin();
    return interrupted != null || isTimeOver();
  }

  /** Whether no tasklet is to be run any more. */
  boolean isTimeOver() {
    return left() <= 0;
  }

  /** Gives the tasklet that runs, or is about to, the whole budget. */
  void begin() {
    since = System.nanoTime();
  }

  /** Asked by a tasklet that polls: whether it is to be left, and handed to the caller. */
  boolean interrupts(@Nullable TaskletStrand<?> tasklet) {
    long now = System.nanoTime();
    if (now - since < budget && left(now) > 0) {
      return false;
    }
    interrupted = tasklet;
    return true;
  }

  /** The tasklet that was interrupted; it is forgotten. */
  @Nullable TaskletStrand<?> take() {
    TaskletStrand<?> taken = interrupted;
    interrupted = null;
    return taken;
  }
}
