package io.bobbin.tests.corpus.values;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.PrintStream;

/** Values that need not be saved: constants, and what can be read once more. */
class Constants {
  static final Object FINAL = new Object();
  static final int[] ARRAY = {1, 2, 3};
  static String notFinal = "not final";
  final String field = "field";
  String changing = "before";

  @Suspendable
  static Object onTheStack() {
    return "literal"
        + 'c'
        + 5
        + join(1, 2L, 3f, 4.0, "s", null, Constants.class, Park.value(6))
        + (1_000_000 * Park.value(2))
        + ((1L << 40) + Park.value(3))
        + (1e100 - Park.value(1.5));
  }

  @Suspendable
  private static String join(
      int a, long b, float c, double d, String e, Object f, Class<?> g, int h) {
    Park.now();
    return "" + a + b + c + d + e + f + g.getSimpleName() + h;
  }

  @Suspendable
  static Object inLocals() {
    final int i = 5; // inlined by javac
    int notInlined = 5;
    String s = "text";
    Class<?> type = int[].class;
    Object none = null;
    long j = 0x123456789abcdefL;
    Park.now();
    return i + notInlined + s + type.getSimpleName() + none + j;
  }

  /** A static that is not final must be taken when it is read, not when it is used. */
  @Suspendable
  static Object mutableStatic() {
    notFinal = "old";
    return notFinal + change();
  }

  @Suspendable
  private static String change() {
    Park.now();
    notFinal = "new";
    return notFinal;
  }

  /** So must a field, even a final one of an object that changes place. */
  @Suspendable
  static Object fields() {
    Constants c = new Constants();
    String all = c.changing + c.change("after") + c.field;
    Constants d = c;
    all += d.field + (d = Park.ref(new Constants())).changing;
    return all;
  }

  @Suspendable
  private String change(String to) {
    Park.now();
    return changing = to;
  }

  /** System.out under println(i + call()). */
  @Suspendable
  static Object staticFinal() {
    PrintStream out = System.out;
    System.out.append(Park.value(""));
    System.out.print("" + Park.value("") + Park.value(""));
    out.print(Park.value(""));
    return same(FINAL, Park.value(1), FINAL)
        + ARRAY[Park.value(1)]
        + (ARRAY.length - Park.value(1));
  }

  @Suspendable
  private static String same(Object a, int n, Object b) {
    return "" + (a == b) + n;
  }

  /** A static final that is still null when it is read: initialisation has side effects, once. */
  @Suspendable
  static Object classInitialisation() {
    Log.note("before");
    return use(Late.VALUE, Park.value(1), Late.CONSTANT) + use(Late.VALUE, Park.value(2), "");
  }

  static class Late {
    static final String CONSTANT = "constant";
    static final Object VALUE = Log.value("initialised");
  }

  @Suspendable
  private static String use(Object a, int n, String c) {
    return a + "" + n + c;
  }

  /** A static final that is assigned in the middle of its class's initialisation. */
  @Suspendable
  static Object readDuringInitialisation() {
    Park.now();
    return Half.result + " " + Half.VALUE;
  }

  static class Half {
    static String result = read(); // runs while VALUE is null
    static final Object VALUE = Log.value("value");

    @Suspendable
    private static String read() {
      Object early = VALUE;
      return early + "" + Park.pinned(1) + VALUE; // in a static initialiser
    }
  }

  /** Identity of strings and boxes survives. */
  @Suspendable
  static Object identity() {
    String s = new String("s");
    String t = s;
    Integer big = Integer.valueOf(Park.value(100_000));
    Integer same = big;
    Park.now();
    return new Object[] {
      s == t, "literal" == Park.value("literal"), big == same, s == Park.value(s), s != "s"
    };
  }

  @Suspendable
  static Object enclosingConstants() {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      int[] fresh = {i}; // not a constant: made anew in each round
      Park.now();
      fresh[0] += Park.value(1);
      sum += fresh[0];
    }
    return sum;
  }
}
