package io.bobbin.tests.pickle;

import static io.bobbin.tests.pickle.Upgrade.FILTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.RefusedClassException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Anonymous and local classes of a program that has changed since it was pickled. The compiler
 * numbers them, so that a name alone would give an image objects of another class.
 */
class NumberedClassUpgradeTest {
  private static final String FIRST =
      Version.HOLDS_DATA
          + """
          class Data {
            // before

            static List<?> all() {
              int n = 5;
              class Local {
                int a = 1;
                class Member {
                  public String toString() { return "member"; }
                }
                public String toString() { return "local " + a + n + here; }
                // local
              }
              record Point(int x) {}
              enum Color { RED, BLUE }
              Object one = new Object() { public String toString() { return "one " + n; } };
              Supplier<Object> two = new Supplier<>() {
                public Object get() {
                  return new Object() { public String toString() { return "inside " + n; } };
                }
                public String toString() { return "two " + n; }
              };
              Object inside = two.get();
              Object[] array = new Local[1];
              List<?> all = new ArrayList<>(List.of(one, two, inside, new Local(),
                  new Local().new Member(), new Point(3), Color.BLUE, EnumSet.of(Color.RED),
                  array.getClass().getComponentType() == Local.class, Sign.PLUS, Local.class));
              return all;
            }

            static final String here = "!";
          }

          enum Sign {
            MINUS { public String toString() { return "-"; } },
            PLUS { public String toString() { return "+"; } }
          }
          """;

  private static final String RESULT =
      "[one 5, two 5, inside 5, local 15!, member, Point[x=3], BLUE, [RED], true, +, %s]";

  /** Another method with such classes, alike in all but what they say. */
  private static final String OTHERS =
      """
      static List<?> others() {
        int n = 7;
        class Local {
          int a = 1;
          class Member {
            public String toString() { return "wrong"; }
          }
          public String toString() { return "wrong " + a + n; }
        }
        record Point(int x) { public String toString() { return "wrong"; } }
        enum Color { RED { public String toString() { return "wrong"; } }, BLUE }
        Object one = new Object() { public String toString() { return "wrong " + n; } };
        return List.of(one, new Supplier<Object>() {
          public Object get() {
            return new Object() { public String toString() { return "wrong " + n; } };
          }
          public String toString() { return "wrong " + n; }
        }, new Local(), new Local().new Member(), new Point(1), Color.RED);
      }
      """;

  private static final String ALIKE =
      Version.HOLDS_DATA
          + """
          class Data {
            // before
            static List<?> all() {
              return List.of(
                  new Object() { public String toString() { return "a"; } },
                  new Object() { public String toString() { return "b"; } },
                  new Object() { public String toString() { return "c"; } });
            }
          }
          """;

  private static Upgrade upgrade;
  private static Upgrade alike;

  @BeforeAll
  static void writeImage() {
    upgrade = new Upgrade(FIRST);
    alike = new Upgrade(ALIKE);
  }

  @AfterAll
  static void closeScheduler() {
    Scheduler.here().close();
  }

  @Test
  void theSameProgramGoesOn() {
    assertThat(upgrade.resumed()).isEqualTo(RESULT.formatted("class app.Data$1Local"));
    assertThat(upgrade.version().read(upgrade.image(), FILTER).notes()).isEmpty();
  }

  @Test
  void classesThatAreAddedInOtherMethodsTakeNoOthersPlace() {
    assertThat(upgrade.resumed("// before", OTHERS))
        .isEqualTo(RESULT.formatted("class app.Data$2Local"));
    assertThat(upgrade.resumed("static final String here", OTHERS + "static final String here"))
        .isEqualTo(RESULT.formatted("class app.Data$1Local"));
  }

  @Test
  void theirBodiesFieldsAndMembersMayChange() {
    assertThat(
            upgrade.resumed(
                "// before",
                OTHERS,
                "return \"one \" + n",
                "return \"first \" + n",
                "public String toString() { return \"two \"",
                "int more; private int more() { return 1; } public String toString() { return more + \"2 \"",
                "int a = 1;\n      class Member",
                "int a = 1; String b;\n      class Member",
                "// local",
                "int other() { return n; }"))
        .isEqualTo(
            RESULT.formatted("class app.Data$2Local").replace("one", "first").replace("two", "02"));
  }

  @Test
  void oneThatIsGoneIsRefused() {
    assertThat(
            upgrade.refused(
                PickleException.class,
                "Object one = new Object() { public String toString() { return \"one \" + n; } };",
                "Object one = \"one\";"))
        .startsWith("BBN037 app.Data$")
        .contains("all", "PickleFilter.renamedClass", "name of its own");
  }

  /** Nobody can tell which of them it was. */
  @Test
  void oneThatIsAddedBesideAnotherThatIsAlikeIsRefusedUnlessItIsSaid() {
    String[] added = {
      "Object one =",
      "Object more = new Object() { public String toString() { return \"\"; } };" + " Object one ="
    };
    assertThat(upgrade.refused(PickleException.class, added))
        .startsWith("BBN037 app.Data$1, ")
        .contains(
            "an anonymous java.lang.Object in app.Data.all()", "there was 1 when", "there were 2.");
    PickleFilter said =
        FILTER
            .renamedClass("app.Data$1", "app.Data$2")
            .renamedClass("app.Data$2", "app.Data$3")
            .renamedClass("app.Data$2$1", "app.Data$3$1");
    assertThat(upgrade.resumed(said, added)).isEqualTo(RESULT.formatted("class app.Data$1Local"));
  }

