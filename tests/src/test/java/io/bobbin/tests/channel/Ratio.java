package io.bobbin.tests.channel;

/**
 * A rational number.
 *
 * @param above the numerator
 * @param below the denominator, positive and without a common divisor with the numerator
 */
record Ratio(long above, long below) {
  static Ratio of(long above, long below) {
    long divisor = greatestCommonDivisor(above, below) * Long.signum(below);
    return new Ratio(above / divisor, below / divisor);
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
  }

  static Ratio parse(String text) {
    String[] parts = text.split("/");
    return of(Long.parseLong(parts[0]), parts.length == 1 ? 1 : Long.parseLong(parts[1]));
  }

  Ratio plus(Ratio other) {
    return of(above * other.below + other.above * below, below * other.below);
  }

  Ratio times(Ratio other) {
    return of(above * other.above, below * other.below);
  }

  Ratio negated() {
    return of(-above, below);
  }

  Ratio inverse() {
    return of(below, above);
  }
}
