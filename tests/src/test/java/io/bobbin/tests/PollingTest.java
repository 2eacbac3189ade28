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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which loops get polls. */
@Tag("without-agent")
class PollingTest {
  private static final String POLL = "io/bobbin/frame/Preemption.poll()V";

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
            + " io.bobbin.VoidBody body = () -> { for (int i = 0; i < 9; i++) {} };"
            + " return body; }\n";
    assertThat(polls(weave("Loops$Whole", WeaveOptions.defaults(), text))).containsExactly("a(I)V");
    assertThat(polls(weave(WeaveOptions.defaults(), text))).containsExactly("lambda$b$0()V");
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
