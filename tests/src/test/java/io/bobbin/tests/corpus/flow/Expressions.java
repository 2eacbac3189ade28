package io.bobbin.tests.corpus.flow;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** What lies on the operand stack under a call: operands, ternaries, compound assignments. */
class Expressions {
  int field = 5;
  long wide = 6;
  String text = "t";
  static int shared = 7;
  static double sharedWide = 8;

  @Suspendable
  static Object arithmetic() {
    int a = Park.value(7) * Park.value(6) - Park.value(5) / Park.value(2) % 3;
    long b = Park.value(1L) << Park.value(40) | Park.value(0xffL) & ~Park.value(1L);
    double c = Park.value(1.5) * Park.value(2) - Park.value(3f) / -Park.value(4L);
    int d = -Park.value(3) >>> Park.value(28) ^ Park.value(5) >> 1;
    boolean e = Park.value(1L) < Park.value(2) == Park.value(1.0) > Park.value(0f);
    return new Object[] {a, b, c, d, e, Park.value(5L) > 4 ? Park.value(1) : 2L};
  }

  @Suspendable
  static Object ternaries() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      boolean odd = i % 2 == 1;
      all +=
          combine(
              i,
              Park.value(odd) ? Park.value("odd") : Log.value("even"),
              odd ? Park.value(1L) : i > 1 ? Park.value(2L) : 3L,
              Park.value(i > 1) ? new int[] {Park.value(i)} : null,
              (odd ? Park.value(1) : Park.value(2)) + (i > 1 ? Park.value(10) : 20));
    }
    return all;
  }

  @Suspendable
  private static String combine(int i, String s, long j, int[] a, int k) {
    return i + s + j + (a == null ? "-" : "" + Park.value(a)[0]) + k + ";";
  }

  @Suspendable
  static Object ternaryTypes() {
    String all = "";
    for (int i = 0; i < 2; i++) {
      boolean z = Park.value(i == 0);
      Object boxed = z ? Park.value(1) : Park.value(2.5); // binary numeric promotion
      Object joined = z ? (Object) Park.value("s") : Integer.valueOf(Park.value(3));
      Comparable<?> bound = z ? Park.value("c") : Integer.valueOf(Park.value(4));
      char c = z ? 'x' : 0;
      short s = z ? Park.value((short) 1) : (byte) 2;
      Integer none = z ? Park.ref((Integer) null) : Integer.valueOf(9);
      all += boxed + "" + joined + bound + c + s + none;
    }
    return all;
  }

  @Suspendable
  static int index(int n) {
    Log.note("index " + n);
    return Park.value(n);
  }

  @Suspendable
  static int[] array(int[] a) {
    Log.note("array");
    return Park.value(a);
  }

  @Suspendable
  static Object compoundOnArrays() {
    int[] a = {10, 20, 30};
    array(a)[index(1)] += index(2); // dup2 under a call
    array(a)[index(0)]++;
    a[index(2)] = a[index(0)] -= index(1); // dup_x2
    int old = array(a)[index(1)]--;
    long[] j = {1L << 40};
    j[index(0)] += Park.value(5L); // two words on dup2
    j[Park.value(0)] <<= Park.value(2);
    double[] d = {1.5};
    d[index(0)] *= Park.value(2);
    byte[] b = {127};
    b[index(0)] += Park.value(1); // narrows
    char[] c = {'a'};
    c[index(0)] += Park.value(1);
    short[] s = {1};
    s[index(0)] -= Park.value(3);
    float[] f = {1f};
    f[index(0)] /= Park.value(4);
    boolean[] z = {true};
    z[index(0)] &= Park.value(false);
    String[] t = {"t"};
    t[index(0)] += Park.value("u") + index(3);
    int[][] aa = {{1}, {2}};
    aa[index(1)][index(0)] += index(5);
    Integer[] boxes = {1};
    boxes[index(0)] += Park.value(2);
    return new Object[] {a, old, j, d, b, c, s, f, z, t, aa, boxes};
  }

  @Suspendable
  Expressions self() {
    Log.note("self");
    Park.now();
    return this;
  }

  @Suspendable
  static Object compoundOnFields() {
    Expressions e = new Expressions();
    shared = 7;
    sharedWide = 8;
    e.self().field += index(3);
    int before = e.self().field++;
    long assigned = e.self().wide = Park.value(9L) + before; // dup2_x1
    e.self().text += Park.value("u");
    e.wide -= e.self().field *= Park.value(2);
    shared += index(1);
    int post = shared++ + index(shared);
    sharedWide /= Park.value(2);
    sharedWide = shared = e.field = Park.value(4);
    return new Object[] {e.field, e.wide, e.text, before, assigned, shared, post, sharedWide};
  }

  @Suspendable
  static Object compoundOnLocals() {
    int i = 1;
    i += Park.value(i += 5) + i; // the old value waits on the stack
    i = i++ + Park.value(i) + ++i;
    long j = i;
    j *= Park.value(2) + j--;
    String s = "s";
    s += s += Park.value("t");
    int x;
    int y = x = Park.value(3);
    Integer box = 5;
    box += Park.value(1);
    box++;
    final int constant = 10;
    return i + " " + j + s + x + y + box + (constant + Park.value(1));
  }

  @Suspendable
  static Object outOfBounds() {
    int[] a = {1};
    try {
      a[index(5)] += index(7); // throws before the right side is evaluated
    } catch (ArrayIndexOutOfBoundsException e) {
      Log.trace(e);
    }
    a[index(6)] = index(8); // throws after it
    return a;
  }

  @Suspendable
  static Object concatenation() {
    char c = Park.value('c');
    String none = Park.nothing();
    Object o = Park.ref(null);
    char[] chars = {'x'};
    String s =
        "a"
            + Park.value(1)
            + 'b'
            + Park.value(2L)
            + c
            + Park.value(true)
            + none
            + o
            + Park.value(1.5f)
            + Park.value(-0.0)
            + Park.value((byte) 7)
            + chars.length
            + "\1\2 tags"
            + Park.value("\1"); // the recipe's own tag characters
    s += 1 + 2 + s.length() + Park.value("x") + 1 + 2;
    return s + new StringBuilder("sb").append(Park.value(1)).append(s.length());
  }

  @Suspendable
  static Object longConcatenation() { // more than 200 operands: javac splits it
    String p = Park.value("p");
    return p
        + 1
        + p
        + 2
        + p
        + 3
        + p
        + 4
        + p
        + 5
        + p
        + 6
        + p
        + 7
        + p
        + 8
        + p
        + 9
        + p
        + 10
        + p
        + 11
        + p
        + 12
        + p
        + 13
        + p
        + 14
        + p
        + 15
        + p
        + 16
        + p
        + 17
        + p
        + 18
        + p
        + 19
        + p
        + Park.value(20)
        + p
        + 1
        + p
        + 2
        + p
        + 3
        + p
        + 4
        + p
        + 5
        + p
        + 6
        + p
        + 7
        + p
        + 8
        + p
        + 9
        + p
        + 10
        + p
        + p.length()
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + p
        + Park.value(" end");
  }

  @Suspendable
  static Object casts() {
    Object o = Park.ref("text");
    String s = (String) Park.ref(o);
    CharSequence c = (CharSequence & Comparable<?>) Park.<Object>ref(s);
    Number n = (Number) Park.<Object>ref(5);
    int i = (int) Park.<Object>ref(6);
    long j = (Integer) Park.<Object>ref(7);
    int[] a = (int[]) Park.<Object>ref(new int[] {8});
    Object[][] oo = (Object[][]) Park.<Object>ref(new String[][] {{"x"}});
    try {
      Integer wrong = (Integer) Park.<Object>ref(s);
      Log.note(wrong);
    } catch (ClassCastException e) {
      Log.trace(e);
    }
    return c + "" + n + i + j + a[0] + oo[0][0] + (char) (int) Park.value(65.9);
  }

  @Suspendable
  static Object deepStack() {
    return Park.value(1)
        + (Park.value(2L)
            + (Park.value(3f)
                + (Park.value(4.0)
                    + (Park.value(5)
                        + (Park.value(6L)
                            + (Park.value(7)
                                + (Park.value(8)
                                    + (Park.value(9L)
                                        + (Park.value(10)
                                            + (Park.value(11) + Park.value(12)))))))))));
  }

  @Suspendable
  static Object assertions() {
    assert Park.value(1) == 2 : Park.value("assertions are off in targets");
    return Park.value("after");
  }
}
