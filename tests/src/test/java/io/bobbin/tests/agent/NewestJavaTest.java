package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bobbin.tests.oracle.Compiler;
import io.bobbin.tests.oracle.Differential;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the language has gained since Java 17, compiled by the JVM under test for its own version:
 * woven and parked at every suspend point, it does what it does plain.
 */
class NewestJavaTest {
  private static final int NEWEST = 25;

  /** Beneath {@code io.bobbin} the agent leaves twins alone: it does not weave what is woven. */
  private static final String PACKAGE = "io.bobbin.tests.newest.";

  private static final String IMPORTS =
      """
      package io.bobbin.tests.newest;

      import io.bobbin.Suspendable;
      import io.bobbin.tests.oracle.*;
      import java.util.*;

      """;

  private static final Map<String, String> TARGETS =
      Map.of(
          "RecordPatterns",
          """
          class RecordPatterns {
            sealed interface Shape {}
            record Point(int x, long y) {}
            record Circle(Point centre, double radius) implements Shape {}
            record Line(Point from, Point to) implements Shape {}
            record Group<T extends Shape>(T first, Shape second) implements Shape {}

            @Suspendable static String tell(Object object) {
              if (object instanceof Circle(Point(int x, var y), double r) && Park.value(r) > 1) {
                Park.now();
                return "circle " + x + ' ' + Park.value(y) + ' ' + r;
              }
              return switch (object) {
                case Line(Point(var a, var b), Point(int c, long d)) -> {
                  Log.note("line");
                  yield Park.value("line ") + a + Park.value(b) + c + Park.value(d);
                }
                case Group<?>(Circle c, Line(var from, var to)) ->
                    Park.value("mixed ") + tell(c) + Park.ref(from) + to;
                case Group<?>(var first, var second) -> tell(first) + " and " + tell(second);
                case Circle c -> "small " + Park.ref(c);
                case null -> Park.value("nothing");
                default -> Park.ref(object).toString();
              };
            }

            @Suspendable static Object run() {
              Point p = new Point(1, 2L);
              Circle big = new Circle(p, Park.value(3.5));
              Circle small = new Circle(p, 0.5);
              Line line = new Line(p, new Point(Park.value(3), 4L));
              List<String> all = new ArrayList<>();
              for (Object o : Arrays.asList(
                  big, small, line, new Group<>(small, line), new Group<>(big, big), null, "text")) {
                all.add(tell(o));
              }
              return all;
            }
          }
          """,
          "PatternSwitches",
          """
          class PatternSwitches {
            enum Colour { RED, GREEN, BLUE }
            sealed interface Animal permits Dog, Cat {}
            record Dog(String name) implements Animal {}
            record Cat(int lives) implements Animal {}

            @Suspendable static boolean odd(int i) { Park.now(); return i % 2 == 1; }

            @Suspendable static String tell(Object o) {
              return switch (o) {
                case Integer i when odd(i) && i > 10 -> "big odd " + Park.value(i);
                case Integer i when odd(i) -> "odd " + i;
                case Integer i -> "even " + Park.value(i);
                case Long l when Park.value(l) == 0L -> "zero";
                case Long l -> "long " + l;
                case String s when s.isEmpty() -> Park.value("empty");
                case String s -> {
                  try {
                    Park.now();
                    yield "text " + Integer.parseInt(s);
                  } catch (NumberFormatException e) {
                    yield "no number " + Park.value(s);
                  } finally {
                    Log.note("finally " + Park.value(s));
                  }
                }
                case Colour c when c == Colour.RED -> "red " + Park.ref(c);
                case Colour c -> "colour " + c;
                case int[] array when array.length > 1 -> "ints " + Park.value(array).length;
                case Animal animal -> sealed(animal);
                case null, default -> "other " + Park.ref(o);
              };
            }

            @Suspendable static String sealed(Animal animal) {
              return Park.value("animal ") + switch (animal) {
                case Dog(var name) when Park.value(name).startsWith("R") -> name + Park.value('!');
                case Dog d -> d.name();
                case Cat(int lives) -> Park.value(lives) + 1;
              };
            }

            @Suspendable static int qualified(Colour colour) {
              switch (colour) {
                case Colour.RED:
                  Park.now();
                case GREEN:
                  return Park.value(2);
                default:
                  return 3;
              }
            }

            @Suspendable static Object run() {
              List<Object> all = new ArrayList<>();
              for (Object o : new Object[] {
                  11, 3, 4, 0L, 5L, "", "12", "x", Colour.RED, Colour.BLUE, new int[2], new int[1].length,
                  new Dog("Rex"), new Dog("Ada"), new Cat(8), null, 1.5}) {
                all.add(tell(o));
              }
              for (Colour c : Colour.values()) all.add(qualified(c));
              return all;
            }
          }
          """,
          "Unnamed",
          """
          class Unnamed {
            record Pair(Object left, Object right) {}
            interface Two { @Suspendable int apply(int a, int b); }

            @Suspendable static int count(Iterable<?> all) {
              int count = 0;
              for (var _ : all) count += Park.value(1);
              return count;
            }

            @Suspendable static String tell(Object o) {
              return switch (o) {
                case Pair(Integer i, _) when Park.value(i) > 0 -> "left " + i;
                case Pair(Integer _, String s) -> Park.value("right ") + s;
                case Pair(_, _) -> Park.value("pair");
                case Integer _, Long _ -> Park.value("number");
                default -> "?";
              };
            }

            @Suspendable static Object run() {
              List<Object> all = new ArrayList<>();
              all.add(count(List.of(1, 2, 3)));
              for (Object o : List.of(
                  new Pair(1, 2), new Pair(-1, "b"), new Pair("a", "b"), 3, 4L, 'c')) {
                all.add(tell(o));
              }
              Two first = (a, _) -> Park.value(a) * 10;
              all.add(first.apply(Park.value(4), Park.value(5)));
              try {
                Park.now();
                Integer.parseInt("x");
              } catch (NumberFormatException _) {
                all.add(Park.value("caught"));
              }
              try (AutoCloseable _ = () -> { Park.now(); Log.note("closed"); }) {
                all.add(Park.value("inside"));
              } catch (Exception _) {
                all.add("never");
              }
              var _ = Park.value(7);
              return all;
            }
          }
          """,
          "FlexibleConstructors",
          """
          class FlexibleConstructors {
            static class Base {
              final String text;
              Base(String text) { this.text = text; Log.note("base " + this); }
            }
            static class Derived extends Base {
              final int length;
              final List<String> parts;
              Derived(String given) {
                if (given == null) throw new IllegalArgumentException("null");
                String trimmed = given.strip();
                int total = 0;
                for (char c : trimmed.toCharArray()) total += c;
                length = trimmed.length();              // before super()
                parts = List.of(trimmed, String.valueOf(total));
                super(trimmed + Park.pinned(total));
                Log.note("derived " + length);
              }
              @Override public String toString() { return length + " " + parts; }
              class Inner {
                final int twice;
                Inner(int x) {
                  int doubled = x * 2 + length;
                  this.twice = doubled;
                  super();
                }
              }
              @Suspendable int inner() { return new Inner(Park.value(21)).twice; }
            }
            record Range(int from, int to) {
              Range(int[] both) {
                int low = Math.min(both[0], both[1]);
                this(low, both[0] + both[1] - low);
              }
            }

            @Suspendable static Object run() {
              List<Object> all = new ArrayList<>();
              Derived derived = new Derived(Park.value(" ab "));
              all.add(derived.text);
              all.add(derived.inner());
              all.add(new Range(new int[] {Park.value(9), Park.value(2)}));
              try {
                new Derived(Park.nothing());
              } catch (IllegalArgumentException e) {
                all.add(Park.value("refused ") + e.getMessage());
              }
              return all;
            }
          }
          """,
          "SequencedAndText",
          """
          class SequencedAndText {
            @Suspendable static Object run() {
              List<String> list = new ArrayList<>(List.of(Park.value("a"), "b", Park.value("c")));
              StringBuilder out = new StringBuilder();
              for (String s : list.reversed()) out.append(Park.value(s));
              out.append(list.getFirst()).append(Park.value(list.removeLast()));
              String text = \"""
                  one %d \\
                  two %s
                  \""".formatted(Park.value(1), Park.value("x"));
              return out + text;
            }
          }
          """);

  private static Map<String, byte[]> classes = Map.of();

  @BeforeAll
  static void compile() {
    assumeTrue(
        Runtime.version().feature() >= NEWEST,
        "Java " + NEWEST + " only: this JVM is a " + Runtime.version().feature());
    Map<String, String> sources = new java.util.TreeMap<>();
    TARGETS.forEach((name, text) -> sources.put(PACKAGE + name, IMPORTS + text));
    classes = Compiler.compile(sources, "-g", "-Xlint:none");
  }

  @Test
  void classFilesAreOfTheNewestVersion() {
    int newest = 44 + Runtime.version().feature();
    assertThat(classes)
        .isNotEmpty()
        .allSatisfy((name, file) -> assertThat((int) file[7]).isEqualTo(newest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RecordPatterns",
        "PatternSwitches",
        "Unnamed",
        "FlexibleConstructors",
        "SequencedAndText"
      })
  void isTheSameWovenAsPlain(String target) {
    Differential.of(classes).check(PACKAGE + target);
  }
}
