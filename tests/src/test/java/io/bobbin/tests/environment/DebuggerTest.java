package io.bobbin.tests.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Compiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A debugger sees woven code as it sees the source. */
@Timeout(120)
class DebuggerTest {
  private static final String MAIN =
      """
      import io.bobbin.*;

      public class Main {
        int field = 7;

        @Suspendable
        int work(int a, String b) {
          int c = a + 1;               // line 8
          String d = b + c;            // line 9
          int e = inner(c);            // line 10
          int f = e + d.length();      // line 11
          return f + field;            // line 12
        }

        @Suspendable
        int inner(int x) {
          int y = x * 2;               // line 17
          if (y > limit) {             // line 18
            Tasklet.yield();           // line 19
          }
          return x + 1;                // line 21
        }

        static int limit = -1;

        public static void main(String[] args) {
          if (args.length > 0) {
            limit = 100;
          }
          System.out.println(Scheduler.here().start(() -> new Main().work(1, "b")).join());
        }
      }
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Files.write(folder.resolve("Main.class"), compiled(MAIN));
  }

  private static byte[] compiled(String text) {
    return Compiler.compile(Map.of("Main", text), "-g").get("Main");
  }

  @Test
  void aBreakpointStopsOnceInEachPassWhetherTheMethodParkedOrNot() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(8, 9, 10, 11, 12, 17, 18, 19, 21);

      assertThat(session.linesUntilTheEnd()).containsExactly(8, 9, 10, 17, 18, 19, 21, 11, 12);
    }
  }

  @Test
  void aBreakpointStopsOnceInEachPassOfAMethodThatDoesNotPark() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main", "no")) {
      session.breakAt(8, 9, 10, 11, 12, 17, 18, 19, 21);

      assertThat(session.linesUntilTheEnd()).containsExactly(8, 9, 10, 17, 18, 21, 11, 12);
    }
  }

  @Test
  void variablesHaveTheirNamesAndValuesBeforeAPark() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(10);
      session.resume();

      assertThat(session.variables())
          .containsOnly(
              Map.entry("a", "1"),
              Map.entry("b", "\"b\""),
              Map.entry("c", "2"),
              Map.entry("d", "\"b2\""));
      assertThat(session.hasThis()).isTrue();
    }
  }

  @Test
  void variablesHaveTheirNamesAndValuesAfterAPark() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(11, 21);
      session.resume();

      // Of these the code needs x alone.
      assertThat(session.variables())
          .containsEntry("x", "2")
          .containsEntry("y", "4")
          .containsEntry("this_", "instance of Main")
          .hasSize(3);

      session.resume();

      assertThat(session.variables())
          .containsEntry("a", "1")
          .containsEntry("b", "\"b\"")
          .containsEntry("c", "2")
          .containsEntry("d", "\"b2\"")
          .containsEntry("e", "3")
          .containsEntry("this_", "instance of Main")
          .hasSize(6);
    }
  }

  @Test
  void stepsGoFromLineToLine() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main", "no")) {
      session.breakAt(8);
      session.resume();

      assertThat(List.of(session.stepOver(), session.stepOver(), session.stepInto()))
          .containsExactly(9, 10, 17);
      assertThat(session.method()).isEqualTo("inner");
      assertThat(List.of(session.stepOver(), session.stepOver())).containsExactly(18, 21);
      assertThat(session.stepOut()).isEqualTo(10);
      assertThat(session.method()).isEqualTo("work");
      assertThat(List.of(session.stepOver(), session.stepOver())).containsExactly(11, 12);
    }
  }

  @Test
  void stepsGoFromLineToLineAfterAPark() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(11);
      session.resume();

      assertThat(session.stepOver()).isEqualTo(12);
    }
  }

  @Test
  void aStepOverAParkEndsInTheCallerAndABreakpointBehindItIsHit() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(19, 21);
      session.resume();

      // The method is left here, so the step ends as if it had returned.
      assertThat(session.stepOver()).isEqualTo(10);
      assertThat(session.method()).isEqualTo("work");
      assertThat(session.resume()).isEqualTo(21);
      assertThat(session.variables()).containsEntry("y", "4");
    }
  }

  @Test
  void aDebuggerRedefinesAMethodThatIsParked() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(19, 11);
      session.resume();
      session.redefine(compiled(MAIN.replace("return f + field;", "return f - field;")));

      // The frame of work() is saved by its old body, so that the new one refuses it.
      assertThat(session.resume()).isEqualTo(-1);
      assertThat(session.errors()).contains("FrameMismatchException: BBN020 Main.work(");
    }
  }

  @Test
  void aDebuggerRedefinesAMethodThatDoesNotRun() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(8);
      session.resume();
      session.redefine(compiled(MAIN.replace("return x + 1;", "return x + 5;")));
      session.breakAt(11); // the JVM forgets those of a class that is redefined

      assertThat(session.resume()).isEqualTo(11);
      assertThat(session.variables()).containsEntry("e", "7");
    }
  }

  @Test
  void nothingThatADebuggerStopsInIsSynthetic() {
    try (DebuggerSession session = DebuggerSession.start(folder, "Main")) {
      session.breakAt(8, 11, 17, 21);
      for (int i = 0; i < 4; i++) {
        session.resume();
        assertThat(session.isSynthetic()).isFalse();
      }
    }
  }
}
