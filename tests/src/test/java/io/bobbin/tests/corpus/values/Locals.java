package io.bobbin.tests.corpus.values;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.Arrays;

/** Local variables of every kind and number, live across suspend points. */
class Locals {
  @Suspendable
  static Object everyKind() {
    boolean z = true;
    byte b = -128;
    char c = '\ufffe';
    short s = -32768;
    int i = Integer.MIN_VALUE;
    long j = Long.MAX_VALUE - 1;
    float f = Float.MIN_NORMAL;
    double d = -Double.MAX_VALUE;
    String l = "l";
    int[] a = {1};
    Object[][] aa = {{2}, null};
    Object none = null;
    Park.now();
    Object[] first = {z, b, c, s, i, j, f, d, l, a, aa, none};
    z = !z;
    b++;
    c--;
    s ^= 5;
    i--;
    j = -j;
    f = -f;
    d /= 2;
    l += "m";
    a = new int[] {3, 4};
    aa[1] = new Object[] {none};
    Park.now();
    return new Object[] {first, z, b, c, s, i, j, f, d, l, a, aa, none};
  }

  /** Wide values around and between the narrow ones; wide values in odd and even slots. */
  @Suspendable
  static Object wides() {
    int i0 = Park.value(0);
    long j1 = Park.value(1L << 33);
    int i3 = Park.value(3);
    double d4 = Park.value(4.25);
    long j6 = Park.value(-6L);
    int i8 = Park.value(8);
    double d9 = Park.value(-9.5);
    float f11 = Park.value(11.5f);
    Park.now();
    j1 += i0 + i3;
    d4 *= i8;
    Park.now();
    return new Object[] {i0, j1, i3, d4, j6, i8, d9, f11, Park.value(j1) + j6, d4 + Park.value(d9)};
  }

  /** One of each shape that a frame can have, up to more than any shape holds. */
  @Suspendable
  static Object shapes() {
    StringBuilder all = new StringBuilder();
    all.append(p1()).append(p2()).append(p3()).append(p4()).append(p5()).append(p7()).append(p9());
    all.append(r1("r")).append(r3("r")).append(r5("r")).append(r9("r"));
    all.append(p3r3("x")).append(p1r6("y")).append(p8r1("z")).append(j4r1("w")).append(j5("v"));
    return all.toString();
  }

  @Suspendable
  private static int p1() {
    int a = Log.value(1);
    Park.now();
    return a;
  }

  @Suspendable
  private static int p2() {
    int a = Log.value(1), b = Log.value(2);
    Park.now();
    return a * 10 + b;
  }

  @Suspendable
  private static int p3() {
    int a = Log.value(1), b = Log.value(2), c = Log.value(3);
    Park.now();
    return (a * 10 + b) * 10 + c;
  }

  @Suspendable
  private static int p4() {
    int a = Log.value(1), b = Log.value(2), c = Log.value(3), d = Log.value(4);
    Park.now();
    return ((a * 10 + b) * 10 + c) * 10 + d;
  }

  @Suspendable
  private static int p5() {
    int a = Log.value(1), b = Log.value(2), c = Log.value(3), d = Log.value(4), e = Log.value(5);
    Park.now();
    return (((a * 10 + b) * 10 + c) * 10 + d) * 10 + e;
  }

