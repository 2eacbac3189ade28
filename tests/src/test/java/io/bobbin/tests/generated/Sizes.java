package io.bobbin.tests.generated;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many suspend points, many live values, many of everything. */
final class Sizes {
  private Sizes() {}

  static List<Target> targets() {
    return List.of(
        points(127),
        points(128),
        points(129),
        points(255),
        points(256),
        points(400).withoutChaos(),
        Target.ofSource("1100 points without values", Sizes::pointsWithoutValues).withoutChaos(),
        Target.ofSource("400 points with values", Sizes::pointsWithValues).withoutChaos(),
        Target.ofSource("360 points in handlers", Sizes::pointsInHandlers).withoutChaos(),
        Target.ofSource("40 points in one expression", Sizes::oneExpression),
        live(9),
        live(40),
        live(253).withoutChaos(),
        live(300).withoutChaos(),
        Target.ofSource("250 references live", () -> liveReferences(250)).withoutChaos(),
        Target.ofSource("40 wide values on the stack", Sizes::wideStack).withoutChaos(),
        Target.ofSource("a switch of 1000 cases", Sizes::bigSwitch),
        Target.ofSource("600 suspendable methods", Sizes::manyMethods),
        Target.ofSource("12 overloads", Sizes::manyOverloads),
        Target.ofSource("400 lambdas", Sizes::manyLambdas),
        Target.ofSource("252 parameters", () -> parameters(252)),
        Target.ofSource("126 wide parameters", Sizes::wideParameters),
        Target.ofSource("jumps over more than 32 KB", Sizes::longJumps),
        Target.ofSource("nested 40 deep", Sizes::deeplyNested));
  }

  private static Target points(int n) {
    return Target.ofSource(
        n + " points",
        () ->
            method(
                "Object run()",
                "int x = 0;\n"
                    + repeat(n, i -> "x = x * 31 + Park.value(" + i + ");\n")
                    + "return x;"));
  }

  private static String pointsWithoutValues() {
    return method("Object run()", "Park.now();\n".repeat(1_100) + "return 5;");
  }

  private static String pointsWithValues() {
    return method(
        "Object run()",
        "int a = Park.value(1); long b = Park.value(2L); String c = Park.value(\"c\");\n"
            + repeat(
                400,
                i ->
                    switch (i % 4) {
                      case 0 -> "a += Park.value(" + i + ");\n";
                      case 1 -> "b ^= Park.value(a + " + i + "L);\n";
                      case 2 -> "Park.now();\n";
                      default -> "c = Park.value(c).substring(0, 1);\n";
                    })
            + "return a + c + b;");
  }

  private static String pointsInHandlers() {
    return method(
        "Object run()",
        "int x = 0;\n"
            + repeat(
                60,
                i ->
                    "try { x += Park.value("
                        + i
                        + "); if (x % 3 == 0) Park.raise(new Exception(\"\" + x)); }"
                        + " catch (Exception e) { x += Park.value(e.getMessage().length()); }"
                        + " finally { x ^= Park.value(1); }\n")
            + "return x;");
  }

  private static String oneExpression() {
    return method(
        "Object run()",
        "return " + repeat(40, i -> "Park.value(" + i + ") + (") + "0" + ")".repeat(40) + ";");
  }

  private static Target live(int n) {
    return Target.ofSource(
        n + " values live",
        () ->
            method(
                    "Object run()",
                    repeat(n, i -> kind(i) + " v" + i + " = id(" + literal(i) + ");\n")
                        + "Park.now();\nString s = \"\";\n"
                        + repeat(n, i -> "s += v" + i + ";\n")
                        + "Park.now();\n"
                        + repeat(n, i -> "s += v" + i + ";\n")
                        + "return s.hashCode();")
                + repeat(7, i -> identity(kind(i))));
  }

  private static String identity(String kind) {
    return "static " + kind + " id(" + kind + " value) { return value; }\n";
  }

  private static String kind(int i) {
    return List.of("int", "long", "String", "double", "boolean", "float", "char").get(i % 7);
  }

  private static String literal(int i) {
    return switch (i % 7) {
      case 1 -> i + "L";
      case 2 -> "\"s" + i + "\"";
      case 3 -> i + ".5";
      case 4 -> i % 2 == 0 ? "true" : "false";
      case 5 -> i + "f";
      case 6 -> "'x'";
      default -> "" + i;
    };
  }

  private static String liveReferences(int n) {
    return method(
        "Object run()",
        repeat(n, i -> "Object v" + i + " = Log.value(\"r" + i + "\");\n")
            + "Park.now();\nint h = 0;\n"
            + repeat(n, i -> "h = h * 31 + v" + i + ".hashCode();\n")
            + "return h;");
  }

