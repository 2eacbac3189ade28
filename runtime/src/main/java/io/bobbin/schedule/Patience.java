package io.bobbin.schedule;

/**
 * How long a thread looks for a message before it sleeps. To wake a thread that sleeps takes tens
 * of microseconds, to see a message some tens of nanoseconds; but who looks takes a processor away
 * from who may be about to write it. So a thread looks for longer when that has paid, for less when
 * it has not, and not at all on a single processor. Used by one thread.
 */
final class Patience {
  private static final int MOST = Runtime.getRuntime().availableProcessors() > 1 ? 1 << 12 : 0;
  private static final int LEAST = 1 << 5;

  private int looks = MOST / 8;

  Patience() {}

  /** Looks for a message; false if none came while that seemed worthwhile. */
  boolean spinUntil(Inbox inbox) {
    int left = MOST == 0 ? 0 : looks;
    while (left > 0 && inbox.isEmpty()) {
      Thread.onSpinWait();
      left--;
    }
    boolean came = left > 0;
    if (came) {
      looks = Math.min(MOST, looks + looks / 4);
    } else {
      looks = Math.max(LEAST, looks / 2);
    }
    return came;
  }
}
