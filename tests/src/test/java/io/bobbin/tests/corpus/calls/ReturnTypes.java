package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Results of every kind, also those that equal what woven code returns while it unwinds. */
class ReturnTypes {
  @Suspendable
  static void v() {
    Park.now();
    Log.note("v");
  }

  @Suspendable
  static boolean z(boolean value) {
    Park.now();
    return value;
  }

  @Suspendable
  static byte b(byte value) {
    Park.now();
    return value;
  }

  @Suspendable
  static char c(char value) {
    Park.now();
    return value;
  }

  @Suspendable
  static short s(short value) {
    Park.now();
    return value;
  }

  @Suspendable
  static int i(int value) {
    Park.now();
    return value;
  }

  @Suspendable
  static long j(long value) {
    Park.now();
    return value;
  }

  @Suspendable
  static float f(float value) {
    Park.now();
    return value;
  }

  @Suspendable
  static double d(double value) {
    Park.now();
    return value;
  }

  @Suspendable
  static String l(String value) {
    Park.now();
    return value;
  }

  @Suspendable
  static int[] ints(int... value) {
    Park.now();
    return value;
  }

  @Suspendable
  static long[][] longs(long value) {
    Park.now();
    return new long[][] {{value}, null};
  }

  @Suspendable
  static Object[] objects(Object... value) {
    Park.now();
    return value;
  }

  @Suspendable
  static Object every() {
    v();
    return new Object[] {
      z(true),
      z(false),
      b((byte) -128),
      c('\uffff'),
      s(Short.MIN_VALUE),
      i(-1),
      j(Long.MIN_VALUE),
      f(Float.MIN_VALUE),
      d(Double.MAX_VALUE),
      l("l"),
      l(null),
      ints(1, 2),
      longs(3),
      objects("a", null)
    };
  }

  @Suspendable
  static Object directFromPark() {
    return new Object[] {
      Park.value(true),
      Park.value((byte) -1),
      Park.value('c'),
      Park.value((short) -1),
      Park.value(1),
      Park.value(-1L),
      Park.value(1.5f),
      Park.value(-1.5),
      Park.value("s"),
      Park.value(new int[] {1}),
      Park.value(new Object[] {"x"}),
      Park.ref('r')
    };
  }

  @Suspendable
  static Object rareAfterPark() {
    return new Object[] {
      Park.rareInt(), Park.rareLong(), Park.rareFloat(), Park.rareDouble(), Park.nothing()
    };
  }

  // Rare values without a park: the caller looks at the flag, and goes on

  @Suspendable
  static int rareInt(boolean parks) {
    if (parks) {
      Park.now();
    }
    return FrameStack.RARE_INT;
  }

  @Suspendable
  static long rareLong(boolean parks) {
    if (parks) {
      Park.now();
    }
    return FrameStack.RARE_LONG;
  }

  @Suspendable
  static float rareFloat(boolean parks) {
    if (parks) {
      Park.now();
    }
    return FrameStack.RARE_FLOAT;
  }

  @Suspendable
  static double rareDouble(boolean parks) {
    if (parks) {
      Park.now();
    }
    return FrameStack.RARE_DOUBLE;
  }

  @Suspendable
  static Object nothing(boolean parks) {
    if (parks) {
      Park.now();
    }
    return null;
  }

  @Suspendable
  static Object rareWithoutPark() {
    Object[] results = new Object[10];
    boolean parks = false;
    for (int i = 0; i < 10; i += 5) {
      results[i] = rareInt(parks);
      results[i + 1] = rareLong(parks);
      results[i + 2] = rareFloat(parks);
      results[i + 3] = rareDouble(parks);
      results[i + 4] = nothing(parks);
      parks = true;
    }
    return results;
  }

  @Suspendable
  static Object specialFloats() {
    float payload = Float.intBitsToFloat(0x7fc12345);
    double signalling = Double.longBitsToDouble(0x7ff0000000000001L);
    return new Object[] {
      Float.floatToRawIntBits(f(payload)),
      Double.doubleToRawLongBits(d(Double.NaN)),
      Double.isNaN(d(signalling)),
      1 / f(-0.0f),
      1 / d(-0.0),
      1 / Park.value(-0.0),
      Float.floatToRawIntBits(Park.value(payload))
    };
  }

  /** Results that are thrown away: pop and pop2. */
  @Suspendable
  static Object discarded() {
    i(1);
    j(2);
    d(3);
    l("4");
    Park.value(5L);
    Park.rareLong();
    Park.rareInt();
    Park.nothing();
    z(true);
    return "done";
  }

  @Suspendable
  static Object passedOn() { // tail positions
    return pass(3);
  }

  @Suspendable
  private static Object pass(int n) {
    return n == 0 ? Park.ref("end") : pass(n - 1);
  }

  @Suspendable
  static Object narrowed() {
    int wide = Park.value(300);
    byte b = (byte) Park.value(300);
    char c = (char) Park.value(-1);
    short s = (short) Park.value(70_000);
    boolean z = Park.value(300) == 300;
    return new Object[] {wide, b, c, s, z, b((byte) wide), c((char) wide), s((short) wide)};
  }
}
