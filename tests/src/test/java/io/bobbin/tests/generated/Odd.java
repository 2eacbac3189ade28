package io.bobbin.tests.generated;

import io.bobbin.tests.oracle.Compiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sets of classes that were not compiled together, and what class generators leave. */
final class Odd {
  private Odd() {}

  static List<Target> targets() {
    return List.of(
        new Target("an optional class is missing", Odd::missingClass),
        new Target("a type of a saved null is missing", Odd::missingTypeOfNull),
        new Target("a generated subclass copied hidden members", Odd::generatedSubclass),
        new Target("a method moved to the superclass", Odd::movedUp),
        new Target("an annotation was added later", Odd::annotatedLater),
        new Target("an interface got a default method later", Odd::defaultAddedLater),
        new Target("a method became static", Odd::incompatibleChange));
  }

  private static Map<String, byte[]> compile(String... sources) {
    Map<String, String> byName = new HashMap<>();
    for (String source : sources) {
      String name = source.replaceFirst("(?s).*?(class|interface) (\\w+).*", "$2");
      byName.put(
          "target." + name,
          "package target; import io.bobbin.Suspendable; import io.bobbin.tests.oracle.*;\n"
              + source);
    }
    return Compiler.compile(byName, "-g", "--release", "17");
  }

  /** What classes compiled apart see of each other: the later map wins. */
  private static Map<String, byte[]> replaced(Map<String, byte[]> first, Map<String, byte[]> then) {
    Map<String, byte[]> all = new HashMap<>(first);
    all.putAll(then);
    return all;
  }

  private static Map<String, byte[]> missingClass() {
    Map<String, byte[]> classes =
        compile(
            """
            class Main {
              @Suspendable static Object run() {
                Gone gone = null;
                String all = "";
                for (int i = 0; i < 3; i++) {
                  try {
                    Park.now();
                    if (i == 1) {
                      gone = new Gone(Park.value(5));
                    }
                    all += Park.value(i);
                  } catch (NoClassDefFoundError e) {
                    all += "missing" + (gone == null) + Park.value(1);
                  }
                }
                Base base = Park.value(1) == 1 ? new Present() : null;
                Park.now();
                return all + base.name();
              }
            }
            """,
            "class Gone extends Base { Gone(int n) {} @Suspendable String name() { return \"\"; }"
                + " }",
            "abstract class Base { @Suspendable abstract String name(); }",
            "class Present extends Base { String name() { return Park.value(\"present\"); } }");
    classes.remove("target.Gone");
    return classes;
  }

  /** No method of Main names the class, or the harness could not look for its entry. */
  private static Map<String, byte[]> missingTypeOfNull() {
    Map<String, byte[]> classes =
        compile(
            """
            class Main {
              @Suspendable static Object run() {
                Gone gone = Helper.none();
                Gone[] array = null;
                Park.now();
                return Helper.use(gone, Park.value(1), array);
              }
            }
            """,
            """
            class Helper {
              static Gone none() { return null; }
              @Suspendable static String use(Gone g, int n, Gone[] a) {
                Park.now();
                return n + (g == null ? "none" : "some") + (a == null);
              }
            }
            """,
            "class Gone {}");
    classes.remove("target.Gone");
    return classes;
  }

  /** As CGLIB and Mockito do: every member that reflection shows is overridden. */
  private static Map<String, byte[]> generatedSubclass() {
    return compile(
        """
        class Main {
          @Suspendable static Object run() {
            Base base = new Generated();
            Park.now();
            return base.name(1) + base.greet() + new Base().name(Park.value(2));
          }
        }
        """,
        """
        class Base {
          @Suspendable String name(int n) { return "base" + n; }
          @Suspendable String greet() { return "hello " + name(3); }
        }
        """,
        """
        class Generated extends Base {
          @Override String name(int n) { return "intercepted " + super.name(n); }
          String name(int n, io.bobbin.frame.FrameStack stack, int room) {
            Log.note("an interceptor saw a hidden member");
            return "wrong";
          }
        }
        """);
  }

  private static Map<String, byte[]> movedUp() {
    String main =
        """
        class Main {
          @Suspendable static Object run() {
            Lower lower = new Lower();
            return lower.m(Park.value(1)) + Lower.s(Park.value(2));
          }
        }
        """;
    Map<String, byte[]> before =
        compile(
            main,
            "class Upper {}",
            """
            class Lower extends Upper {
              @Suspendable int m(int n) { return 0; }
              @Suspendable static int s(int n) { return 0; }
            }
            """);
    Map<String, byte[]> after =
        compile(
            "class Lower extends Upper {}",
            """
            class Upper {
              @Suspendable int m(int n) { return Park.value(n) * 10; }
              @Suspendable static int s(int n) { return Park.value(n) * 100; }
            }
            """);
    return replaced(before, after);
  }

  private static Map<String, byte[]> annotatedLater() {
    String main =
        "class Main { @Suspendable static Object run() { return Park.value(1) + Callee.m(2); } }";
    Map<String, byte[]> before =
        compile(main, "class Callee { static int m(int n) { return 0; } }");
    return replaced(
        before,
        compile("class Callee { @Suspendable static int m(int n) { return Park.value(n); } }"));
  }

  private static Map<String, byte[]> defaultAddedLater() {
    Map<String, byte[]> before =
        compile(
            """
            class Main {
              @Suspendable static Object run() {
                Face face = new Impl();
                return face.old() + Caller.call(face);
              }
            }
            """,
            "interface Face { @Suspendable int old(); @Suspendable default int added() { return 0;"
                + " } }",
            "class Impl implements Face { public int old() { return Park.value(1); } }",
            "class Caller { @Suspendable static int call(Face f) { return f.added(); } }");
    return replaced(
        before,
        compile(
            "interface Face { @Suspendable int old();"
                + " @Suspendable default int added() { return old() + Park.value(2); } }"));
  }

  private static Map<String, byte[]> incompatibleChange() {
    Map<String, byte[]> before =
        compile(
            """
            class Main {
              @Suspendable static Object run() {
                Park.now();
                try {
                  return new Callee().m(1);
                } catch (IncompatibleClassChangeError e) {
                  return Park.value("incompatible");
                }
              }
            }
            """,
            "class Callee { @Suspendable int m(int n) { return 0; } }");
    return replaced(
        before,
        compile("class Callee { @Suspendable static int m(int n) { return Park.value(n); } }"));
  }
}
