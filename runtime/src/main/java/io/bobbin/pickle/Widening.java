package io.bobbin.pickle;

import java.util.Map;

/** Changes of primitive types in which no value is lost, on bits as {@link Primitives} has them. */
final class Widening {
  /** What each type may become, beside itself. */
  private static final Map<Character, String> WIDER =
      Map.of('B', "SIJFD", 'S', "IJFD", 'C', "IJFD", 'I', "JD", 'F', "D");

  private Widening() {}

  /** Whether values of one type, by their descriptors, are values of another too. */
  static boolean fits(String then, String now) {
    return then.equals(now)
        || (then.length() == 1
            && now.length() == 1
            && WIDER.getOrDefault(then.charAt(0), "").indexOf(now.charAt(0)) >= 0);
  }

  /** The bits that a value has as one of the other type. */
  static long convert(String then, String now, long bits) {
    boolean toDouble = now.equals("D") && !then.equals("D");
    if (then.equals("F")) {
      return toDouble ? Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits)) : bits;
    }
    if (toDouble) {
      return Double.doubleToRawLongBits((double) bits);
    }
    return now.equals("F") ? Float.floatToRawIntBits((float) bits) : bits;
  }

  static boolean isReference(String descriptor) {
    return descriptor.startsWith("L") || descriptor.startsWith("[");
  }
}
