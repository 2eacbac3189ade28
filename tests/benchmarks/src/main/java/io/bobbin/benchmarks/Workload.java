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

  /** How many values go through a channel, and how many yields there are, in one invocation. */
  static final int VALUES = 100_000;

  /** What these add up to, which are numbers from 0 to 127 again and again. */
  static final long SUM_OF_VALUES = sumOf(VALUES);

  /** What the first half of them adds up to. */
  static final long SUM_OF_HALF = sumOf(VALUES / 2);

  /** How many values a channel with a buffer holds. */
  static final int BUFFER = 128;

  /** How many tasks are started before the first of them is waited for. */
  static final int TASKS = 10_000;

  /** The leaves of the skynet tree. */
  static final int LEAVES = 1_000_000;

  /** What they add up to, each being its number. */
  static final long SUM_OF_LEAVES = (long) LEAVES * (LEAVES - 1) / 2;

  /** How many channels a ring has; its tasks are as many. */
  static final int RING = 503;

  /** How often the number goes round. */
  static final int LAPS = 200;

  /** How many channels the number goes through. */
  static final int HOPS = RING * LAPS;

  /** The thousandth prime. */
  static final int LAST_PRIME = 7919;

  /** The sum of the first thousand primes. */
  static final int SUM_OF_PRIMES = 3_682_913;

  private Workload() {}

  private static long sumOf(int values) {
    long sum = 0;
    for (int i = 0; i < values; i++) {
      sum += i % Check.YIELDED;
    }
    return sum;
  }

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
