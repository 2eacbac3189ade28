package io.bobbin.tests.pickle;

import static io.bobbin.tests.pickle.Upgrade.FILTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.frame.ResumePoint;
import io.bobbin.pickle.FrameMigrator;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frames of methods that have changed since they were pickled. */
class FrameMigratorTest {
  private static final String FIRST =
      Version.JOB
          + """
            @Suspendable
            static int pause(int result) {
              Pickle.checkpoint(Job::keep);
              return result;
            }

            @Suspendable
            static String run(int count, List<String> names) {
              int sum = names.size() + 3;
              String text = names.get(0);
              int got = pause(count);
              sum += got;
              return "sum " + sum + " text " + text + " names " + names;
            }

            public static String go() {
              return Scheduler.here().start(() -> run(2, new ArrayList<>(List.of("a", "b")))).join();
            }
          }
          """;

  /** Another method that waits, before {@code run}, which stays suspendable. */
  private static final String IDLE =
      "static int idle(int result) { return pause(result); } @Suspendable static String run";

  private static Upgrade upgrade;

  @BeforeAll
  static void writeImage() {
    upgrade = new Upgrade(FIRST);
  }

  @AfterAll
  static void closeScheduler() {
    Scheduler.here().close();
  }

  private static final FrameMigrator AS_IT_IS = (then, now) -> {};

  private static String migrated(FrameMigrator migrator, String... replacements) {
    return upgrade.resumed(FILTER.migrator("app.Job.run", migrator), replacements);
  }

  private static String mismatch(PickleFilter filter, String... replacements) {
    return upgrade.refused(FrameMismatchException.class, filter, replacements);
  }

  @Test
  void whatDidNotChangeIsNotMigrated() {
    FrameMigrator never =
        (then, now) -> {
          throw new AssertionError("was asked");
        };
    assertThat(migrated(never)).isEqualTo("sum 7 text a names [a, b]");
  }

  @Test
  void codeThatChangedBesideTheCallGoesOnIfThatIsSaid() {
    assertThat(migrated(AS_IT_IS, "\"sum \"", "\"total \""))
        .isEqualTo("total 7 text a names [a, b]");
  }

  @Test
  void anAddedVariableIsSetAndAMissingOneIsDropped() {
    assertThat(
            migrated(
                (then, now) -> now.set("size", ((List<?>) then.value("names")).size() * 10),
                "String text = names.get(0);",
                "int size = names.size();",
                "\" text \" + text",
                "\" size \" + size"))
        .isEqualTo("sum 7 size 20 names [a, b]");
  }

  @Test
  void aWiderTypeIsTakenAsItIsAndAnotherOneIsSaid() {
    String[] widened = {"int sum = names.size() + 3;", "long sum = names.size() + 3;"};
    assertThat(migrated(AS_IT_IS, widened)).isEqualTo("sum 7 text a names [a, b]");
    String[] other = {"int sum = names.size() + 3;", "String sum = names.toString();"};
    assertThat(migrated((then, now) -> now.set("sum", "<" + then.value("sum") + ">"), other))
        .isEqualTo("sum <5>2 text a names [a, b]");
  }

  @Test
  void aFrameGoesOnAtAnotherCallByItsNumberOrItsLine() {
    String[] twice = {
      "int got = pause(count);", "int got = pause(count);\n      sum *= 100; got = pause(0);"
    };
    String expected = "sum 7 text a names [a, b]";
    assertThat(migrated((then, now) -> now.goOnAtCall("pause", 1), twice)).isEqualTo(expected);
    int[] line = new int[1];
    assertThat(
            migrated(
                (then, now) -> {
                  line[0] = then.point().line();
                  now.goOnAtLine(line[0] + 1);
                },
                twice))
        .isEqualTo(expected);
    assertThat(line[0]).isPositive();
  }

  @Test
  void aRenamedMethodWithOtherParametersGoesOn() {
    String[] renamed = {
      "String run(int count, List<String> names)",
      "String runs(int count, List<String> names, long more)",
      "run(2, new ArrayList<>(List.of(\"a\", \"b\")))",
      "runs(2, new ArrayList<>(List.of(\"a\", \"b\")), 3)",
      "\" text \" + text",
      "\" more \" + more"
    };
    PickleFilter filter =
        FILTER
            .migrator("app.Job.lambda$go$0", (then, now) -> now.goOnAtCall("runs", 0))
            .migrator(
                "app.Job.run(ILjava/util/List;)Ljava/lang/String;",
                "app.Job.runs",
                (then, now) -> now.set("more", 30L));
    assertThat(upgrade.resumed(filter, renamed)).isEqualTo("sum 7 more 30 names [a, b]");
  }

  @Test
  void aMigratorSeesFramesOfARenamedClass() {
    String outer =
        FIRST
                .replace("public class Job {", "public class Job { static class Old {")
                .replace("public static byte[] image;", "")
                .replace("image =", "Job.image =")
                .replace("Job::keep", "Old::keep")
            + """
               public static byte[] image;

               @Suspendable
               public static String go() {
                 return Old.go();
               }
             }
            """;
    Upgrade nested = new Upgrade(outer);
    PickleFilter filter =
        FILTER
            .renamedClass("app.Job$Old", "app.Job$New")
            .migrator("app.Job$Old.run", AS_IT_IS)
            .migrator("app.Job$Old.pause", AS_IT_IS)
            .migrator("app.Job$Old.lambda$go$0", AS_IT_IS);
    assertThat(nested.resumed(filter, "Old", "New")).isEqualTo("sum 7 text a names [a, b]");
  }

