package io.bobbin.observe;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Waits of tasklets that could not be unmounted, and so blocked their carrier thread: inside of a
 * monitor, of code that is not woven, or while an owned lock is held. Another thread runs the other
 * tasklets meanwhile (up to {@code -Dbobbin.spares}, by default 256, in a pool).
 *
 * <p>{@code -Dbobbin.pinned=trace} prints to {@code System.err}, once for each different stack, who
 * waits and which frames pin.
 *
 * <p>May be read by any thread.
 */
public final class PinnedWaits {
  private static final boolean TRACE = "trace".equals(System.getProperty("bobbin.pinned"));
  private static final LongAdder TOTAL = new LongAdder();
  private static final AtomicInteger CURRENT = new AtomicInteger();

  private PinnedWaits() {}

  /**
   * How many pinned waits have begun since the JVM started.
   *
   * @return the number
   */
  public static long total() {
    return TOTAL.sum();
  }

  /**
   * How many tasklets block their carriers now.
   *
   * @return the number
   */
  public static int current() {
    return CURRENT.get();
  }

  /** Called by the runtime when a pinned wait begins. */
  public static void begins() {
    TOTAL.increment();
    CURRENT.incrementAndGet();
  }

  /**
   * Whether pinned waits are to be shown.
   *
   * @return true if the property says so
   */
  public static boolean areTraced() {
    return TRACE;
  }

  /**
   * Shows the calling thread's pinned wait. Called by the runtime.
   *
   * @param tasklet the name of the tasklet
   * @param wait what it waits for
   * @param callers the calls saved on the tasklet's heap stack, innermost first
   */
  public static void trace(Object tasklet, Object wait, List<StackTraceElement> callers) {
    PinnedStack.print(tasklet, wait, callers);
  }

  /** Called by the runtime when a pinned wait ends. */
  public static void ends() {
    CURRENT.decrementAndGet();
  }
}
