package io.bobbin.benchmarks;

/**
 * What is pickled: ten calls, each with six variables that it needs later: two {@code int}, a
 * {@code long}, a {@code double} and two strings, of which one is the same in all. The calls are a
 * recursion, or of ten methods.
 */
final class Pickles {
  static final String ONE_METHOD = "1";
  static final String TEN_METHODS = "10";
  static final int FRAMES = 10;

  /** How deep the deepest recursion is. */
  static final int MILLION = 1_000_000;

  /** How often a tasklet forks in one invocation. */
  static final int FORKS = 1000;

  /** What the innermost call gets. */
  static final int RECEIVED = 7;

  static final String NAME = "the name in all frames";

  private Pickles() {}

  // What the variables hold

  static int step(int level) {
    return 100 * level;
  }

  static long sum(int level) {
    return 1L << (4 * level);
  }

  static double share(int level) {
    return level / 8.0;
  }

  static String label(int level, String name) {
    return level % 3 == 0 ? "level " + level : name;
  }

  /** What a frame adds to the result, of all of its variables. */
  static long part(int level, int step, long sum, double share, String name, String label) {
    return level + step + sum + (long) (8 * share) + name.length() + label.length();
  }

  /** What so many frames return. */
  static long result(int frames) {
    long result = RECEIVED;
    for (int level = 1; level <= frames; level++) {
      result += part(level, step(level), sum(level), share(level), NAME, label(level, NAME));
    }
    return result;
  }
}
