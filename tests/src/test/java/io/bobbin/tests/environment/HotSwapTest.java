package io.bobbin.tests.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.frame.FrameMismatchException;
import org.junit.jupiter.api.Test;

/**
 * A program is edited while it runs. What hot swap accepts of plain Java (bodies change, members do
 * not) it accepts of woven classes, and nothing that was there before means something else
 * afterwards.
 */
class HotSwapTest {
  /** What is printed if two tasklets of one thread can park. */
  private static final String PARKED = "a1 b1 a2 b2 ";

  /** What is printed if they cannot. */
  private static final String PINNED = "a1 a2 b1 b2 ";

  /** Runs {@code run} in two tasklets of one thread at the same time. */
  private static final String BOTH =
      """
      public class Both {
        static final StringBuilder LOG = new StringBuilder();
        static void log(String text) { LOG.append(text).append(' '); }
        static String both() {
          LOG.setLength(0);
          Scheduler here = Scheduler.here();
          here.start(() -> Work.run("a"));
          here.start(() -> Work.run("b"));
          here.run();
          return LOG.toString();
        }
      }
      """;

  private static String work(String run) {
    return work(run, "");
  }

  private static String work(String run, String more) {
    return """
    public class Work {
      interface Step { @Suspendable String take(String name); }
      interface Number { @Suspendable Integer take(int number); }
      static Step kept;
      static Number number;
      @Suspendable static String one(String name) {
        Both.log(name + 1); Tasklet.yield(); return "one";
      }
      @Suspendable static String two(String name) {
        Both.log(name + 2); Tasklet.yield(); return "two";
      }
      @Suspendable static int half(int number) { Tasklet.yield(); return number / 2; }
      @Suspendable static int third(int number) { Tasklet.yield(); return number / 3; }
      @Suspendable static String run(String name) { %s }
      %s
    }
    """
        .formatted(run, more);
  }

  // Suspend points

  @Test
  void suspendPointsMayBeAdded() {
    HotSwapPrograms program = program(work("Both.log(name + 1); return one(name);"));
    assertThat(both(program)).isEqualTo("a1 a1 b1 b1 ");

    program.edit("Work", work("Both.log(name + 1); Tasklet.yield(); return two(name);"));

    assertThat(both(program)).isEqualTo(PARKED);
  }

  @Test
  void suspendPointsMayBeRemoved() {
    HotSwapPrograms program =
        program(work("Both.log(name + 1); Tasklet.yield(); two(name); return name;"));
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit("Work", work("Both.log(name + 1); Both.log(name + 2); return name;"));

    assertThat(both(program)).isEqualTo(PINNED);
  }

  // Method references, which are no members in plain Java

  @Test
  void aMethodReferenceMayBeAdded() {
    HotSwapPrograms program = program(work("one(name); return two(name);"));
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit("Work", work("Step step = Work::one; step.take(name); return two(name);"));

    // The loaded class cannot get a member for it, so waiting in it blocks the carrier.
    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");
  }

  @Test
  void aMethodReferenceMayBeRemovedAndComeBack() {
    String with = work("Step step = Work::one; step.take(name); return two(name);");
    HotSwapPrograms program = program(with);
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit("Work", work("one(name); return two(name);"));
    assertThat(both(program)).isEqualTo(PARKED);
    program.edit("Work", with);

    assertThat(both(program)).isEqualTo(PARKED);
  }

  @Test
  void methodReferencesMayChangePlaces() {
    HotSwapPrograms program =
        program(work("Step s = Work::one, t = Work::two; s.take(name); return t.take(name);"));
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit(
        "Work", work("Step s = Work::two, t = Work::one; s.take(name); return t.take(name);"));

    assertThat(both(program)).isEqualTo("a2 b2 a1 b1 ");
  }

  @Test
  void anOldMethodReferenceKeepsItsTarget() {
    HotSwapPrograms program =
        program(
            work("kept = Work::one; number = Work::half; return null;"),
            "Old",
            """
            class Old {
              @Suspendable static String take() { return Work.kept.take("x") + Work.number.take(12); }
              static String call() { return Work.kept.take("x") + Work.number.take(12); }
              static String inTasklet() { return Scheduler.here().start(() -> take()).join(); }
            }
            """);
    both(program);

    program.edit(
        "Work",
        work("Number n = Work::third; Step s = Work::two; s.take(name); return n.take(3) + name;"));
    both(program);

    assertThat(program.call("Old", "call")).isEqualTo("one6");
    assertThat(program.call("Old", "inTasklet")).isEqualTo("one6");
  }

  @Test
  void aFrameInsideAMethodReferenceGoesOn() {
    String parked =
        """
        class Parked {
          static final Scheduler HERE = Scheduler.here();
          static Tasklet<Integer> tasklet;
          @Suspendable static int other() { return 0; }
          @Suspendable static int run() { Work.Number n = Work::third; return n.take(12); }
          static void start() { tasklet = HERE.start(() -> run()); HERE.start(() -> {}).join(); }
          static int end() { HERE.start(() -> Work.IN.send(0)); return tasklet.join(); }
        }
        """;
    HotSwapPrograms program =
        program(
            work("return null;", "static final Channel<Integer> IN = Channel.unbuffered();")
                .replace("third(int number) { Tasklet.yield()", "third(int number) { IN.receive()"),
            "Parked",
            parked);
    program.call("Parked", "start");

    program.edit(
        "Parked",
        parked.replace("other() { return 0", "other() { Work.Number n = Work::half; return 0"));

    assertThat(program.call("Parked", "end")).isEqualTo(4);
  }

