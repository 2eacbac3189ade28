package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind {@code -javaagent:bobbin-agent.jar=}. */
class OptionsTest {
  private static final int EXIT_USAGE = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "supendable=acme.Steps | there is no option 'supendable'",
        "verify=woven,dump=    | the option 'dump' has no value",
        "adapt=no              | the option 'adapt' is true or false, not 'no'",
        "chaos=some            | the option 'chaos' takes a whole number, not 'some'",
      })
  void whatCannotBeUnderstoodStopsTheJvmAndTellsWhatCan(String options, String complaint) {
    Path program = Steps.annotated(folder);

    ChildJvm.Result result = ChildJvm.woven(options).on(program).run("Main");

    assertThat(result.exit()).as("%s", result).isEqualTo(EXIT_USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("bobbin-agent: BBN001 " + complaint)
        .contains(" suspendable=", " exclude=", " verify=", " chaos=")
        .contains(" adapt=", " dump=", " report=", " strict=");
  }

  @Test
  void withoutOptionsWhatIsAnnotatedIsWoven() {
    ChildJvm.Result result = ChildJvm.woven("").on(Steps.annotated(folder)).run("Main");

    result.expect(Steps.PARKED);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void whatIsNotAnnotatedIsNotWoven() {
    ChildJvm.woven("").on(Steps.notAnnotated(folder)).run("Main").expect(Steps.PINNED);
  }

  @ParameterizedTest
  @CsvSource({"acme.Steps", "**", "com.other.**;acme.*"})
  void suspendableWeavesWhatIsNotAnnotated(String patterns) {
    ChildJvm.woven("suspendable=" + patterns)
        .on(Steps.notAnnotated(folder))
        .run("Main")
        .expect(Steps.PARKED);
  }

  @ParameterizedTest
  @CsvSource({"acme.Step;ac.**", "acme.steps.**"})
  void suspendableLeavesAloneWhatItDoesNotName(String patterns) {
    ChildJvm.woven("suspendable=" + patterns)
        .on(Steps.notAnnotated(folder))
        .run("Main")
        .expect(Steps.PINNED);
  }

  @ParameterizedTest
  @CsvSource({"acme.Steps", "com.other.Order;acme.**"})
  void excludeLeavesAloneWhatIsAnnotated(String patterns) {
    ChildJvm.woven("exclude=" + patterns)
        .on(Steps.annotated(folder))
        .run("Main")
        .expect(Steps.PINNED);
  }

  @Test
  void excludeIsStrongerThanSuspendable() {
    ChildJvm.woven("suspendable=acme.**,exclude=acme.Steps")
        .on(Steps.notAnnotated(folder))
        .run("Main")
        .expect(Steps.PINNED);
  }

  @Test
  void aKeyMayBeGivenTwice() {
    ChildJvm.woven("exclude=com.other.Order,exclude=acme.Steps")
        .on(Steps.annotated(folder))
        .run("Main")
        .expect(Steps.PINNED);
  }

  @Test
  void anExcludedClassIsNotBypassedByItsWovenSuperclass() {
    Path program =
        Program.compile(
            folder,
            "Main",
            """
            import io.bobbin.*;

            public class Main {
              static class Base {
                @Suspendable String name() { Tasklet.yield(); return "Base"; }
              }
              static class Derived extends Base {
                @Override String name() { Tasklet.yield(); return "Derived"; }
              }
              @Suspendable static String nameOf(Base base) { return base.name(); }
              public static void main(String[] args) {
                System.out.println(Tasklet.start(() -> nameOf(new Derived())).join());
              }
            }
            """);

    ChildJvm.woven("exclude=Main$Derived").on(program).run("Main").expect("Derived");
  }

  @ParameterizedTest
  @CsvSource({"verify=woven", "'verify=off,chaos=1,strict=false'"})
  void verifyDoesNotDisturbWhatIsRight(String options) {
    ChildJvm.Result result = ChildJvm.woven(options).on(Steps.annotated(folder)).run("Main");

    assertThat(result.expectOut()).contains("a1", "a3", "b3");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void chaosParksAtTheSameCallsForTheSameSeed() {
    Path program =
        Program.compile(
            folder,
            "Main",
            """
            import io.bobbin.*;

            public class Main {
              @Suspendable static void step(char name, StringBuilder log) { log.append(name); }
              @Suspendable static void steps(char name, StringBuilder log) {
                for (int i = 0; i < 100; i++) step(name, log);
              }
              public static void main(String[] args) {
                StringBuilder log = new StringBuilder();
                Scheduler here = Scheduler.here();
                for (char name = 'a'; name <= 'd'; name++) {
                  char which = name;
                  here.start(() -> steps(which, log));
                }
                here.run();
                System.out.println(log);
              }
            }
            """);
    String calm = "a".repeat(100) + "b".repeat(100) + "c".repeat(100) + "d".repeat(100);

    String seven = ChildJvm.woven("chaos=7").on(program).run("Main").expectOut();

    ChildJvm.woven("").on(program).run("Main").expect(calm);
    assertThat(seven).hasSameSizeAs(calm).isNotEqualTo(calm);
    ChildJvm.woven("chaos=7").on(program).run("Main").expect(seven);
    assertThat(ChildJvm.woven("chaos=8").on(program).run("Main").expectOut()).isNotEqualTo(seven);
  }

  @Test
  void theAgentMayBeGivenTwice() {
    ChildJvm.Result result =
        ChildJvm.woven("").agent(ChildJvm.agentJar(), "").on(Steps.annotated(folder)).run("Main");

    result.expect(Steps.PARKED);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void withoutTheAgentStartingATaskletTellsTheLineToAdd() {
    ChildJvm.Result result = ChildJvm.plain().on(Steps.annotated(folder)).run("Main");

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .contains("NotWovenError: BBN021 Tasklet.start")
        .contains("Add this to the java command: -javaagent:" + ChildJvm.agentJar());
  }

  @Test
  void whatTheErrorTellsToAddIsEnough() {
    Path program = Steps.annotated(folder);
    String told = ChildJvm.plain().on(program).run("Main").err();
    String option = told.substring(told.indexOf("-javaagent:")).split("\\s")[0];

    ChildJvm.plain().option(option).on(program).run("Main").expect(Steps.PARKED);
  }
}
