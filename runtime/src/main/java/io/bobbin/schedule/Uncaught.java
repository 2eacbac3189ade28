package io.bobbin.schedule;

import io.bobbin.TaskletKilled;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Tells of tasklets that failed while nobody waited for them, so that no failure goes unseen. With
 * {@code -Dbobbin.uncaught=off} nothing is told.
 */
final class Uncaught {
  private static final Logger LOGGER = System.getLogger("io.bobbin");
  private static final boolean OFF = "off".equals(System.getProperty("bobbin.uncaught"));

  private Uncaught() {}

  static void report(TaskletStrand<?> tasklet, Throwable failure) {
    if (OFF || failure instanceof TaskletKilled) {
      return;
    }
    try {
      LOGGER.log(
          Level.WARNING,
          "BBN022 tasklet " + tasklet.name() + " failed, and nobody has joined it so far",
          failure);
    } catch (Throwable t) {
      // A log that cannot be written must not end the carrier.
    }
  }
}
