package io.bobbin.schedule;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Ends one wait by a {@link TimeoutException} when it has lasted too long.
 *
 * <p>The strand that waits makes it, has it armed once its wait is registered, and cancels it after
 * the wait. A timeout that fires late, while its strand is in a later wait at the same place, sees
 * that it was cancelled: the strand did that before it took the place's latch again.
 */
public final class Timeout {
  private final long nanos;
  private final String what;
  private volatile boolean cancelled;
  private @Nullable Alarm alarm;

  /**
   * Makes a timeout that does not run yet.
   *
   * @param time how long the wait may last
   * @param what the name of the operation, for the message
   */
  public Timeout(Duration time, String what) {
    this.nanos = Timers.nanos(time);
    this.what = what;
  }

  /**
   * Starts the time of a wait that has just been registered. If that fails, the wait is withdrawn.
   *
   * @param limit the timeout, or null for none
   * @param strand who waits
   * @param place where
   */
  public static void arm(@Nullable Timeout limit, Strand strand, WaitPlace place) {
    if (limit != null) {
      try {
        limit.alarm = Alarm.set(strand, limit.nanos, () -> limit.end(strand, place));
      } catch (Throwable t) {
        if (place.withdraw(strand, null)) {
          throw t;
        }
      }
    }
  }

  private void end(Strand strand, WaitPlace place) {
    if (place.withdraw(strand, this)) {
      strand.exception = LogicalStack.forStrand(this::exceeded);
      strand.wake();
    }
  }

  private TimeoutException exceeded() {
    return new TimeoutException(what + " took longer than " + Duration.ofNanos(nanos));
  }

  /** Ends the timeout: it will not end a wait that begins after this call. */
  public void cancel() {
    cancelled = true;
    Alarm set = alarm;
    if (set != null) {
      set.cancel();
    }
  }

  /**
   * Whether the wait is over.
   *
   * @return true after {@link #cancel()}
   */
  public boolean isCancelled() {
    return cancelled;
  }
}
