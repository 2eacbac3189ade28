package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Compiler;
import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.Mode;
import io.bobbin.tests.oracle.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The corpus as other settings and releases of javac compile it. */
@Tag("without-agent")
class CorpusVariantsTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("bobbin.tests.sources", "src/test/java"));

  private static final Pattern ERROR = Pattern.compile("([\\w/]+)\\.java:\\d+: error");

  @TestFactory
  Stream<DynamicTest> withoutDebugInformation() {
    return tests("-g:none", "--release", "17");
  }

  /** Accessors instead of nest mates, string concatenation without invokedynamic. */
  @TestFactory
  Stream<DynamicTest> asJava8() {
    return tests("-g", "--release", "8", "-Xlint:-options");
  }

  @TestFactory
  Stream<DynamicTest> asJava11() {
    return tests("-g", "--release", "11");
  }

  @TestFactory
  Stream<DynamicTest> asTheNewestJava() {
    return tests("-g", "--release", "" + Runtime.version().feature());
  }

  private static Stream<DynamicTest> tests(String... options) {
    Map<String, byte[]> classes = compile(options);
    Targets targets = Targets.of(classes, Corpus.UNWOVEN);
    List<String> topLevel = classes.keySet().stream().filter(n -> !n.contains("$")).toList();
    assertThat(topLevel).hasSizeGreaterThan(10);
    Differential differential = Differential.of(targets);
    Set<Mode> modes = EnumSet.of(Mode.PARKS, Mode.CHAOS);
    List<Entry> entries = Corpus.entries(targets, topLevel);
    return entries.stream()
        .map(e -> DynamicTest.dynamicTest(e.toString(), () -> differential.check(e, modes)));
  }

  /** Compiles what a release of Java knows; the other sources are left out. */
  private static Map<String, byte[]> compile(String... options) {
    Map<String, String> sources = sources();
    while (true) {
      try {
        return Compiler.compile(sources, options);
      } catch (IllegalArgumentException e) {
        Set<String> rejected =
            ERROR
                .matcher(e.getMessage())
                .results()
                .map(CorpusVariantsTest::className)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(sources.keySet()).as(e.getMessage()).containsAll(rejected);
        sources.keySet().removeAll(rejected);
        sources.values().removeIf(text -> rejected.stream().anyMatch(n -> text.contains(n + ';')));
      }
    }
  }

  private static String className(MatchResult error) {
    return error.group(1).replaceFirst("^/", "").replace('/', '.');
  }

  private static Map<String, String> sources() {
    Path root = SOURCES.resolve(Corpus.PACKAGE.replace('.', '/'));
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          new ArrayList<>(files.filter(f -> f.toString().endsWith(".java")).toList())) {
        String name = SOURCES.relativize(file).toString().replaceAll("[/\\\\]", ".");
        sources.put(name.substring(0, name.length() - 5), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(sources).as("sources in " + root.toAbsolutePath()).isNotEmpty();
    return sources;
  }
}
