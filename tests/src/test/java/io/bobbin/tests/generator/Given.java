package io.bobbin.tests.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What programs use beside their own classes. It is never woven. */
public final class Given {
  private static final int LONGEST = 40;

  private Given() {}

  /** What programs throw. */
  public static class Boom extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes an exception that can be told from others. */
    public Boom(int number) {
      super("boom " + number);
    }
  }

  /** A kind of {@link Boom}. */
  public static final class Bang extends Boom {
    private static final long serialVersionUID = 1;

    /** Makes an exception that can be told from others. */
    public Bang(int number) {
      super(number);
    }
  }

  /** What must be declared. */
  public static final class Checked extends Exception {
    private static final long serialVersionUID = 1;

    /** Makes an exception that can be told from others. */
    public Checked(int number) {
      super("checked " + number);
    }
  }

  /** Thrown when a program has run for long enough. */
  public static final class OutOfFuel extends Error {
    private static final long serialVersionUID = 1;

    /** Makes the error. */
    public OutOfFuel() {
      super("no fuel");
    }
  }

  /** Throws if the number has a bit set: what makes a catch clause reachable. */
  public static void mayThrow(int number) throws Checked {
    if ((number & 4) != 0) {
      throw new Checked(number);
    }
  }

  /** Calls back. */
  public static int twice(IntUnaryOperator function, int value) {
    return function.applyAsInt(function.applyAsInt(value));
  }

  /** Calls back. */
  public static String least(Comparator<String> order, String first, String second) {
    List<String> both = new ArrayList<>(Arrays.asList(first, second));
    both.sort(order);
    return both.get(0);
  }

  /** The object as a string that is the same in every run, and short, so that loops may append. */
  public static String text(@Nullable Object value) {
    if (value != null && value.getClass().isArray()) {
      return "array";
    }
    if (value instanceof Throwable t) {
      return t instanceof Boom ? "" + t.getMessage() : t.getClass().getSimpleName();
    }
    String text = String.valueOf(value);
    return text.length() <= LONGEST ? text : text.substring(0, 20) + '#' + text.hashCode();
  }
}
