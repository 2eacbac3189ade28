package io.bobbin.schedule;

import java.util.function.BooleanSupplier;

/**
 * How long a thread looks for work before it sleeps. To wake a thread that sleeps takes tens of
 * microseconds, to see a message some tens of nanoseconds; but who looks takes a processor away
 * from who may be about to write it. So a thread looks for longer when that has paid, for less when
 * it has not, never for more than it would take to wake it, and not at all on a single processor.
 *
 * <p>Two threads that answer each other and both sleep meanwhile would never learn that looking
 * pays: each has to wake the other first, and that takes longer than a short look. So after some
 * vain looks there is a long one. It sees the answer of a thread that had to be woken; that thread
 * sees the next message, which comes at once, by a short look.
 *
 * <p>Used by one thread.
 */
final class Patience {
  private static final int MOST = Runtime.getRuntime().availableProcessors() > 1 ? 1 << 9 : 0;
  private static final int LEAST = 1 << 4;

  /** Once in so many vain looks there is a long one. */
  private static final int VAIN = 32;

  private final BooleanSupplier waits;
  private int looks = MOST / 8;
  private int vain;

  /**
   * Makes one.
   *
   * @param waits whether there is still nothing to do
   */
  Patience(BooleanSupplier waits) {
    this.waits = waits;
  }

  /** Looks for something to do; false if there was nothing while that seemed worthwhile. */
  boolean looks() {
    boolean isLong = vain == VAIN;
    int most = isLong ? MOST : Math.min(MOST, looks);
    int left = most;
    while (left > 0 && waits.getAsBoolean()) {
      Thread.onSpinWait();
      left--;
    }
    boolean came = left > 0;
    if (came) {
      vain = 0;
      looks = Math.min(MOST, most + most / 4);
    } else {
      vain = isLong ? 0 : vain + 1;
      looks = Math.max(LEAST, looks / 2);
    }
    return came;
  }
}
