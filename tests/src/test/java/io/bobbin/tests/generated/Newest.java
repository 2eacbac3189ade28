package io.bobbin.tests.generated;

import io.bobbin.tests.oracle.Compiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Java has got since 17, compiled for the JVM that runs, if it knows it. */
final class Newest {
  private Newest() {}

  static List<Target> targets() {
    int release = Runtime.version().feature();
    List<Target> targets = new ArrayList<>();
    if (release >= 21) {
      targets.add(target("pattern switches", PATTERN_SWITCHES));
      targets.add(target("record patterns", RECORD_PATTERNS));
      targets.add(target("a record's accessor fails in a pattern", FAILING_ACCESSOR));
    }
    if (release >= 22) {
      targets.add(target("unnamed variables", UNNAMED));
    }
    if (release >= 25) {
      targets.add(target("code before super()", FLEXIBLE_CONSTRUCTOR));
    }
    return targets;
  }

  private static Target target(String name, String members) {
    return new Target(
        name,
        () ->
            Compiler.compile(
                Map.of(
                    Target.MAIN,
                    "package target; import io.bobbin.Suspendable; import"
                        + " io.bobbin.tests.oracle.*;\n"
                        + "public class Main {\n"
                        + members
                        + "}\n"),
                "-g"));
  }

  private static final String PATTERN_SWITCHES =
      """
      sealed interface S permits A, B, C {}
      record A(int n) implements S {}
      record B(String s) implements S {}
      enum C implements S { X, Y }

      @Suspendable static Object run() {
        String all = "";
        for (Object o : new Object[] {5, 50, "short", "a longer text", 2.5, null, new int[] {1}, C.X}) {
          all += switch (Park.ref(o)) {
            case null -> Park.value("null");
            case Integer i when i > Park.value(10) -> "big " + Park.value(i); // the guard parks
            case Integer i -> "small " + i;
            case String s when Park.value(s.length()) < 6 && guard(s) -> Park.value(s);
            case String s -> "long " + Park.value(s.length());
            case int[] a -> Park.value(a)[0];
            case C c -> c + "" + Park.value(1);
            default -> o;
          } + "; ";
        }
        for (S s : new S[] {new A(1), new B("b"), C.X, C.Y}) {
          all += switch (s) {
            case A a -> Park.value(a.n());
            case B b -> Park.value(b.s());
            case C.X -> Park.value("x");
            case C.Y -> "y";
          };
        }
        return all;
      }

      @Suspendable static boolean guard(String s) {
        Log.note(s);
        return Park.value(true);
      }
      """;

  private static final String RECORD_PATTERNS =
      """
      sealed interface Expr permits Num, Add, Mul {}
      record Num(int n) implements Expr {}
      record Add(Expr left, Expr right) implements Expr {}
      record Mul(Expr left, Expr right) implements Expr {}
      record Pair<T>(T first, T second) {}

      @Suspendable static int eval(Expr e) {
        return switch (e) {
          case Num(int n) -> Park.value(n);
          case Add(Num(int a), Num(int b)) when Park.value(a) == b -> 2 * Park.value(a);
          case Add(Expr a, Expr b) -> eval(a) + eval(b);
          case Mul(Num(var a), var b) when a == 0 -> 0;
          case Mul(Expr a, Expr b) -> eval(a) * eval(b);
        };
      }

      @Suspendable static Object run() {
        Expr e = new Mul(new Add(new Num(2), new Num(2)), new Add(new Num(3), new Mul(new Num(0), new Num(9))));
        int n = eval(e);
        if (Park.ref((Object) new Pair<>("a", "b")) instanceof Pair<?>(String a, String b)) {
          return n + a + Park.value(b);
        }
        return n;
      }
      """;

  private static final String FAILING_ACCESSOR =
      """
      record Bad(int n) {
        public int n() { throw new IllegalStateException("accessor"); }
      }

      @Suspendable static Object run() {
        try {
          return switch (Park.ref((Object) new Bad(1))) {
            case Bad(int n) -> Park.value(n);
            default -> 0;
          };
        } catch (MatchException e) {
          Log.trace(e);
          return Park.value("match");
        }
      }
      """;

  private static final String UNNAMED =
      """
      record Pair(Object first, Object second) {}

      @Suspendable static Object run() {
        int n = 0;
        for (var _ : new int[3]) {
          n += Park.value(1);
        }
        try {
          Park.raise(new Exception());
        } catch (Exception _) {
          n += Park.value(10);
        }
        var _ = Park.value(5);
        if (Park.ref((Object) new Pair(1, 2)) instanceof Pair(Integer i, _)) {
          n += i;
        }
        java.util.function.Function<String, Integer> f = _ -> Park.value(100);
        return n + f.apply("");
      }
      """;

  private static final String FLEXIBLE_CONSTRUCTOR =
      """
      static class Base {
        final int n;
        Base(int n) { this.n = n; }
      }
      static class Sub extends Base {
        final String early;
        Sub(int n) {
          int doubled = n * 2 + Park.pinned(0);
          early = "early" + doubled;
          super(doubled);
        }
      }

      @Suspendable static Object run() {
        Sub sub = new Sub(Park.value(4));
        return sub.early + sub.n + Park.value(1);
      }
      """;
}
