package io.bobbin.benchmarks;

/** How many carriers the contenders of this JVM are to have. */
final class Carriers {
  private static final String PROPERTY = "bobbin.benchmarks.carriers";

  /** Their number. */
  static final int COUNT = Integer.getInteger(PROPERTY, 1);

  private Carriers() {}

  /** The option of a JVM that says it. */
  static String option(int count) {
    return "-D" + PROPERTY + '=' + count;
  }
}