  private static String wideStack() {
    return method(
            "Object run()",
            "return "
                + repeat(40, i -> i % 2 == 0 ? i + "L * x() + (" : "x() - " + i + "d * (")
                + "Park.value(5L)"
                + ")".repeat(40)
                + ";")
        + method("long x()", "Park.now(); return 3;");
  }

  private static String bigSwitch() {
    return method(
            "Object run()",
            "int x = 0; for (int i = 0; i < 1000; i += 37) x = x * 7 + pick(i); return x;")
        + method(
            "int pick(int i)",
            "switch (Park.value(i)) {\n"
                + repeat(
                    1_000,
                    i ->
                        "case "
                            + i
                            + ": return "
                            + (i % 10 == 0 ? "Park.value(" + i + ")" : i)
                            + ";\n")
                + "default: return -1; }");
  }

  private static String manyMethods() {
    return method("Object run()", "return m599(1);")
        + repeat(
            600,
            i ->
                method(
                    "int m" + i + "(int n)",
                    i == 0 ? "return Park.value(n);" : "return m" + (i - 1) + "(n + 1) + 1;"));
  }

  private static String manyOverloads() {
    return method(
            "Object run()", "return \"\" + " + repeat(12, i -> "m(" + arguments(i) + ") + ") + "0;")
        + repeat(
            12,
            i ->
                method(
                    "int m("
                        + IntStream.range(0, i)
                            .mapToObj(k -> "int a" + k)
                            .collect(Collectors.joining(", "))
                        + ")",
                    "Park.now(); return " + repeat(i, k -> "a" + k + " + ") + i + ";"));
  }

  private static String arguments(int n) {
    return IntStream.range(0, n)
        .mapToObj(k -> "Park.value(" + k + ")")
        .collect(Collectors.joining(", "));
  }

  private static String manyLambdas() {
    return "interface Op { @Suspendable int of(int n); }\n"
        + method(
            "Object run()",
            "int x = 0; Op[] ops = new Op[400];\n"
                + repeat(400, i -> "ops[" + i + "] = n -> n + Park.value(" + i + ");\n")
                + "for (Op op : ops) x = op.of(x); return x;");
  }

  private static String parameters(int n) {
    String parameters =
        IntStream.range(0, n).mapToObj(k -> "int a" + k).collect(Collectors.joining(", "));
    String sum = IntStream.range(0, n).mapToObj(k -> "a" + k).collect(Collectors.joining(" + "));
    String arguments =
        IntStream.range(0, n).mapToObj(k -> "" + k).collect(Collectors.joining(", "));
    return method("Object run()", "Park.now(); return m(" + arguments + ");")
        + method("int m(" + parameters + ")", "Park.now(); return " + sum + ";");
  }

  private static String wideParameters() {
    String parameters =
        IntStream.range(0, 126).mapToObj(k -> "long a" + k).collect(Collectors.joining(", "));
    String sum = IntStream.range(0, 126).mapToObj(k -> "a" + k).collect(Collectors.joining(" + "));
    String arguments =
        IntStream.range(0, 126).mapToObj(k -> k + "L").collect(Collectors.joining(", "));
    return method("Object run()", "return m(" + arguments + ");")
        + method(
            "long m(" + parameters + ")",
            "Park.now(); long s = " + sum + "; Park.now(); return s + a125;");
  }

  /** The loop's jump back, and the jumps of the switch at the head of the resume body, are long. */
  private static String longJumps() {
    return method(
        "Object run()",
        "long x = 1;\nfor (int i = 0; i < 2; i++) {\nif (Park.value(i) == 1) x += Park.value(5L);\n"
            + repeat(3_000, i -> "x = x * 31 + i;\n")
            + "x += Park.value(7L);\n}\nreturn x;");
  }

  private static String deeplyNested() {
    return method(
        "Object run()",
        "int x = 0;\n"
            + repeat(
                20,
                i ->
                    "for (int i" + i + " = 0; i" + i + " < Park.value(1); i" + i + "++) {\ntry {\n")
            + "x += Park.value(1); Park.raise(new IllegalStateException());\n"
            + repeat(
                20,
                i ->
                    "} catch (IllegalStateException e) { x += Park.value(1); throw e; } finally { x *= 2; } }\n"
                        .replace("throw e;", i == 19 ? "" : "if (x > 0) throw e;"))
            + "return x;");
  }

  private static String method(String head, String body) {
    return "@Suspendable static " + head + " {\n" + body + "\n}\n";
  }

  private static String repeat(int n, IntFunction<String> text) {
    return IntStream.range(0, n).mapToObj(text).collect(Collectors.joining());
  }
}