  @Suspendable
  private static int p7() {
    int a = Log.value(1), b = Log.value(2), c = Log.value(3), d = Log.value(4), e = Log.value(5);
    int f = Log.value(6), g = Log.value(7);
    Park.now();
    return (((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10 + g;
  }

  @Suspendable
  private static int p9() {
    int a = Log.value(1), b = Log.value(2), c = Log.value(3), d = Log.value(4), e = Log.value(5);
    int f = Log.value(6), g = Log.value(7), h = Log.value(8), i = Log.value(9);
    Park.now();
    return (((((((a * 10 + b) * 10 + c) * 10 + d) * 10 + e) * 10 + f) * 10 + g) * 10 + h) * 10 + i;
  }

  @Suspendable
  private static String r1(String a) {
    Park.now();
    return a;
  }

  @Suspendable
  private static String r3(String a) {
    String b = a + 1, c = b + 2;
    Park.now();
    return a + b + c;
  }

  @Suspendable
  private static String r5(String a) {
    String b = a + 1, c = b + 2, d = c + 3, e = d + 4;
    Park.now();
    return a + b + c + d + e;
  }

  @Suspendable
  private static String r9(String a) {
    String b = a + 1, c = b + 2, d = c + 3, e = d + 4, f = e + 5, g = f + 6, h = g + 7, i = h + 8;
    Park.now();
    return a + b + c + d + e + f + g + h + i;
  }

  @Suspendable
  private static String p3r3(String a) {
    String b = a + 1, c = b + 2;
    int d = Log.value(1), e = Log.value(2);
    float f = Log.value(3);
    Park.now();
    return a + b + c + d + e + f;
  }

  @Suspendable
  private static String p1r6(String a) {
    String b = a + 1, c = b + 2, d = c + 3, e = d + 4, f = e + 5;
    boolean z = Log.value(true);
    Park.now();
    return a + b + c + d + e + f + z;
  }

  @Suspendable
  private static String p8r1(String a) {
    int b = Log.value(2), c = Log.value(3), d = Log.value(4), e = Log.value(5), f = Log.value(6);
    int g = Log.value(7), h = Log.value(8), i = Log.value(9);
    Park.now();
    return a + b + c + d + e + f + g + h + i;
  }

  @Suspendable
  private static String j4r1(String a) {
    long b = Log.value(2), c = Log.value(3);
    double d = Log.value(4), e = Log.value(5);
    Park.now();
    return a + b + c + d + e;
  }

  @Suspendable
  private static String j5(String a) {
    long b = Log.value(2), c = Log.value(3), f = Log.value(6);
    double d = Log.value(4), e = Log.value(5);
    Park.now();
    return a + b + c + d + e + f;
  }

  /** Frames are reused: different values are live at each point. */
  @Suspendable
  static Object reusedFrames() {
    String a = Park.value("a");
    for (int i = 0; i < 3; i++) {
      Park.now(); // a, i
      long b = Park.value(5L); // a, i
      Park.now(); // a, i, b
      String c = a + Park.value(b); // a, i, b
      Park.now(); // a, i, c
      a = c;
      if (i == 1) {
        int[] d = {1, 2};
        Park.now(); // a, i, d
        a += Arrays.toString(d);
      }
    }
    return a;
  }

  @Suspendable
  static Object conditionallyAssigned() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      int x; // not assigned on all paths to the parks
      String s;
      long j;
      if (Park.value(i) > 1) {
        Park.now();
        x = Park.value(5);
        s = null;
      } else {
        Park.now();
        s = Park.value("s");
        x = i;
        Park.now();
      }
      if (i % 2 == 0) {
        Park.now(); // j is not assigned
        all += x;
      } else {
        j = Park.value(7L);
        Park.now();
        all += j;
      }
      Park.now(); // j is assigned, or not
      all += s + x;
    }
    return all;
  }

  @Suspendable
  static Object intLike() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      boolean z = i > 1 ? Park.value(true) : i == 0;
      byte b = i > 1 ? Park.value((byte) -1) : (byte) (z ? 1 : 0);
      char c = z ? Park.value('c') : (char) (b & 0x7f);
      short s = z ? b : Park.value((short) 300);
      int n = z ? c : Park.value(s);
      z &= Park.value(z);
      b += Park.value(n);
      Park.now();
      all += "" + z + b + c + s + n + ' ';
    }
    return all;
  }

  @Suspendable
  static Object parametersStay() {
    return keep(1, 2L, "c", 4.0, new byte[] {5}, 'f') + new Locals().keepThis(7);
  }

  @Suspendable
  private static String keep(int a, long b, String c, double d, byte[] e, char f) {
    Park.now();
    Park.now();
    return "" + a + b + c + d + e[0] + f;
  }

  private final String own = "own";

  @Suspendable
  private String keepThis(int a) {
    for (int i = 0; i < 2; i++) {
      Park.now();
      a += own.length();
    }
    return own + a;
  }

  /** More than 255 locals: wide instructions; wide iinc. */
  @Suspendable
  static Object manyLocals() {
    long a0 = 0, a1 = 1, a2 = 2, a3 = 3, a4 = 4, a5 = 5, a6 = 6, a7 = 7, a8 = 8, a9 = 9;
    long b0 = 0, b1 = 1, b2 = 2, b3 = 3, b4 = 4, b5 = 5, b6 = 6, b7 = 7, b8 = 8, b9 = 9;
    long c0 = 0, c1 = 1, c2 = 2, c3 = 3, c4 = 4, c5 = 5, c6 = 6, c7 = 7, c8 = 8, c9 = 9;
    long d0 = 0, d1 = 1, d2 = 2, d3 = 3, d4 = 4, d5 = 5, d6 = 6, d7 = 7, d8 = 8, d9 = 9;
    long e0 = 0, e1 = 1, e2 = 2, e3 = 3, e4 = 4, e5 = 5, e6 = 6, e7 = 7, e8 = 8, e9 = 9;
    long f0 = 0, f1 = 1, f2 = 2, f3 = 3, f4 = 4, f5 = 5, f6 = 6, f7 = 7, f8 = 8, f9 = 9;
    long g0 = 0, g1 = 1, g2 = 2, g3 = 3, g4 = 4, g5 = 5, g6 = 6, g7 = 7, g8 = 8, g9 = 9;
    long h0 = 0, h1 = 1, h2 = 2, h3 = 3, h4 = 4, h5 = 5, h6 = 6, h7 = 7, h8 = 8, h9 = 9;
    long i0 = 0, i1 = 1, i2 = 2, i3 = 3, i4 = 4, i5 = 5, i6 = 6, i7 = 7, i8 = 8, i9 = 9;
    long j0 = 0, j1 = 1, j2 = 2, j3 = 3, j4 = 4, j5 = 5, j6 = 6, j7 = 7, j8 = 8, j9 = 9;
    long k0 = 0, k1 = 1, k2 = 2, k3 = 3, k4 = 4, k5 = 5, k6 = 6, k7 = 7, k8 = 8, k9 = 9;
    long l0 = 0, l1 = 1, l2 = 2, l3 = 3, l4 = 4, l5 = 5, l6 = 6, l7 = 7, l8 = 8, l9 = 9;
    long m0 = 0, m1 = 1, m2 = 2, m3 = 3, m4 = 4, m5 = 5, m6 = 6, m7 = 7, m8 = 8, m9 = 9;
    int n = Park.value(1000); // slot 260
    String s = Park.value("s");
    double d = Park.value(2.5);
    float f = 3.5f;
    n++;
    n += 1000; // wide iinc with a wide constant
    Park.now();
    a0 += a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + b0 + b1 + b2 + b3 + b4 + b5 + b6 + b7 + b8;
    a0 += b9 + c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + d0 + d1 + d2 + d3 + d4 + d5 + d6;
    a0 += d7 + d8 + d9 + e0 + e1 + e2 + e3 + e4 + e5 + e6 + e7 + e8 + e9 + f0 + f1 + f2 + f3 + f4;
    a0 += f5 + f6 + f7 + f8 + f9 + g0 + g1 + g2 + g3 + g4 + g5 + g6 + g7 + g8 + g9 + h0 + h1 + h2;
    a0 += h3 + h4 + h5 + h6 + h7 + h8 + h9 + i0 + i1 + i2 + i3 + i4 + i5 + i6 + i7 + i8 + i9 + j0;
    a0 += j1 + j2 + j3 + j4 + j5 + j6 + j7 + j8 + j9 + k0 + k1 + k2 + k3 + k4 + k5 + k6 + k7 + k8;
    Park.now();
    a0 += k9 + l0 + l1 + l2 + l3 + l4 + l5 + l6 + l7 + l8 + l9 + m0 + m1 + m2 + m3 + m4 + m5 + m6;
    a0 += m7 + m8 + m9;
    return a0 + n + s + d + f;
  }
}
