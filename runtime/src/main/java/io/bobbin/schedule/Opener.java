package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/** Who opened work groups: a tasklet or a thread. Their failures are thrown where it waits. */
interface Opener {
  /** The tasklet or thread that calls. */
  static Opener ofCaller() {
    TaskletStrand<?> tasklet = Dispatcher.currentTasklet();
    return tasklet == null ? OpenerThread.ofThisThread() : tasklet;
  }

  /** Notes that a group was opened. */
  void opens();

  /** Notes that a group that was opened is being closed; its failure is not raised any more. */
  void closes();

  /**
   * Has a group's failure thrown where this waits, or will wait next.
   *
   * @return false if that is not possible, as this has ended
   */
  boolean raiseForGroup(Throwable failure);

  /**
   * Takes the failure of a group back.
   *
   * @return false if it is not there any more, as it has been thrown
   */
  boolean takesBack(@Nullable Throwable failure);
}
