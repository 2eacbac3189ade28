package io.bobbin.frame;

/**
 * Random yields before woven calls, for testing (agent option {@code chaos=SEED}).
 *
 * <p>The choice depends on the seed and on how often each thread asked, so a single-threaded
 * program parks at the same calls in every run.
 */
public final class Chaos {
  /** How many calls there are for one yield, on average; 1 yields at each. */
  private static final int PERIOD = Integer.getInteger("bobbin.chaos.period", 10);

  private static final ThreadLocal<long[]> STATE =
      ThreadLocal.withInitial(() -> new long[] {Long.getLong("bobbin.chaos.seed", 1)});

  private Chaos() {}

  /**
   * Asked by woven code before a suspendable call: maybe yields.
   *
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void point(FrameStack stack, int room) {
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
