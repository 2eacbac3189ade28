package io.bobbin.benchmarks;

import java.util.Iterator;

/** What the contenders' workloads have in common: their sizes and the loops that drive them. */
final class Workload {
  /** How many values a benchmark takes in one invocation, so that JMH's own call does not count. */
  static final int BATCH = 1024;

  /** The argument of {@link Code#fib}. */
  static final int FIB = 20;

  /** How often {@link Code#fib} is called for {@link #FIB}. */
  static final int FIB_CALLS = 21_891;

  /** The argument of {@link Code#walk}. */
  static final int LEVELS = 14;

  /** How often {@link Code#walk} is called for {@link #LEVELS}. */
  static final int WALK_CALLS = (1 << (LEVELS + 1)) - 1;

  /** How deep {@link Code#descend} goes. */
  static final int DEEP = 1_000_000;

  private Workload() {}

  /** Takes values. */
  static int take(Iterator<Integer> ints) {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += ints.next();
    }
    return sum;
  }

  /**
   * Makes what the benchmark set up old, as what lives long in a program is: storing a reference
   * into an old object costs more than into a young one.
   */
  static void age(String age) {
    if (age.equals("old")) {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
    }
  }
}
