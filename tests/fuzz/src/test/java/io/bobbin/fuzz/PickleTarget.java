package io.bobbin.fuzz;

import io.bobbin.pickle.CommandOnBytes;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import io.bobbin.tests.pickle.EveryKind;
import io.bobbin.tests.pickle.Refusals;
import io.bobbin.tests.pickle.Seals;
import java.util.regex.Pattern;

/**
 * Reads bytes as an image, and as the body of one that is sealed anew; inspects both. Jazzer calls
 * this with what it makes up, {@link PickleFuzzTest} with what was found before.
 */
public final class PickleTarget {
  private static final byte[] EXAMPLE = EveryKind.image(PickleOptions.DEFAULT);

  private static final Pattern HIDDEN = Pattern.compile("\\$\\$Lambda[^ .']*");

  /** How a reading ended. */
  private static final class Outcome {
    private String text = "";
  }

  private PickleTarget() {}

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    reads(bytes);
    reads(Seals.sealed(bytes));
  }

  private static void reads(byte[] image) {
    PickleFilter filter = filter();
    String first = outcome(image, filter);
    // The second time its definitions are known.
    String second = outcome(image, filter);
    if (!named(first).equals(named(second))) {
      throw new AssertionError("first: " + first + "; then: " + second);
    }
    boolean isShown = isPrinted(image, "inspecting", () -> CommandOnBytes.inspect(image));
    if (first.isEmpty()) {
      if (!isShown) {
        throw new AssertionError("an image that can be read is not inspected");
      }
      isPrinted(image, "comparing", () -> CommandOnBytes.diff(image, EXAMPLE));
      isPrinted(image, "comparing", () -> CommandOnBytes.diff(EXAMPLE, image));
    }
  }

  private static boolean isPrinted(byte[] image, String what, Runnable printing) {
    return Refusals.isRead(image.length + EXAMPLE.length, Refusals.TO_PRINT, what, printing);
  }

  /** Reads an image; returns why it was refused, or an empty text. */
  private static String outcome(byte[] image, PickleFilter filter) {
    Outcome outcome = new Outcome();
    Refusals.isRead(
        image.length,
        Refusals.TO_READ,
        "reading",
        () -> {
          try {
            Pickle.read(image, filter);
          } catch (RuntimeException e) {
            outcome.text = e.toString();
            throw e;
          }
        });
    return outcome.text;
  }

  /** A message without the names of hidden classes, which the JVM numbers. */
  private static String named(String message) {
    return HIDDEN.matcher(message).replaceAll("");
  }

  static PickleFilter filter() {
    return PickleFilter.allow(EveryKind.class.getName(), "io.bobbin.tests.pickle.golden.*");
  }
}
