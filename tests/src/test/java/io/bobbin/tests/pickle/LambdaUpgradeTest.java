package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.frame.FrameMismatchException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Lambdas of a program that has changed since it was pickled. The compiler numbers their bodies, so
 * that a name alone would give an image the body of another lambda.
 */
class LambdaUpgradeTest {
  /** Holds lambdas of each kind, and is left in one, inside of an ordinary method, in another. */
  private static final String FIRST =
      Version.JOB
          + """
            @Suspendable
            interface Step { int run(int x); }

            @Suspendable
            static int pause(int result) {
              Pickle.checkpoint(Job::keep);
              return result;
            }

            // before
            @Suspendable
            static String run() {
              Function<Integer, Integer> plain = x -> x + 1;
              Function<Integer, Integer> other = x -> x * 10;
              Step waiting = x -> pause(x) + 100;
              Supplier<Function<Integer, Integer>> outer = () -> x -> x + 2;
              int got = waiting.run(5);
              Function<Integer, Integer> later = x -> x - 3;
              return plain.apply(got) + " " + other.apply(got) + " " + outer.get().apply(got)
                  + " " + later.apply(got);
            }

            public static String go() {
              return Scheduler.here().start(() -> run()).join();
            }
          }
          """;

  private static final String RESULT = "106 1050 107 102";

  private static Upgrade upgrade;

  @BeforeAll
  static void writeImage() {
    upgrade = new Upgrade(FIRST);
  }

  @AfterAll
  static void closeScheduler() {
    Scheduler.here().close();
  }

  private static String resumed(String... replacements) {
    return upgrade.resumed(replacements);
  }

  private static String refused(String... replacements) {
    return upgrade.refused(FrameMismatchException.class, replacements);
  }

  @Test
  void theSameProgramGoesOn() {
    assertThat(resumed()).isEqualTo(RESULT);
  }

  @Test
  void lambdasThatAreAddedInOtherMethodsTakeNoOthersPlace() {
    String added =
        """
        static Function<Integer, Integer> before() { return x -> x - 1000; }
        static Step waits() { return x -> pause(x) - 1000; }
        static Supplier<Function<Integer, Integer>> nested() { return () -> x -> x - 1000; }
        """;
    assertThat(resumed("// before", added)).isEqualTo(RESULT);
    assertThat(resumed("public static String go()", added + "public static String go()"))
        .isEqualTo(RESULT);
  }

  /** All that makes them is behind the frame, and what comes later is not touched. */
  @Test
  void aMethodsLambdasMayChangePlaces() {
    assertThat(
            resumed(
                "plain = x -> x + 1;", "plain = x -> x * 10;",
                "other = x -> x * 10;", "other = x -> x + 1;"))
        .isEqualTo(RESULT);
  }

  @Test
  void aBodyThatHasChangedIsRefused() {
    assertThat(refused("plain = x -> x + 1;", "plain = x -> x + 7;"))
        .startsWith("BBN034 the lambda of app.Job whose body was lambda$run$")
        .contains("(Ljava/lang/Integer;)Ljava/lang/Integer;")
        .contains("method with a name of its own");
  }

  @Test
  void aLambdaIsNotTakenForOneThatOnlyHasItsName() {
    assertThat(
            refused(
                "plain = x -> x + 1;", "plain = x -> x * 10;",
                "other = x -> x * 10;", "other = x -> x * 20;"))
        .startsWith("BBN034");
  }

  @Test
  void aBodyInsideOfABodyTellsLambdasApart() {
    assertThat(refused("() -> x -> x + 2", "() -> x -> x + 3")).startsWith("BBN034");
  }

  @Test
  void aFrameInALambdaThatHasChangedIsRefused() {
    assertThat(refused("pause(x) + 100", "pause(x) + 200")).startsWith("BBN03");
  }

  /** As a method that it would call from there on may. */
  @Test
  void aLambdaThatIsMadeLaterMayChange() {
    assertThat(resumed("later = x -> x - 3", "later = x -> x + 3")).isEqualTo("106 1050 107 108");
  }

  /** A class is not asked for the lambdas of the one that it extends. */
  @Test
  void aClassWithoutLambdasMayExtendOneThatHasSome() {
    String source =
        Version.JOB
            + """
              @Suspendable
              String run(Supplier<String> held) {
                Pickle.checkpoint(Job::keep);
                return held.get();
              }

              public static String go() {
                return Scheduler.here().start(() -> new Heir().run(Other.made())).join();
              }
            }

            class Heir extends Other {
              @Override @Suspendable
              String run(Supplier<String> held) {
                return super.run(held) + " here";
              }
            }

            class Other extends Job {
              @Suspendable void waits() {}

              static Supplier<String> made() {
                return () -> "held";
              }
            }
            """;
    assertThat(new Upgrade(source).resumed()).isEqualTo("held here");
  }
}
