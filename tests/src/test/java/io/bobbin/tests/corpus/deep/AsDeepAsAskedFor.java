package io.bobbin.tests.corpus.deep;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Park;

/** Recursion that parks at the bottom and once more half the way back: for DeepRecursionTest. */
class AsDeepAsAskedFor {
  private AsDeepAsAskedFor() {}

  @Suspendable
  static Object direct(int depth) {
    return count(depth, depth / 2);
  }

  @Suspendable
  private static int count(int n, int back) {
    if (n == 0) {
      return Park.value(0);
    }
    int below = count(n - 1, back);
    if (n == back) {
      Park.now();
    }
    return below + 1;
  }

  @Suspendable
  static Object mutual(int depth) {
    return isEven(depth, depth / 2);
  }

  @Suspendable
  private static boolean isEven(int n, int back) {
    if (n == 0) {
      return Park.value(true);
    }
    boolean even = isOdd(n - 1, back);
    if (n == back) {
      Park.now();
    }
    return even;
  }

  @Suspendable
  private static boolean isOdd(int n, int back) {
    if (n == 0) {
      return Park.value(false);
    }
    boolean odd = isEven(n - 1, back);
    if (n == back) {
      Park.now();
    }
    return odd;
  }

  interface Step {
    @Suspendable
    long step(Step other, int n);
  }

  private record Plus(int back) implements Step {
    @Override
    public long step(Step other, int n) {
      if (n == 0) {
        return Park.value(1L);
      }
      long below = other.step(this, n - 1);
      if (n == back) {
        Park.now();
      }
      return below + 5;
    }
  }

  private record Times(int back) implements Step {
    @Override
    public long step(Step other, int n) {
      if (n == 0) {
        return Park.value(2L);
      }
      long below = other.step(this, n - 1);
      if (n == back) {
        Park.now();
      }
      return below * 3 % 1_000_003;
    }
  }

  @Suspendable
  static Object throughInterface(int depth) {
    return new Plus(depth / 2).step(new Times(depth / 2), depth);
  }

  @Suspendable
  static Object exception(int depth) {
    try {
      return failing(depth, depth / 2);
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Suspendable
  private static int failing(int n, int back) {
    if (n == 0) {
      Park.now();
      throw new IllegalStateException("bottom");
    }
    try {
      return failing(n - 1, back) + 1;
    } finally {
      if (n == back) {
        Park.now();
      }
    }
  }
}
