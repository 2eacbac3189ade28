package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What interrupts a tasklet that runs for too long while the thread is in {@link Here#watch}. Used
 * by that thread alone.
 */
final class Watch extends Here.Limit {
  private final long budget;
  private long since = System.nanoTime();
  private @Nullable TaskletStrand<?> interrupted;

  /**
   * Makes one.
   *
   * @param budget for how long a tasklet may run, in nanoseconds
   */
  Watch(long budget) {
    super(() -> false, Long.MAX_VALUE);
    this.budget = budget;
  }

  /** Asked before each tasklet that is run, which has the whole budget then. */
  @Override
  boolean isReached() {
    begin();
    return interrupted != null;
  }

  /** Gives the tasklet that runs, or is about to, the whole budget. */
  void begin() {
    since = System.nanoTime();
  }

  /** Asked by a tasklet that polls: whether it is to be left, and handed to the caller. */
  boolean interrupts(@Nullable TaskletStrand<?> tasklet) {
    if (System.nanoTime() - since < budget) {
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
