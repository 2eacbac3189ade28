package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Compiler;
import io.bobbin.tests.oracle.Targets;
import io.bobbin.weave.MethodReport;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which loops get polls. */
@Tag("without-agent")
class PollingTest {
  private static final String POLL = "io/bobbin/frame/Preemption.poll()V";
  private static final String INTERVAL = "bobbin.preempt.interval";

  /** What other tests of this JVM want, in which every jump back polls. */
  private final @Nullable String interval = System.getProperty(INTERVAL);

  @BeforeEach
  void pollAsOftenAsUsers() {
    System.clearProperty(INTERVAL);
  }

  @AfterEach
  void restore() {
    if (interval != null) {
      System.setProperty(INTERVAL, interval);
    }
  }

  private static WeaveResult weave(WeaveOptions options, String body) {
    return weave("Loops", options, body);
  }

  private static WeaveResult weave(String name, WeaveOptions options, String body) {
    Map<String, byte[]> classes =
        Compiler.compile(
            Map.of("Loops", "import io.bobbin.Suspendable;\npublic class Loops {" + body + "}"),
            "--release",
            "17");
    return new Weaver(options).weave(name, classes.get(name), Targets.of(classes)::header);
  }

  private static List<String> polls(WeaveResult woven) {
    return woven.methods().stream()
        .filter(m -> m.points().stream().anyMatch(p -> p.endsWith(POLL)))
        .map(MethodReport::method)
        .sorted()
        .toList();
  }

  private static final String LOOP = "(int n) { for (int i = 0; i < n; i++) {} }\n";

  @Test
  void loopsOfAnnotatedMethodsPollAndOthersDoNot() {
    String text =
        "@Suspendable(preempt = true) static void a"
            + LOOP
            + "@Suspendable static void b"
            + LOOP
            + "static void c"
            + LOOP
            + "@Suspendable(preempt = true) static void d(int n) { if (n > 1) d(n - 1); }\n";
    assertThat(polls(weave(WeaveOptions.defaults(), text))).containsExactly("a(I)V");
  }

  @Test
  void withTheOptionLoopsOfAllWovenMethodsPoll() {
    String text = "@Suspendable static void b" + LOOP + "static void c" + LOOP;
    WeaveOptions options = WeaveOptions.defaults().withPreempt(true);
    assertThat(polls(weave(options, text))).containsExactly("b(I)V");
    assertThat(polls(weave(options.withSuspendable("Loops"), text)))
        .containsExactly("b(I)V", "c(I)V");
  }

  @Test
  void loopsOfAnAnnotatedTypeAndOfLambdasInAnnotatedMethodsPoll() {
    String text =
        "@Suspendable(preempt = true) static class Whole { void a"
            + LOOP
            + "}\n"
            + "@Suspendable(preempt = true) static Object b() {"
            + " io.bobbin.VoidBody body = () -> { for (int i = 0; i < 999; i++) {} };"
            + " return body; }\n";
    assertThat(polls(weave("Loops$Whole", WeaveOptions.defaults(), text))).containsExactly("a(I)V");
    assertThat(polls(weave(WeaveOptions.defaults(), text))).containsExactly("lambda$b$0()V");
  }

  private static long pollsOf(String body) {
    WeaveResult woven =
        weave(WeaveOptions.defaults(), "@Suspendable(preempt = true) static int a(int n) {" + body);
    return woven.methods().stream()
        .flatMap(m -> m.points().stream())
        .filter(p -> p.endsWith(POLL))
        .count();
  }

  @Test
  void loopsOfFewTurnsLeaveThePollsToTheLoopAroundThem() {
    String few = "int s = 0; for (int i = 0; i < 8; i++) s += i;";
    assertThat(pollsOf(few + "return s; }")).isZero();
    assertThat(pollsOf("while (n > 0) { " + few + " n -= s; } return n; }")).isEqualTo(1);
    assertThat(
            pollsOf(
                "while (n > 0) for (int i = 0; i <= 10; i++)"
                    + " for (int j = -3; j < 10; j += 2) n -= j; return n; }"))
        .isEqualTo(1);
    assertThat(
            pollsOf(
                "for (int i = 0; i < 100; i++) { try { n /= i; }"
                    + " catch (ArithmeticException e) { if (n > 3) continue; break; }"
                    + " switch (n) { case 1: n = 3; break; default: n = 4; } } return n; }"))
        .isZero();
  }

  @Test
  void loopsWhoseTurnsAreManyOrCannotBeToldPoll() {
    for (String loop :
        List.of(
            "for (int i = 0; i < 1_000; i++) n += i;",
            "for (int i = 0; i < 100_000; i++) n += i;",
            "for (int i = 0; i < n; i++) n -= i;",
            "for (int i = n; i < 8; i++) n += i;",
            "int i = 0; if (n > 3) i = 1; for (; i < 8; i++) n += i;",
            "for (int i = 0; i < 8; i++) i -= n;",
            "for (int i = 0; i < 8; i++) if (n > 3) i = 0;",
            "for (int i = 0; i < 8; i += 0) n++;",
            "for (int i = 0; i < 8; i--) n++;",
            "for (int i = 0; i < 8; i++) n += Integer.toString(n).length();",
            "int i = 0; while (i < 8) { if (n > 3) continue; i++; }")) {
      assertThat(pollsOf(loop + "return n; }")).as(loop).isPositive();
    }
    assertThat(
            pollsOf(
                "for (int i = 0; i < 100; i++) for (int j = 0; j < 100; j++) n -= j; return n; }"))
        .isEqualTo(1);
  }

  @Test
  void loopsInMonitorsDoNotPoll() {
    String text =
        "@Suspendable(preempt = true) static void a(int n) {"
            + "synchronized (Loops.class) { for (int i = 0; i < n; i++) {} } }";
    assertThat(polls(weave(WeaveOptions.defaults(), text))).isEmpty();
  }

  @Test
  void aMethodThatWouldBeTooLargeWithPollsIsWovenWithoutAndToldOf() {
    String text =
        "@Suspendable(preempt = true) static int a(int n) { int s = 0;\n"
            + "for (int i = 0; i < n; i++) { s += i; }\n".repeat(200)
            + "return s; }";
    WeaveResult woven = weave(WeaveOptions.defaults(), text);
    assertThat(woven.bytes()).isNotNull();
    assertThat(polls(woven)).isEmpty();
    assertThat(woven.diagnostics())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.code()).isEqualTo("BBN032");
              assertThat(d.method()).isEqualTo("a(I)I");
              assertThat(d.message()).contains("do not poll");
            });
  }
}
