package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.ChildJvm.Result;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} and {@code diff}: images of a program that changes. */
class PickleVerifyTest {
  private static final String COMMAND = "io.bobbin.pickle.PickleCommand";

  private static final String FIRST =
      """
      package app;

      import io.bobbin.*;
      import io.bobbin.pickle.Pickle;
      import java.nio.file.*;

      public class Job {
        static class Data {
          int count = 3;
          String old = "o";
          long kept = 8;
          Level level = Level.HIGH;
        }

        static class Loud {
          static {
            System.out.println("a data class was initialised");
          }
        }

        enum Level { LOW, HIGH }

        record Note(String text, int size) {}

        interface Step {
          @Suspendable
          int go(int x);
        }

        @Suspendable
        static int outer(Channel<Integer> in, Data data, Step step) {
          return inner(in, data) + step.go(1);
        }

        @Suspendable
        static int inner(Channel<Integer> in, Data data) {
          Note note = new Note("n", 4);
          Loud loud = new Loud();
          Loud[] all = {loud};
          int sum = 0;
          for (int round = 0; round < 5; round++) {
            sum += in.receive();
            data.kept += sum;
          }
          return sum + note.size() + data.count + all.length;
        }

        public static void main(String[] files) throws Exception {
          Scheduler here = Scheduler.here();
          Channel<Integer> in = Channel.unbuffered();
          Tasklet<Integer> job = here.start("job", () -> outer(in, new Data(), x -> x + 1));
          for (String file : files) {
            here.runUntil(() -> job.state() == Tasklet.State.WAITING);
            Files.write(Path.of(file), Pickle.of(job).bytes());
            here.start(() -> in.send(20));
            here.runUntil(() -> in.balance() == 0);
            here.runUntil(() -> in.balance() < 0);
          }
        }
      }
      """;

  @TempDir static Path folder;
  private static Path first;
  private static String image;
  private static String later;

  @BeforeAll
  static void writeImages() {
    first = Program.compile(folder.resolve("first"), "app.Job", FIRST);
    image = folder.resolve("image").toString();
    later = folder.resolve("later").toString();
    Result written = ChildJvm.woven("").on(first).run("app.Job", image, later);
    assertThat(written.exit()).describedAs(written.toString()).isZero();
  }

  private static Result verify(String name, String... replacements) {
    String source = FIRST;
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(source).contains(replacements[i]);
      source = source.replace(replacements[i], replacements[i + 1]);
    }
    Path classes = Program.compile(folder.resolve(name), "app.Job", source);
    return ChildJvm.woven("").run(COMMAND, "verify", image, "--classpath", classes.toString());
  }

  @Test
  void whatDidNotChangeWouldResume() {
    Result result = verify("same");
    assertThat(result.out()).contains("would resume").doesNotContain("PROBLEM", "note:");
    assertThat(result.out()).doesNotContain("was initialised");
    assertThat(result.exit()).isZero();
  }

  @Test
  void aChangedMethodIsTold() {
    Result result = verify("changed", "sum += in.receive();", "sum += 2 * in.receive();");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("app.Job.inner", "the method has changed")
        .contains("would NOT resume: 1 problems");
  }

  @Test
  void aMissingMethodOneThatIsNotWovenAndALambdaThatIsGoneAreTold() {
    Result missing = verify("missing", "inner(", "within(");
    assertThat(missing.out())
        .contains("PROBLEM: app.Job.inner(Lio/bobbin/Channel;Lapp/Job$Data;)I is missing");
    Result notWoven = verify("plain", "  @Suspendable\n  static int inner", "  static int inner");
    assertThat(notWoven.out()).contains("app.Job.inner", "not woven");
    Result noLambda = verify("lambda", "x -> x + 1", "null");
    assertThat(noLambda.exit()).isEqualTo(1);
    assertThat(noLambda.out())
        // Compilers number lambdas in different orders
        .containsPattern(
            "PROBLEM: lambda of app.Job: app.Job.lambda\\$main\\$(.): BBN034 the lambda of app.Job"
                + " whose body was lambda\\$main\\$\\1\\(I\\)I has changed, or is gone");
  }

  @Test
  void changedFieldsAreProblemsAndNewOrGoneOnesAreNotes() {
    Result result =
        verify(
            "fields",
            "int count = 3",
            "String count = \"\"",
            "String old = \"o\"",
            "byte fresh",
            "+ data.count",
            "",
            "record Note(String text, int size) {}",
            "record Note(String title, int size) {}");
    assertThat(result.out())
        .contains("PROBLEM: app.Job$Data.count was of type int and is of type java.lang.String")
        .contains("note: app.Job$Data.fresh of type byte is new")
        .contains("note: app.Job$Data.old of type java.lang.String is gone")
        .contains("note: app.Job$Note.title of type java.lang.String is new");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void missingClassesAndConstantsAreTold() {
    Result result =
        verify(
            "classes",
            "class Loud",
            "class Quiet",
            "Loud loud = new Loud();",
            "Object loud = null;",
            "Loud[] all = {loud};",
            "Object[] all = {loud};",
            "{ LOW, HIGH }",
            "{ LOW, HIGHER }",
            "Level.HIGH",
            "Level.HIGHER");
    assertThat(result.out())
        .contains("PROBLEM: app.Job$Loud: the class app.Job$Loud is not here")
        .contains("PROBLEM: app.Job$Level has no constant HIGH here");
  }

  @Test
  void withoutTheAgentThatIsTold() {
    Result result = ChildJvm.plain().run(COMMAND, "verify", image, "--classpath", first.toString());
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("PROBLEM: the agent is not there")
        .contains("would NOT resume: 1 problems");
  }

  @Test
  void diffTellsFramesVariablesAndChannels() {
    Result same = ChildJvm.plain().run(COMMAND, "diff", image, image);
    assertThat(same.out()).contains("no differences");
    assertThat(same.exit()).isZero();
    Result result = ChildJvm.plain().run(COMMAND, "diff", image, later);
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out())
        .contains("tasklet \"job\" > inner > round: 0 -> 1")
        .contains("tasklet \"job\" > inner > stack0: 0 -> 20")
        .contains(" > data > kept: 8 -> 28")
        .contains("3 differences");
  }
}
