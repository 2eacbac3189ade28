package io.bobbin.schedule;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock: runs short actions of the runtime, which never wait, at their time. */
public final class Timers {
  private static final class Holder {
    static final ScheduledThreadPoolExecutor THREAD = make();

    private static ScheduledThreadPoolExecutor make() {
      ScheduledThreadPoolExecutor made =
          new ScheduledThreadPoolExecutor(1, action -> OwnThread.daemon(action, "bobbin-timers"));
      made.setRemoveOnCancelPolicy(true);
      return made;
    }
  }

  private Timers() {}

  /**
   * Runs an action later.
   *
   * @param action what to run, on the thread of the timers
   * @param nanos when, in nanoseconds from now
   * @return a handle by which it can be cancelled
   */
  public static Future<?> schedule(Runnable action, long nanos) {
    return Holder.THREAD.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * A time in nanoseconds.
   *
   * @param time the time
   * @return its nanoseconds; the greatest (or least) number there is, if that is too small
   */
  public static long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException e) {
      return time.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
