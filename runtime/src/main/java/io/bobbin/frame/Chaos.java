package io.bobbin.frame;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Random yields before woven calls, for testing (agent option {@code chaos=SEED}).
 *
 * <p>The choice depends on the seed, on the order in which tasklets and threads began to ask, and
 * on how often each asked; so a program on one carrier parks at the same calls in every run.
 */
public final class Chaos {
  /** How many calls there are for one yield, on average; 1 yields at each. */
  private static final int PERIOD = Integer.getInteger("bobbin.chaos.period", 10);

  private static final long SEED = Long.getLong("bobbin.chaos.seed", 1);

  /** Tells the generators of different tasklets and threads apart, in the order they start. */
  private static final AtomicLong STARTED = new AtomicLong();

  private static final ThreadLocal<long[]> STATE =
      ThreadLocal.withInitial(
          () -> new long[] {SEED + 0x5851f42d4c957f2dL * STARTED.getAndIncrement()});

  private Chaos() {}

  /**
   * Asked by woven code before a suspendable call: maybe yields.
   *
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void point(FrameStack stack, int room) {
    if (stack.isPinned()) {
      return;
    }
    if (PERIOD == 1 || next() % PERIOD == 0) {
      stack.yieldAtRandom();
    }
  }

  /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long next() {
    long[] state = STATE.get();
    long z = state[0] += 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (z ^ (z >>> 31)) >>> 1;
  }
}
