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
      Map.ofEntries(
          Map.entry(
              "mutex",
              List.of(
                  reference("owner"), line("waiter", number("request"), reference("signalled")))),
          Map.entry(
              "read-write mutex",
              List.of(
                  reference("writer"),
                  number("readers"),
                  flag("phase"),
                  line("reader", number("phase")),
                  line("writer", number("request")))),
          Map.entry("condition", List.of(reference("mutex"), line("waiter", number("request")))),
          Map.entry(
              "semaphore",
              List.of(
                  part(Kind.SHAPE, "permits"),
                  number("free"),
                  flag("endless"),
                  line("waiter", number("permits")))),
          Map.entry("wait group", List.of(number("count"), reference("zero"))),
          Map.entry("once", List.of(number("state"), reference("runner"), reference("through"))),
          Map.entry(
              "work group",
              List.of(
                  reference("opener"),
                  number("state"),
                  reference("failure"),
                  reference("all ended"),
                  line("member"))),
          Map.entry("tasklet local's key", List.of(reference("local"))),
          Map.entry("background context", List.of()),
          Map.entry(
              "context",
              List.of(
                  number("depth"),
                  reference("parent"),
                  reference("other parent"),
                  reference("deadline"),
                  reference("cause"),
                  reference("is done with"),
                  reference("or with"))),
          Map.entry(
              "context value",
              List.of(reference("key"), reference("value"), reference("parent"), number("depth"))),
          Map.entry(
              "deadline",
              List.of(
                  reference("context"),
                  reference("text"),
                  reference("time"),
                  number("nanoseconds left"))),
          Map.entry(
              "clockwork",
              List.of(
                  reference("channel"),
                  reference("body"),
                  number("period"),
                  flag("pending"),
                  number("nanoseconds left"))),
          Map.entry("done channel", List.of(reference("context"), reference("channel"))));

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
