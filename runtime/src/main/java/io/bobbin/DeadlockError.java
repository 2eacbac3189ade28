package io.bobbin;

/**
 * Nothing can run any more: tasklets wait for each other, no time is waited for, and nobody else
 * can wake them. The message is the picture: each tasklet, what it waits for, and where.
 *
 * <p>Thrown by {@link Scheduler#run()}, by joins, and by whatever else the thread of a {@link
 * Scheduler#here()} or {@link Scheduler#deterministic deterministic} scheduler waits in outside of
 * its tasklets: that wait has had no effect then, and all tasklets stay as they are. A pool
 * {@linkplain Scheduler#onDeadlock tells} of it.
 */
public final class DeadlockError extends Error {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param picture who waits for what
   */
  public DeadlockError(String picture) {
    super(picture);
  }
}
