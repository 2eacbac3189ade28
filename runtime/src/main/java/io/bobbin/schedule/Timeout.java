package io.bobbin.schedule;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
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
public final class Timeout implements Portable {
  private long nanos;
  private String what;
  private volatile boolean cancelled;
  private @Nullable Alarm alarm;

  /** Nanoseconds that are left, while there is no alarm. */
  private long left;

  /** Who waits under this limit, once it is armed. */
  private @Nullable Strand strand;

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

  private Timeout() {
    what = "";
  }

  /**
   * Makes an empty one, to be restored.
   *
   * @return a timeout
   */
  public static Timeout empty() {
    return new Timeout();
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
      limit.arm(strand, place, limit.nanos);
    }
  }

  private void arm(Strand waiter, WaitPlace place, long time) {
    strand = waiter;
    try {
      alarm = Alarm.set(waiter, time, () -> end(waiter, place));
    } catch (Throwable t) {
      if (place.withdraw(waiter, null)) {
        throw t;
      }
    }
  }

  @Override
  public void save(Outlet to) {
    Alarm set = alarm;
    to.reference(what);
    to.number(nanos);
    to.number(cancelled ? 1 : 0);
    to.reference(cancelled ? null : strand);
    to.number(set == null ? left : set.left());
  }

  @Override
  public void restore(Inlet from) {
    String name = from.reference(String.class);
    what = name == null ? "" : name;
    nanos = from.number();
    cancelled = from.number(0, 1) != 0;
    Strand waiter = from.reference(Strand.class);
    left = from.number();
    strand = waiter;
    if (waiter != null) {
      from.atResume(
          waiter,
          () -> {
            WaitPlace place = waiter.place;
            if (!cancelled && place != null && place.reason(waiter) != null) {
              arm(waiter, place, left);
            }
          });
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
