package io.bobbin.tests.pickle;

import static io.bobbin.tests.pickle.Upgrade.FILTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.RefusedClassException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Classes of data that have changed since their objects were pickled. */
class DataEvolutionTest {
  private static final String FIRST =
      Version.HOLDS_DATA
          + """
          class Data {
            static List<?> all() {
              return List.of(new Order(), new Note("n", 4), Level.HIGH);
            }
          }

          class Order {
            int count = 3;
            float share = 0.5f;
            char letter = 'x';
            ArrayList<String> names = new ArrayList<>(List.of("a"));
            String old = "o";

            public String toString() {
              return count + " " + share + " " + letter + " " + names + " " + old;
            }
          }

          record Note(String text, int size) {}

          enum Level { LOW, HIGH }
          """;

  private static final String UNCHANGED = "[3 0.5 x [a] o, Note[text=n, size=4], HIGH]";

  private static Upgrade upgrade;
  private static byte[] image;

  @BeforeAll
  static void writeImage() {
    upgrade = new Upgrade(FIRST);
    image = upgrade.image();
  }

  @AfterAll
  static void closeScheduler() {
    Scheduler.here().close();
  }

  private static String resumed(String... replacements) {
    return upgrade.resumed(replacements);
  }

  private static void assertRefused(String message, String... replacements) {
    assertThat(upgrade.refused(PickleException.class, replacements)).contains(message);
  }

  /** A filter may be used for programs of several class loaders, one after the other. */
  @Test
  void oneFilterFindsTheClassesOfWhoReads() {
    Version first = upgrade.version();
    Version other = upgrade.version("return count + \" \"", "return \"other \" + count + \" \"");
    for (int i = 0; i < 2; i++) {
      assertThat(first.resumeInContext(image, FILTER)).isEqualTo(UNCHANGED);
      assertThat(other.resumeInContext(image, FILTER))
          .isEqualTo(UNCHANGED.replace("[3", "[other 3"));
    }
  }

  @Test
  void withoutChangesNothingIsNoted() {
    Version same = upgrade.version();
    assertThat(same.resume(image, FILTER)).isEqualTo(UNCHANGED);
    assertThat(same.read(image, FILTER).notes()).isEmpty();
  }

  @Test
  void newFieldsAndComponentsAreZeroOrNull() {
    assertThat(
            resumed(
                "int count = 3;",
                "int count = 3; int fresh = 8; String also = \"s\";",
                "return count +",
                "return fresh + also + count +",
                "Note(String text, int size)",
                "Note(String text, int size, long more, Object of)",
                "new Note(\"n\", 4)",
                "new Note(\"n\", 4, 5, 6)"))
        .isEqualTo("[0null3 0.5 x [a] o, Note[text=n, size=4, more=0, of=null], HIGH]");
  }

  @Test
  void fieldsAndComponentsThatAreGoneAreNoted() {
    Version version =
        upgrade.version(
            "String old = \"o\";",
            "",
            " + \" \" + old",
            "",
            "Note(String text, int size)",
            "Note(String text)",
            "new Note(\"n\", 4)",
            "new Note(\"n\")");
    Pickle.Restored restored = version.read(image, FILTER);
    assertThat(restored.notes())
        .containsExactlyInAnyOrder(
            "app.Order.old of type java.lang.String is not there any more: what it held is left out",
            "app.Note.size of type int is not there any more: what it held is left out");
    assertThat(version.resume(image, FILTER)).isEqualTo("[3 0.5 x [a], Note[text=n], HIGH]");
  }

  @Test
  void primitivesMayBecomeWider() {
    assertThat(
            resumed(
                "int count",
                "double count",
                "float share",
                "double share",
                "char letter",
                "int letter",
                "int size",
                "long size"))
        .isEqualTo("[3.0 0.5 120 [a] o, Note[text=n, size=4], HIGH]");
  }

  @Test
  void otherChangesOfTypesAreRefused() {
    assertRefused(
        "the field app.Order.count was of type int and is of type short",
        "int count = 3",
        "short count = 3");
    assertRefused("was of type int and is of type float", "int count", "float count");
    assertRefused("was of type int and is of type java.lang.Integer", "int count", "Integer count");
    assertRefused(
        "the component app.Note.size was of type int and is of type byte",
        "int size",
        "byte size",
        "new Note(\"n\", 4)",
        "new Note(\"n\", (byte) 4)");
  }

  @Test
  void aFieldOfReferencesTakesWhatFits() {
    assertThat(resumed("ArrayList<String> names", "Collection<String> names")).isEqualTo(UNCHANGED);
    assertRefused(
        "which a java.util.ArrayList is not",
        "ArrayList<String> names = new ArrayList<>(List.of(\"a\"));",
        "LinkedList<String> names = new LinkedList<>();");
  }

  @Test
  void renamedClassesFieldsComponentsAndConstantsAreFound() {
    Version version =
        upgrade.version(
            "Order", "Purchase", "count", "total", "String text", "String title", "HIGH", "TOP");
    UnaryOperator<PickleFilter> renames =
        filter ->
            filter
                .renamedClass("app.Order", "app.Purchase")
                .renamedField("app.Order.count", "total")
                .renamedField("app.Note.text", "title")
                .renamedField("app.Level.HIGH", "TOP");
    assertThat(version.resume(image, renames.apply(FILTER)))
        .isEqualTo("[3 0.5 x [a] o, Note[title=n, size=4], TOP]");
    assertThat(version.read(image, renames.apply(FILTER)).notes()).isEmpty();
    PickleFilter strict =
        renames.apply(PickleFilter.allow("app.Order", "app.Note", "app.Level", "app.Job"));
    assertThat(Upgrade.refused(RefusedClassException.class, version, image, strict))
        .contains("app.Purchase");
  }

  @Test
  void aClassOrAConstantThatIsGoneIsAnError() {
    assertRefused("the class app.Order is not here", "Order", "Purchase");
    assertRefused("app.Level has no constant HIGH here", "HIGH", "TOP");
  }
}
