package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.Arrays;
import java.util.List;

/** Arguments of every kind and number; what lies on the operand stack under a call. */
class Arguments {
  @Suspendable
  static String every(
      boolean z, byte b, char c, short s, int i, long j, float f, double d, String l, int[] a) {
    Park.now();
    return "" + z + b + c + s + i + j + f + d + l + Arrays.toString(a);
  }

  @Suspendable
  static Object everyKind() {
    return every(
            true,
            (byte) -1,
            'x',
            (short) -2,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            Float.NaN,
            Double.NEGATIVE_INFINITY,
            null,
            null)
        + every(
            Park.value(true),
            Park.value((byte) 127),
            Park.value('\uffff'),
            Park.value((short) 32767),
            Park.value(Integer.MAX_VALUE),
            Park.value(Long.MAX_VALUE),
            Park.value(-0.0f),
            Park.value(Double.MIN_VALUE),
            Park.value("l"),
            Park.value(new int[] {1, 2}));
  }

  /** Parameters change before and after the park. */
  @Suspendable
  static long reassigned(int a, long b, String c) {
    a += 5;
    b = Park.value(b) + a;
    c = c + a;
    a = Park.value(a) * 2;
    return a + b + c.length();
  }

  @Suspendable
  static Object reassignedParameters() {
    return reassigned(1, 2L, "three");
  }

  @Suspendable
  static int sum(int... values) {
    int sum = 0;
    for (int value : values) {
      sum += Park.value(value);
    }
    return sum;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  @Suspendable
  static <T> List<T> list(Object first, T... rest) {
    Log.note(first);
    Park.now();
    return Arrays.asList(rest);
  }

  @Suspendable
  static Object varargs() {
    return sum() + sum(1) + sum(1, Park.value(2), 3) + sum(new int[] {4, Park.value(5)});
  }

  @Suspendable
  static Object genericVarargs() {
    return "" + list("a", 1, Park.value(2), 3) + list("b") + list("c", (Object) null);
  }

  @Suspendable
  static long mixed(int a, long b, int c, double d, Object e, float f, long g) {
    Park.now();
    return a + b + c + (long) d + e.hashCode() + (long) f + g;
  }

  /** Earlier arguments wait on the operand stack while later ones park. */
  @Suspendable
  static Object waitingOnTheStack() {
    return mixed(
        Log.value(1),
        Park.value(2L),
        Log.value(3),
        Park.value(4.0),
        Park.value("e"),
        Park.value(6f),
        mixed(Park.value(7), 8L, Park.value(9), 10.0, "inner", 11f, Park.value(12L)));
  }

  @Suspendable
  static int many(
      int a,
      int b,
      int c,
      int d,
      int e,
      int f,
      int g,
      int h,
      int i,
      int j,
      int k,
      int l,
      int m,
      String n,
      String o,
      String p,
      String q,
      String r,
      String s,
      String t,
      long u,
      double v) {
    Park.now();
    int words = (n + o + p + q + r + s + t).length();
    Park.now();
    return a + b + c + d + e + f + g + h + i + j + k + l + m + words + (int) (u + v);
  }

  @Suspendable
  static Object manyParameters() { // a frame larger than any fixed shape
    return many(
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        Park.value(13),
        "n",
        "o",
        "p",
        "q",
        "r",
        "s",
        Park.value("t"),
        21L,
        22.0);
  }

  @Suspendable
  static Object evaluationOrder() {
    int[] array = {1, 2, 3};
    int i = 0;
    array[i] = i = Park.value(2); // the index was taken first
    Log.note(array);
    Log.note(Log.value("first").concat(Park.value("second")).concat(Log.value("third")));
    return Log.value(1) + Park.value(2) * Log.value(3) - (Log.value(4) << Park.value(1));
  }
}