  @Test
  void oneWithOtherMembersIsNoOther() {
    assertThat(
            upgrade.resumed(
                "Object one =", "Object more = new Object() { int field; }; Object one ="))
        .isEqualTo(RESULT.formatted("class app.Data$1Local"));
  }

  @Test
  void theFilterIsAskedForTheClassThatIsUsed() {
    PickleFilter before =
        PickleFilter.allow(
            "app.Job",
            "app.Data$1",
            "app.Data$2",
            "app.Data$1Local",
            "app.Data$1Point",
            "app.Data$1Color",
            "app.Sign");
    assertThat(upgrade.resumed(before)).isEqualTo(RESULT.formatted("class app.Data$1Local"));
    assertThat(upgrade.refused(RefusedClassException.class, before, "// before", OTHERS))
        .contains("which is not allowed");
  }

  @Test
  void aConstantOfAnEnumIsToldByItsName() {
    assertThat(
            upgrade.resumed(
                "MINUS {", "NONE { public String toString() { return \"\"; } }, MINUS {"))
        .isEqualTo(RESULT.formatted("class app.Data$1Local"));
  }

  /** A filter is used for many images. */
  @Test
  void aFilterKnowsEachImageOnItsOwn() {
    Version later = upgrade.version("// before", OTHERS);
    Version first = upgrade.version();
    byte[] image = later.image();
    for (int i = 0; i < 2; i++) {
      assertThat(later.resumeInContext(upgrade.image(), FILTER))
          .isEqualTo(RESULT.formatted("class app.Data$2Local"));
      assertThat(later.resumeInContext(image, FILTER))
          .isEqualTo(RESULT.formatted("class app.Data$2Local"));
      assertThat(first.resumeInContext(image, FILTER))
          .isEqualTo(RESULT.formatted("class app.Data$1Local"));
    }
  }

  /** What the weaver adds to them is no part of what they come from. */
  @Test
  void theirMethodsMayBecomeSuspendable() {
    assertThat(
            upgrade.resumed(
                "// before",
                OTHERS,
                "public Object get()",
                "@Suspendable public Object get()",
                "public String toString() { return \"inside",
                "@Suspendable public String toString() { return \"inside"))
        .isEqualTo(RESULT.formatted("class app.Data$2Local"));
    assertThat(
            alike.resumed(
                "// before",
                OTHERS,
                "public String toString()",
                "@Suspendable public String toString()"))
        .isEqualTo("[a, b, c]");
  }

  @Test
  void severalThatAreAlikeAreToldByTheirOrder() {
    assertThat(alike.resumed("// before", OTHERS)).isEqualTo("[a, b, c]");
  }

  /** Nothing else may tell such a lambda from another. */
  @Test
  void aLambdaWhoseBodyNamesOneHasChangedWithItsNumber() {
    String source =
        Version.JOB
            + """
              // before

              @Suspendable
              static String run() {
                Supplier<Object> made =
                    () -> new Object() { public String toString() { return "made"; } };
                Pickle.checkpoint(Job::keep);
                return made.get().toString();
              }

              public static String go() {
                return Scheduler.here().start(() -> run()).join();
              }
            }
            """;
    String other = "static Object other() { return new Object() { int a; }; }";
    Upgrade lambda = new Upgrade(source);
    assertThat(lambda.resumed("\"made\"", "\"other\"")).isEqualTo("other");
    assertThat(lambda.refused(FrameMismatchException.class, "// before", other))
        .startsWith("BBN034");
  }

  /** All that is woven, and has frames and lambdas of its own. */
  @Test
  void framesAndLambdasOfAnonymousClassesGoOn() {
    String run =
        """
        @Suspendable
        static String run(int n) {
          class Held {
            String text = "held " + n;
          }
          Held held = new Held();
          Step step = new Step() {
            int more = n + 1;
            public String run(Supplier<String> made) {
              Supplier<String> own = () -> "own " + more;
              Pickle.checkpoint(Job::keep);
              return more + " " + made.get() + " " + own.get();
            }
          };
          String got = step.run(() -> "made");
          return got + " " + held.text + " " + new Object() {
            public String toString() { return "new " + n; }
          };
        }
        """;
    String source =
        Version.JOB
            + """
              @Suspendable
              interface Step { String run(Supplier<String> made); }

              // before

              """
            + run
            + """
              public static String go() {
                return Scheduler.here().start(() -> run(1)).join();
              }
            }
            """;
    String others =
        run.replace("run(int n)", "others(int n)")
            .replace("held \"", "wrong \"")
            .replace("own \"", "wrong \"")
            .replace("made\"", "wrong\"");
    Upgrade woven = new Upgrade(source);
    String result = "2 made own 2 held 1 new 1";
    assertThat(woven.resumed()).isEqualTo(result);
    assertThat(woven.resumed("// before", others)).isEqualTo(result);
    assertThat(
            woven.refused(
                FrameMismatchException.class, "return more + \" \" +", "return more + \"\" +"))
        .startsWith("BBN033 app.Job$1.run");
    assertThat(woven.resumed("\"new \"", "\"other \"")).isEqualTo("2 made own 2 held 1 other 1");
  }
}