  // Lambdas, which are members in plain Java too

  @Test
  void aLambdaMayBeginToWait() {
    HotSwapPrograms program =
        program(work("Runnable r = () -> Both.log(name + 1); r.run(); return two(name);"));
    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");

    program.edit("Work", work("Runnable r = () -> { one(name); }; r.run(); return two(name);"));

    // Its body has no twin, so waiting in it blocks the carrier.
    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");
  }

  @Test
  void aLambdaMayCeaseToWaitAndBeginAgain() {
    String waits = work("Runnable r = () -> { one(name); }; r.run(); return two(name);");
    HotSwapPrograms program = program(waits);
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit("Work", work("Runnable r = () -> Both.log(name + 1); r.run(); return two(name);"));
    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");
    program.edit("Work", waits);

    assertThat(both(program)).isEqualTo(PARKED);
  }

  @Test
  void aLambdaMayChangeItsInterface() {
    String more = "interface Plain { String take(String name); }";
    HotSwapPrograms program =
        program(work("Step s = n -> one(n); s.take(name); return two(name);", more));
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit("Work", work("Plain s = n -> one(n); s.take(name); return two(name);", more));
    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");
    program.edit("Work", work("Step s = n -> one(n); s.take(name); return two(name);", more));

    assertThat(both(program)).isEqualTo(PARKED);
  }

  @Test
  void aLambdaOfAPlainInterfaceMayChangeToASuspendableOne() {
    String more = "interface Plain { String take(String name); }";
    HotSwapPrograms program =
        program(work("Plain s = n -> one(n); s.take(name); return two(name);", more));
    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");

    program.edit("Work", work("Step s = n -> one(n); s.take(name); return two(name);", more));

    assertThat(both(program)).isEqualTo("a1 a2 b1 b2 ");
  }

  // Sizes

  @Test
  void aBodyMayGrowBeyondWhatCanBeWovenAndShrinkAgain() {
    String small = "one(name); return two(name);";
    String large = "long x = 0;" + "x += x * 31 + name.length();".repeat(4_600) + small;
    HotSwapPrograms program = program(work(small));
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit("Work", work(large));
    String grown = both(program);
    program.edit("Work", work(small));

    assertThat(grown).isEqualTo(PINNED);
    assertThat(both(program)).isEqualTo(PARKED);
  }

  @Test
  void aBodyThatWasTooLargeToBeWovenMayShrink() {
    String call = "one(name); ";
    HotSwapPrograms program =
        program(
            work(
                "if (name.isEmpty()) {"
                    + call.repeat(5_000)
                    + "}"
                    + "one(name); return two(name);"));
    assertThat(both(program)).isEqualTo(PINNED);

    program.edit("Work", work("one(name); return two(name);"));

    // The class was loaded without a resume body for it.
    assertThat(both(program)).isEqualTo(PINNED);
  }

  // The annotation

  @Test
  void theAnnotationMayBeRemovedWhichHasNoEffectYet() {
    HotSwapPrograms program = program(work("one(name); return two(name);"));
    assertThat(both(program)).isEqualTo(PARKED);

    program.edit(
        "Work",
        work("one(name); return two(name);")
            .replace("@Suspendable static String run", "static String run"));

    assertThat(both(program)).isEqualTo(PARKED);
  }

  @Test
  void theAnnotationMayBeAddedWhichHasNoEffectYet() {
    String plain =
        work("one(name); return two(name);")
            .replace("@Suspendable static String run", "static String run");
    HotSwapPrograms program =
        program(
            plain,
            "Later",
            "class Later { @Suspendable static String run(String s) { return Work.run(s); } }");
    assertThat(both(program)).isEqualTo(PINNED);

    program.edit("Work", work("one(name); return two(name);"));
    program.edit("Both", BOTH.replace("Work.run", "Later.run")); // woven after the edit

    assertThat(both(program)).isEqualTo(PINNED);
  }

  @Test
  void theAnnotationMayBeAddedToAClassThatHadNone() {
    String plain =
        "class Plain { static String run(String name) { Work.one(name); return Work.two(name); } }";
    HotSwapPrograms program =
        program(
            work("return Plain.run(name);"),
            "Plain",
            plain,
            "Later",
            "class Later { @Suspendable static String run(String s) { return Plain.run(s); } }");
    assertThat(both(program)).isEqualTo(PINNED);

    program.edit("Plain", plain.replace("static", "@Suspendable static"));
    program.edit("Both", BOTH.replace("Work.run", "Later.run")); // woven after the edit

    assertThat(both(program)).isEqualTo(PINNED);
  }

