package io.bobbin.tests.corpus.deep;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Park;
import java.util.function.IntUnaryOperator;

/** Recursion far deeper than the native stack of the woven runs, which is 512 KB. */
class Recursion {
  private static final int DEPTH = 100_000;

  @Suspendable
  static Object direct() {
    return count(DEPTH);
  }

  @Suspendable
  private static int count(int n) {
    return n == 0 ? Park.value(0) : count(n - 1) + 1;
  }

  @Suspendable
  static Object parksOnTheWay() {
    return parking(DEPTH);
  }

  @Suspendable
  private static long parking(long n) {
    if (n == 0) {
      return 0;
    }
    if (n % 1000 == 0) {
      Park.now();
    }
    long below = parking(n - 1);
    if (n % 777 == 0) {
      Park.now();
    }
    return below + n;
  }

  @Suspendable
  static Object mutual() {
    return even(DEPTH + 1) + " " + odd(DEPTH + 1);
  }

  @Suspendable
  private static boolean even(int n) {
    return n == 0 ? Park.value(true) : odd(n - 1);
  }

  @Suspendable
  private static boolean odd(int n) {
    return n == 0 ? Park.value(false) : even(n - 1);
  }

  interface Step {
    @Suspendable
    long step(Step other, int n);
  }

  record Ping(int weight) implements Step {
    @Override
    public long step(Step other, int n) {
      return n == 0 ? Park.value(1L) : other.step(this, n - 1) + weight;
    }
  }

  static class Pong implements Step {
    @Override
    public long step(Step other, int n) {
      if (n == 0) {
        return Park.value(2L);
      }
      long below = other.step(this, n - 1);
      return below * 3 % 1_000_003;
    }
  }

  @Suspendable
  static Object throughInterface() {
    return stepping(DEPTH);
  }

  @Suspendable
  private static long stepping(int depth) {
    return new Ping(5).step(new Pong(), depth);
  }

  @Suspendable
  static Object throughLambda() {
    Fun[] self = new Fun[1];
    self[0] = n -> n == 0 ? Park.value(0) : self[0].of(n - 1) + 1;
    return self[0].of(DEPTH);
  }

  interface Fun {
    @Suspendable
    int of(int n);
  }

  @Suspendable
  static Object throughDoor() {
    IntUnaryOperator[] self = new IntUnaryOperator[1];
    self[0] = n -> n == 0 ? Park.value(0) : self[0].applyAsInt(n - 1) + 1;
    return self[0].applyAsInt(DEPTH);
  }

  record List(int head, List tail) {}

  @Suspendable
  static Object linkedList() {
    List list = null;
    for (int i = 0; i < DEPTH; i++) {
      list = new List(i, list);
    }
    return sum(map(list));
  }

  @Suspendable
  private static List map(List list) {
    return list == null ? Park.ref((List) null) : new List(list.head() * 2, map(list.tail()));
  }

  @Suspendable
  private static long sum(List list) {
    return list == null ? Park.value(0L) : list.head() + sum(list.tail());
  }

  @Suspendable
  static Object exceptionFromTheBottom() {
    try {
      return failing(DEPTH);
    } catch (IllegalStateException e) {
      return e.getMessage() + e.getStackTrace().length;
    }
  }

  @Suspendable
  private static int failing(int n) {
    if (n == 0) {
      Park.now();
      throw new IllegalStateException("bottom");
    }
    return failing(n - 1) + 1;
  }

  @Suspendable
  static Object handlersOnTheWay() {
    return catching(20_000);
  }

  @Suspendable
  private static int catching(int n) {
    try {
      if (n == 0) {
        Park.now();
        throw new IllegalStateException("x");
      }
      return catching(n - 1) + 1;
    } catch (IllegalStateException e) {
      if (n % 2 == 0) {
        throw e;
      }
      return n;
    } finally {
      if (n % 1000 == 0) {
        Park.now();
      }
    }
  }

  @Suspendable
  static Object ackermann() {
    return ack(2, 300);
  }

  @Suspendable
  private static int ack(int m, int n) {
    if (m == 0) {
      return n + 1;
    }
    if (n == 0) {
      return ack(m - 1, 1);
    }
    return ack(m - 1, ack(m, n - 1));
  }

  /** Big activations: many values are live across the call. */
  @Suspendable
  static Object bigFrames() {
    return big(10_000, 1, 2L, 3.0, "s");
  }

  @Suspendable
  private static double big(int n, int a, long b, double c, String d) {
    if (n == 0) {
      return Park.value(0.5);
    }
    int e = a ^ n;
    long f = b + n;
    double g = c * 0.999;
    String h = n % 100 == 0 ? d + n : "t";
    Object[] i = {a, b};
    double below = big(n - 1, e & 0xff, f, g, h);
    return below + a + b + c + d.length() + e + f + g + h.length() + i.length;
  }

  /** Calls that are no recursion reset nothing: a loop of deep calls. */
  @Suspendable
  static Object repeatedly() {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += count(10_000);
    }
    return sum;
  }
}
