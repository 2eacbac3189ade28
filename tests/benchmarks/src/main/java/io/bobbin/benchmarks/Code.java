package io.bobbin.benchmarks;

import io.bobbin.Suspendable;

/**
 * Code that is woven in a JVM with the agent and plain in a JVM without it: the same class file, so
 * that nothing but the weaving differs.
 */
final class Code {
  private Code() {}

  /** What {@link #walk} counts in. */
  static final class Counter {
    long count;
  }

  /** Two calls for each addition. */
  @Suspendable
  static int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
  }

  /** What {@link #fib} must return. */
  static int fibByAddition(int n) {
    int a = 0;
    int b = 1;
    for (int i = 0; i < n; i++) {
      int next = a + b;
      a = b;
      b = next;
    }
    return a;
  }

  /** Walks a full binary tree, counting 2^(levels + 1) - 1 calls. */
  @Suspendable
  static void walk(Counter counter, int levels) {
    counter.count++;
    if (levels > 0) {
      walk(counter, levels - 1);
      walk(counter, levels - 1);
    }
  }

  /** Suspendable by its annotation, without any suspendable call. */
  @Suspendable
  static int hash(byte[] bytes) {
    int hash = 0;
    for (byte b : bytes) {
      hash = 31 * hash + b;
    }
    return hash;
  }

  /** One call for each level, with work left to do after it. */
  @Suspendable
  static int descend(int levels) {
    return levels == 0 ? 0 : descend(levels - 1) + 1;
  }
}
