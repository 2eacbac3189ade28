package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.ChildJvm.Result;
import io.bobbin.tests.agent.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands tell of anonymous and local classes, whose names are numbers. */
class NumberedClassCommandTest {
  private static final String COMMAND = "io.bobbin.pickle.PickleCommand";

  private static final String FIRST =
      Version.JOB
          + """
            // before

            @Suspendable
            interface Step { String run(List<?> data); }

            public static String go() {
              class Local {
                int a = 1;
              }
              Object held = new Object() { int b = 2; };
              Step step = new Step() {
                int c = 3;
                public String run(List<?> data) {
                  Pickle.checkpoint(Job::keep);
                  return data.toString() + c;
                }
              };
              List<Object> data = List.of(new Local(), held);
              return Scheduler.here().start(() -> step.run(data)).join();
            }
          }
          """;

  private static final String OTHERS =
      """
      static List<?> others() {
        class Local {
          int a = 100;
        }
        return List.of(new Object() { int b = 200; }, new Step() {
          int c = 300;
          public String run(List<?> data) {
            Pickle.checkpoint(Job::keep);
            return data.toString() + c;
          }
        }, new Local());
      }
      """;

  @TempDir static Path folder;
  private static Path image;
  private static Path later;

  @BeforeAll
  static void writeImages() throws IOException {
    Upgrade upgrade = new Upgrade(FIRST);
    image = Files.write(folder.resolve("image"), upgrade.image());
    later = Files.write(folder.resolve("later"), upgrade.version("// before", OTHERS).image());
  }

  @AfterAll
  static void closeScheduler() {
    Scheduler.here().close();
  }

  private static Result verify(String name, String replaced, String by) {
    assertThat(FIRST).contains(replaced);
    Path classes = Program.compile(folder.resolve(name), "app.Job", FIRST.replace(replaced, by));
    return ChildJvm.woven("")
        .run(COMMAND, "verify", image.toString(), "--classpath", classes.toString());
  }

  @Test
  void verifyFindsClassesThatHaveOtherNumbers() {
    Result result = verify("more", "// before", OTHERS);
    assertThat(result.out()).contains("would resume").doesNotContain("PROBLEM", "note:");
    assertThat(result.exit()).isZero();
  }

  @Test
  void verifyTellsWhatItCannotTellApart() {
    Result result =
        verify("twice", "Object held =", "Object more = new Object() { int b; }; Object held =");
    assertThat(result.out())
        .contains("PROBLEM: BBN037 app.Job$1, an anonymous java.lang.Object in app.Job.go()")
        .contains("would NOT resume: 1 problems");
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void inspectTellsWhereAClassComesFrom() {
    Result result = ChildJvm.plain().run(COMMAND, "inspect", image.toString());
    assertThat(result.out())
        .contains(
            "  app.Job$1 (an anonymous java.lang.Object in app.Job.go()Ljava/lang/String;): 1 object,")
        .contains("  app.Job$1Local (a local class in app.Job.go()Ljava/lang/String;): 1 object,");
  }

  @Test
  void diffPairsTheSameClassesOfTwoVersions() {
    Result result = ChildJvm.plain().run(COMMAND, "diff", image.toString(), later.toString());
    assertThat(result.out())
        .contains("tasklet > run: app.Job$2.run(Job.java:", " -> app.Job$4.run(Job.java:")
        .contains("2 differences"); // the lines
  }
}
