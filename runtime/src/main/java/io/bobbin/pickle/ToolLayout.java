package io.bobbin.pickle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an image has of the synchronisation tools, in its order. */
final class ToolLayout {
  /** What a part is. */
  enum Kind {
    REFERENCE,
    NUMBER,
    FLAG,
    /** A number that belongs to the shape; the rest comes behind it. */
    SHAPE,
    /** How many there are, and of each the other parts. */
    LIST
  }

  /**
   * A part.
   *
   * @param kind what it is
   * @param name what it is called
   * @param each of a list, the parts of each element
   */
  record Part(Kind kind, String name, List<Part> each) {}

  private static final Map<String, List<Part>> ALL =
      Map.of(
          "mutex",
              List.of(
                  reference("owner"), line("waiter", number("request"), reference("signalled"))),
          "read-write mutex",
              List.of(
                  reference("writer"),
                  number("readers"),
                  flag("phase"),
                  line("reader", number("phase")),
                  line("writer", number("request"))),
          "condition", List.of(reference("mutex"), line("waiter", number("request"))),
          "semaphore",
              List.of(
                  part(Kind.SHAPE, "permits"),
                  number("free"),
                  flag("endless"),
                  line("waiter", number("permits"))),
          "wait group", List.of(number("count"), reference("zero")),
          "once", List.of(number("state"), reference("runner"), reference("through")),
          "work group",
              List.of(
                  reference("opener"),
                  number("state"),
                  reference("failure"),
                  reference("all ended"),
                  line("member")),
          "tasklet local's key", List.of(reference("local")));

  private ToolLayout() {}

  /** The parts of a tool; null if the name is none's. */
  static @Nullable List<Part> of(String name) {
    return ALL.get(name);
  }

  private static Part part(Kind kind, String name) {
    return new Part(kind, name, List.of());
  }

  private static Part reference(String name) {
    return part(Kind.REFERENCE, name);
  }

  private static Part number(String name) {
    return part(Kind.NUMBER, name);
  }

  private static Part flag(String name) {
    return part(Kind.FLAG, name);
  }

  /** Those who wait, or belong to it, with what is said of each. */
  private static Part line(String name, Part... more) {
    return new Part(Kind.LIST, name, Arrays.asList(more));
  }
}
