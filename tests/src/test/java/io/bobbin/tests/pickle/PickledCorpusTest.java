package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.Mode;
import io.bobbin.tests.oracle.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each target of the corpus does what it does plain though it is pickled, read and goes on as what
 * was read wherever it parks.
 *
 * <p>Those that do not are listed in {@code exceptions.txt}, each with the reason: {@code jdk} with
 * the class of the JDK that has no form, {@code unwoven} code, a {@code subclass} of such a class,
 * or {@code differs} where the result has to be another one. Whatever is listed and goes through
 * must be taken off.
 */
@Tag("without-agent")
class PickledCorpusTest {
  private static final Differential CORPUS = Differential.of(Targets.inPackage(Corpus.PACKAGE));
  private static final Map<String, String> EXCEPTIONS = exceptions();

  static List<Entry> entries() {
    return Corpus.entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void goesOnAsWhatWasRead(Entry entry) {
    List<String> failures = CORPUS.failures(entry, EnumSet.of(Mode.PICKLED));
    String exception = EXCEPTIONS.get(name(entry));
    if (exception == null) {
      assertThat(failures).isEmpty();
      return;
    }
    assertThat(failures).as("goes through now: take it off the list").isNotEmpty();
    if (exception.startsWith("differs")) {
      assertThat(failures.get(0)).doesNotContain(Differential.NOT_PICKLABLE);
    } else {
      String what = exception.split("  ", 2)[1];
      assertThat(failures.get(0)).contains(Differential.NOT_PICKLABLE).contains(what);
    }
  }

  @Test
  void whatIsListedExists() {
    assertThat(entries().stream().map(PickledCorpusTest::name)).containsAll(EXCEPTIONS.keySet());
  }

  private static String name(Entry entry) {
    return entry.toString().substring(Corpus.PACKAGE.length() + 1);
  }

  private static Map<String, String> exceptions() {
    Map<String, String> found = new LinkedHashMap<>();
    try (InputStream list = PickledCorpusTest.class.getResourceAsStream("exceptions.txt")) {
      String text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> found.put(line.split("  ", 2)[0], line.split("  ", 2)[1]));
    } catch (IOException e) {
      throw new IllegalStateException("the list of exceptions", e);
    }
    return found;
  }
}