  // Supertypes

  @Test
  void aClassWhoseInterfaceWasUnknownMayBeEdited() {
    String derived =
        """
        class Derived extends Plain implements Named {
          public String more() { return " more"; }
        }
        """;
    HotSwapPrograms program =
        program(
            work("return null;"),
            "Plain",
            """
            class Plain {
              public String name() { return "plain"; }
              public String other() { return "other"; }
            }
            """,
            "Named",
            """
            interface Named {
              @Suspendable default String name() { Tasklet.yield(); return "Named"; }
              String more();
            }
            """,
            "Derived",
            derived,
            "Run",
            """
            class Run {
              @Suspendable static String call(Named named) { return named.name() + named.more(); }
              static String run() {
                return Scheduler.here().start(() -> call(new Derived())).join();
              }
            }
            """);
    program.hideClassFile("Named");
    program.loaded("Derived"); // which defines the interface behind it
    assertThat(program.call("Run", "run")).isEqualTo("plain more");

    // By now it is known that other() replaces no default, but its twin is there and must stay.
    program.edit("Derived", derived.replace("\" more\"", "\" and more\""));

    assertThat(program.call("Run", "run")).isEqualTo("plain and more");
  }

  @Test
  void anEditThatTheJvmRefusesLeavesTheClassAsItWas() {
    HotSwapPrograms program = program(work("one(name); return two(name);"));
    assertThat(both(program)).isEqualTo(PARKED);

    assertThatThrownBy(
            () ->
                program.edit("Work", work("two(name); return two(name);", "static void more() {}")))
        .isInstanceOf(UnsupportedOperationException.class);

    assertThat(both(program)).isEqualTo(PARKED);
    program.edit("Work", work("two(name); return one(name);"));
    assertThat(both(program)).isEqualTo("a2 b2 a1 b1 ");
  }

  // Frames

  private static String parked(String inner, String outer) {
    return """
    class Parked {
      static final Scheduler HERE = Scheduler.here();
      static final Channel<String> IN = Channel.unbuffered();
      static Tasklet<String> tasklet;
      @Suspendable static String inner(String x) { %s }
      @Suspendable static String outer(String x) { %s }
      static void start() {
        tasklet = HERE.start(() -> outer("x"));
        HERE.start(() -> {}).join();
      }
      static String end() {
        HERE.start(() -> IN.send("sent"));
        return tasklet.join();
      }
      static String anew() {
        start();
        return end();
      }
    }
    """
        .formatted(inner, outer);
  }

  private static final String INNER = "return x + IN.receive();";
  private static final String OUTER =
      "try { return '<' + inner(x) + '>'; } catch (IllegalStateException e) { return e.toString(); }";

  @Test
  void aFrameOfAMethodThatDidNotChangeGoesOn() {
    HotSwapPrograms program = program(work("return null;"), "Parked", parked(INNER, OUTER));
    program.call("Parked", "start");

    // The method is where it was, but on another line, and what is above it has other constants.
    program.edit(
        "Parked",
        "\n\n"
            + parked(INNER, OUTER)
                .replace(
                    "HERE.start(() -> {}).join()",
                    "HERE.start(() -> { int more = 1 << 17; }).join()"));

    assertThat(program.call("Parked", "end")).isEqualTo("<xsent>");
  }

  @Test
  void aFrameOfAnEditedMethodIsRefused() {
    HotSwapPrograms program = program(work("return null;"), "Parked", parked(INNER, OUTER));
    program.call("Parked", "start");

    program.edit("Parked", parked("IN.receive(); return x + IN.receive();", OUTER));

    // The method that was not edited gets the exception at its call, and can deal with it.
    assertThat((String) program.call("Parked", "end"))
        .startsWith(FrameMismatchException.class.getName() + ": BBN020 Parked.inner");
  }

  @Test
  void aCallAfterTheEditUsesTheNewBody() {
    HotSwapPrograms program = program(work("return null;"), "Parked", parked(INNER, OUTER));
    assertThat(program.call("Parked", "anew")).isEqualTo("<xsent>");

    program.edit("Parked", parked("return IN.receive() + x;", OUTER));

    assertThat(program.call("Parked", "anew")).isEqualTo("<sentx>");
  }

  @Test
  void aFrameGoesOnWhenItsMethodIsAsItWasAgain() {
    HotSwapPrograms program = program(work("return null;"), "Parked", parked(INNER, OUTER));
    program.call("Parked", "start");

    program.edit("Parked", parked("IN.receive(); return x + IN.receive();", OUTER));
    program.edit("Parked", parked(INNER, OUTER));

    assertThat(program.call("Parked", "end")).isEqualTo("<xsent>");
  }

  private static HotSwapPrograms program(String work, String... more) {
    String[] sources = new String[more.length + 4];
    System.arraycopy(new String[] {"Work", work, "Both", BOTH}, 0, sources, 0, 4);
    System.arraycopy(more, 0, sources, 4, more.length);
    return new HotSwapPrograms(sources);
  }

  private static String both(HotSwapPrograms program) {
    return (String) program.call("Both", "both");
  }
}
