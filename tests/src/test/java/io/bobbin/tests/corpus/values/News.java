package io.bobbin.tests.corpus.values;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.ArrayList;
import java.util.List;

/** {@code new} with arguments that suspend: a reference to nothing yet lies on the stack. */
class News {
  static class Thing {
    static {
      Log.note("Thing is initialised"); // by new, before the arguments
    }

    final String text;

    Thing(Object... parts) {
      StringBuilder all = new StringBuilder();
      for (Object part : parts) {
        all.append(part).append(',');
      }
      text = all.toString();
      Log.note("made " + text);
    }

    Thing(int a, long b, String c, double d, Thing e) {
      this(a, b, c, d, (Object) e);
    }

    @Suspendable
    Thing with(Object o) {
      return new Thing(text, Park.ref(o));
    }

    @Override
    public String toString() {
      return "<" + text + ">";
    }
  }

  @Suspendable
  static Object simple() {
    return new Thing(Park.value(1)).text;
  }

  @Suspendable
  static Object severalArguments() {
    return new Thing(
            Park.value(1),
            Park.value(2L),
            Park.value("three"),
            Park.value(4.5),
            new Thing(Park.value(5), Park.value(6L), Log.value("seven"), Park.value(8.5), null))
        .text;
  }

  @Suspendable
  static Object nested() {
    return new Thing(
            Log.value("a"),
            new Thing(Park.value("b"), new Thing(new Thing(Park.value("c")), Park.value("d"))),
            new Thing(),
            Park.value("e"))
        .toString();
  }

  @Suspendable
  static Object conditional() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      Thing thing =
          Park.value(i) > 1
              ? new Thing(i == 2 ? Park.value("two") : "three", Park.value(i > 2))
              : i == 0 ? null : new Thing(Park.value(i) == 1 ? new Thing(Park.value("x")) : null);
      all += thing;
    }
    return all;
  }

  @Suspendable
  static Object conditionalArguments() {
    String all = "";
    for (int i = 0; i < 3; i++) {
      // a branch while the uninitialised reference is on the stack
      all +=
          new Thing(
              i,
              i == 0 ? 1L : Park.value(2L),
              i > 0 && Park.value(true) ? "yes" : Park.value("no"),
              switch (i) {
                case 0 -> Park.value(0.5);
                case 1 -> 1.5;
                default -> Park.value(2.5);
              },
              i == 2 ? new Thing(Park.value("deep")) : null);
    }
    return all;
  }

  @Suspendable
  static Object underOtherValues() {
    int[] array = {0, 0};
    array[Park.value(1)] = new Thing(Park.value("in an index")).text.length() + Park.value(1);
    String s = Park.value("s") + new Thing(Park.value("t")) + new Thing(array[1] + Park.value(1));
    List<Object> list = new ArrayList<>(List.of(new Thing(Park.value("in a list"))));
    list.add(Park.value(0), new Thing(s, Park.value("u")));
    return list.toString() + array[1];
  }

  @Suspendable
  static Object inLoop() {
    Thing thing = null;
    for (int i = 0; i < 3; i++) {
      thing =
          new Thing(
              thing, Park.value(i), thing == null ? Park.value("first") : thing.text.length());
    }
    return thing.text;
  }

  @Suspendable
  static Object thrownWhileMaking() {
    try {
      return new Thing(Park.value(1), Park.raiseInt(new IllegalStateException("no thing")));
    } catch (IllegalStateException e) {
      Log.trace(e);
    }
    Thing made =
        new Thing(
            switch (Park.value(1)) { // a try in the midst of the arguments: javac spills
              case 1 -> {
                try {
                  yield Park.raiseInt(new IllegalStateException());
                } catch (IllegalStateException e) {
                  yield Park.value(2);
                }
              }
              default -> 3;
            });
    return made.text;
  }

  @Suspendable
  static Object constructorThrows() {
    try {
      return new Picky(Park.value(-1));
    } catch (IllegalArgumentException e) {
      Log.trace(e);
      return new Picky(Park.value(1)).n;
    }
  }

  static class Picky {
    final int n;

    Picky(int n) {
      if (n < 0) {
        throw new IllegalArgumentException("negative " + n);
      }
      this.n = n;
    }
  }

  /** The argument's side effects come after the class's initialisation, before the constructor. */
  @Suspendable
  static Object order() {
    Log.note("first");
    new Ordered(Log.value("a"), Park.value("b"), noted("c"));
    return "done";
  }

  static class Ordered {
    static {
      Log.note("Ordered is initialised");
    }

    Ordered(String a, String b, String c) {
      Log.note("constructor " + a + b + c);
    }
  }

  @Suspendable
  private static String noted(String s) {
    Log.note(s);
    return Park.value(s);
  }

  /** new of a class that cannot be initialised: the arguments are never evaluated. */
  @Suspendable
  static Object initialiserThrows() {
    for (int i = 0; i < 2; i++) {
      Park.now();
      try {
        new Broken(noted("argument " + i));
      } catch (ExceptionInInitializerError e) {
        Log.note("broken: " + e.getCause().getMessage());
      } catch (NoClassDefFoundError e) {
        Log.note("still broken");
      }
    }
    return "done";
  }

  static class Broken {
    static int n = 1 / Integer.parseInt("0");

    Broken(String s) {}
  }

  @Suspendable
  static Object stringsAndBuilders() {
    String a = new String(Park.value("chars").toCharArray(), Park.value(1), Park.value(3));
    StringBuilder b = new StringBuilder(Park.value(10)).append(new String(Park.value("x")));
    int[] array = new int[] {Park.value(1), new int[Park.value(5)].length, Park.value(3)};
    Object[] objects = {new Thing(Park.value("y")), Park.value("z"), new Object[] {Park.value(1)}};
    return a + b + array[1] + objects[0] + objects[1];
  }

  @Suspendable
  static Object discarded() {
    new Thing(Park.value("dropped")); // new without dup
    new Thing(new Thing(Park.value("inner"))).with(Park.value("x"));
    return "done";
  }

  @Suspendable
  static Object exceptionObjects() {
    try {
      throw new IllegalStateException(
          Park.value("message"), new RuntimeException(Park.value("cause")));
    } catch (IllegalStateException e) {
      Log.trace(e);
    }
    throw new IllegalArgumentException(Park.value("argument") + Park.value(1));
  }

  @Suspendable
  static Object innerAndAnonymous() {
    News outer = new News();
    Inner inner = outer.new Inner(Park.value(5)); // null check of outer under the call
    Object anonymous =
        new Object() {
          final int field = Log.value(inner.n);

          @Override
          public String toString() {
            return "anonymous" + field;
          }
        };
    News none = Park.ref(null);
    try {
      none.new Inner(Park.value(6)); // the null check comes before the argument
    } catch (NullPointerException e) {
      Log.note("no outer instance");
    }
    return inner.n + anonymous.toString();
  }

  class Inner {
    final int n;

    Inner(int n) {
      this.n = n;
    }
  }

  @Suspendable
  static Object generic() {
    Box<Box<String>> box = new Box<>(new Box<>(Park.value("boxed")));
    return new Box<>(box.value.value + Park.value(1)).value.length();
  }

  static class Box<T> {
    final T value;

    Box(T value) {
      this.value = value;
    }
  }
}
