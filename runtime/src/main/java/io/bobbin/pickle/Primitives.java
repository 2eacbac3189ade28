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

  /** The descriptor of what is in a box; empty if it is none. */
  static String descriptor(Object box) {
    if (box instanceof Boolean) {
      return "Z";
    }
    if (box instanceof Integer) {
      return "I";
    }
    if (box instanceof Long) {
      return "J";
    }
    if (box instanceof Double) {
      return "D";
    }
    if (box instanceof Float) {
      return "F";
    }
    if (box instanceof Character) {
      return "C";
    }
    if (box instanceof Byte) {
      return "B";
    }
    return box instanceof Short ? "S" : "";
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
