package io.bobbin.pickle;

/** Boxed primitives as bits. */
final class Primitives {
  private Primitives() {}

  static long bits(Object box) {
    if (box instanceof Boolean b) {
      return b ? 1 : 0;
    }
    if (box instanceof Character c) {
      return c;
    }
    if (box instanceof Float f) {
      return Float.floatToRawIntBits(f);
    }
    if (box instanceof Double d) {
      return Double.doubleToRawLongBits(d);
    }
    return ((Number) box).longValue();
  }

  static Object of(Class<?> type, long bits) {
    if (type == int.class) {
      return (int) bits;
    }
    if (type == long.class) {
      return bits;
    }
    if (type == boolean.class) {
      return bits != 0;
    }
    if (type == double.class) {
      return Double.longBitsToDouble(bits);
    }
    if (type == float.class) {
      return Float.intBitsToFloat((int) bits);
    }
    if (type == char.class) {
      return (char) bits;
    }
    return type == byte.class ? (Object) (byte) bits : (Object) (short) bits;
  }
}
