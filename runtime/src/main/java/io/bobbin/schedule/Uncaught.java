package io.bobbin.schedule;

import io.bobbin.TaskletKilled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells of tasklets that failed and that nobody joined within a second, so that no failure goes
 * unseen. With {@code -Dbobbin.uncaught=off} nothing is told.
 */
final class Uncaught {
  private static final Logger LOGGER = System.getLogger("io.bobbin");
  private static final boolean OFF = "off".equals(System.getProperty("bobbin.uncaught"));
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /** So many are kept in mind; where more fail at once, what they have to tell is in these. */
  private static final int MOST = 1000;

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Uncaught() {}

  /** Notes that a tasklet failed. Called by its carrier; does not throw. */
  static void note(JoinableStrand<?> tasklet, Throwable failure) {
    if (OFF || failure instanceof TaskletKilled || COUNT.get() >= MOST) {
      return;
    }
    try {
      COUNT.incrementAndGet();
      Future<?> unused = Timers.schedule(() -> report(tasklet, failure), PATIENCE);
    } catch (Throwable t) {
      COUNT.decrementAndGet(); // for want of memory nothing is told
    }
  }

  private static void report(JoinableStrand<?> tasklet, Throwable failure) {
    COUNT.decrementAndGet();
    if (!tasklet.isFailureSeen()) {
      LOGGER.log(
          Level.WARNING,
          "BBN022 tasklet " + tasklet.name() + " failed, and nobody has joined it",
          failure);
    }
  }
}
