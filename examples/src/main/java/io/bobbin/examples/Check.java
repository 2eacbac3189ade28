package io.bobbin.examples;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** How an example shows that its result is right. */
final class Check {
  private Check() {}

  /**
   * Says that a result is right, or ends the example.
   *
   * @param what the name of the result
   * @param expected what it must be
   * @param actual what it is
   * @throws WrongResult if the two differ
   */
  static void equal(String what, Object expected, Object actual) {
    if (!actual.equals(expected)) {
      throw new WrongResult(what + " is " + actual + ", but must be " + expected);
    }
    System.out.println("  checked: " + what + " is " + actual);
  }

  /**
   * Says that two large results are the same, or ends the example and names the first difference.
   *
   * @param what the name of the result, with a place for the number of its entries
   * @param expected what it must be
   * @param actual what it is
   * @throws WrongResult if the two differ
   */
  static <K extends Comparable<K>, V> void same(String what, Map<K, V> expected, Map<K, V> actual) {
    String name = String.format(what, expected.size());
    if (!actual.equals(expected)) {
      Set<K> keys = new TreeSet<>(expected.keySet());
      keys.addAll(actual.keySet());
      keys.removeIf(key -> Objects.equals(expected.get(key), actual.get(key)));
      K key = keys.iterator().next();
      throw new WrongResult(
          "%s: %,d differ; %s is %s, but must be %s"
              .formatted(name, keys.size(), key, actual.get(key), expected.get(key)));
    }
    System.out.println("  checked: the same " + name);
  }

  /** Ends an example with a status other than 0. */
  static final class WrongResult extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongResult(String message) {
      super(message);
    }
  }
}