  @Test
  void objectsAreCompleteWhenAMigratorSeesThem() {
    List<Object> seen = new ArrayList<>();
    migrated(
        (then, now) -> seen.add(List.copyOf((List<?>) then.value("names"))), "\"sum \"", "\"s \"");
    assertThat(seen).containsExactly(List.of("a", "b"));
  }

  @Test
  void whatAMigratorLeavesUnsaidIsRefused() {
    String[] added = {
      "String text = names.get(0);", "String texts = names.get(0);", "+ text +", "+ texts +"
    };
    assertThat(mismatch(FILTER.migrator("app.Job.run", AS_IT_IS), added))
        .startsWith("BBN033 app.Job.run(ILjava/util/List;)Ljava/lang/String; was left at line ")
        .contains("does not say what the variables are", "java.lang.String texts");
    assertThat(
            mismatch(
                FILTER.migrator("app.Job.run", AS_IT_IS),
                "pause(count)",
                "idle(count)",
                "static String run",
                IDLE))
        .contains(
            "does not say where it goes on: the same call is not there, but app.Job.idle (line ");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    String[] changed = {"\"sum \"", "\"total \""};
    List<FrameMigrator> wrong =
        List.of(
            (then, now) -> now.set("sum", "a text"),
            (then, now) -> now.set("sum", 5L),
            (then, now) -> now.set("sum", null),
            (then, now) -> now.set("names", "a text"),
            (then, now) -> now.set("none", 1),
            (then, now) -> then.value("none"),
            (then, now) -> now.goOnAtCall("pause", 1),
            (then, now) -> now.goOnAtLine(1),
            (then, now) -> now.set("sum", then.value("names")));
    for (FrameMigrator each : wrong) {
      assertThat(mismatch(FILTER.migrator("app.Job.run", each), changed))
          .contains("its migrator failed: java.lang.IllegalArgumentException");
    }
  }

  /** Not of the image, which is as good as it was. */
  @Test
  void whatAMigratorThrowsIsToldOfTheMigrator() {
    List<RuntimeException> failures =
        List.of(
            new IndexOutOfBoundsException("mine"),
            new NegativeArraySizeException("mine"),
            new NullPointerException("mine"),
            new ArithmeticException("mine"),
            new IllegalStateException("mine"));
    for (RuntimeException each : failures) {
      PickleFilter filter =
          FILTER.migrator(
              "app.Job.run",
              (then, now) -> {
                throw each;
              });
      Version changed = upgrade.version("\"sum \"", "\"total \"");
      assertThatThrownBy(() -> changed.read(upgrade.image(), filter))
          .isInstanceOf(FrameMismatchException.class)
          .hasMessageContaining("its migrator failed: " + each)
          .hasMessageContaining(FrameMigratorTest.class.getName())
          .hasCause(each);
    }
  }

  @Test
  void aCallThatReturnsAnotherTypeIsRefused() {
    assertThat(
            mismatch(
                FILTER.migrator("app.Job.run", (then, now) -> now.goOnAtCall("wide", 0)),
                "int got = pause(count);",
                "sum += wide(); int got = pause(count);",
                "@Suspendable\n  static String run",
                "@Suspendable static long wide() { return pause(1); }"
                    + " @Suspendable\n  static String run"))
        .contains("app.Job.wide (line ", "returns long", "int");
    assertThat(
            mismatch(
                FILTER.migrator("app.Job.run", "app.Job.pause", AS_IT_IS), "\"sum \"", "\"t \""))
        .contains("goes on in a method that returns int", "expects java.lang.String");
  }

  @Test
  void aMigratorIsToldThePointsThatAreThere() {
    List<ResumePoint> points = new ArrayList<>();
    migrated((then, now) -> points.addAll(now.points()), "\"sum \"", "\"s \"");
    assertThat(points)
        .filteredOn(each -> each.callee().startsWith("app/Job.pause("))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.variables())
                    .extracting(ResumePoint.Variable::name)
                    .contains("text", "names"));
  }

  @Test
  void withoutAMigratorTheDifferenceIsTold() {
    String message =
        mismatch(
            FILTER,
            "int sum = names.size() + 3;",
            "long sum = names.size() + 3;",
            "String text = names.get(0);",
            "\n    int size = names.size();",
            "\" text \" + text",
            "\" size \" + size");
    assertThat(message)
        .startsWith("BBN033 app.Job.run(ILjava/util/List;)Ljava/lang/String; was left at line 24")
        .contains("The call is on line 25 now")
        .contains("missing: java.lang.String text")
        .contains("added: int size")
        .contains("changed: int sum is long", "PickleFilter.migrator");
    assertThat(mismatch(FILTER, "\"sum \"", "\"total \"")).contains("its variables are the same");
    assertThat(mismatch(FILTER, "run(", "runs(")).contains("there is no such method here");
    assertThat(mismatch(FILTER, "pause(count)", "idle(count)", "static String run", IDLE))
        .contains("does not make this call. It calls app.Job.idle (line ");
  }

  @Test
  void namesOfMethodsAreChecked() {
    assertThatThrownBy(() -> FILTER.migrator("run", AS_IT_IS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FILTER.renamedField("count", "total"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
