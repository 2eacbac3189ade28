package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.ChildJvm.Result;
import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.RunImages;
import io.bobbin.tests.oracle.Targets;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each target of the corpus is pickled where it parks, and goes on from there in a second JVM, of
 * the other version of the JDK: there it shows what the rest of the plain run shows. With the tests
 * of the other version, this is the way back.
 */
@Tag("without-agent")
class ElsewhereTest {
  /**
   * Those that show what stays behind: static fields, that a class was initialised, that a literal
   * is one object; or that recurse natively as the harness has no stack within a tasklet.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "calls.EnumsAndRecords.records",
          "calls.Nesting.compoundOnPrivateFields",
          "calls.Nesting.inner",
          "exceptions.NestedStacks.deepWithin",
          "values.Constants.classInitialisation",
          "values.Constants.identity",
          "values.News.conditional",
          "values.News.conditionalArguments",
          "values.News.discarded",
          "values.News.inLoop",
          "values.News.initialiserThrows",
          "values.News.nested",
          "values.News.order",
          "values.News.severalArguments",
          "values.News.simple",
          "values.News.thrownWhileMaking",
          "values.News.underOtherValues");

  @Test
  void theOtherJdkGoesOnFromEachPark(@TempDir Path folder) throws IOException {
    Optional<Path> other = ChildJvm.otherJdk();
    assumeTrue(other.isPresent(), "no other JDK is here");
    Path images = folder.resolve("images");
    try (DataOutputStream to = new DataOutputStream(Files.newOutputStream(images))) {
      write(to);
    }
    ChildJvm there = ChildJvm.plain().java(other.get()).within(Duration.ofMinutes(10));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      there.on(Path.of(entry));
    }
    for (String name : List.of("java.lang", "java.util", "java.util.concurrent")) {
      there.option("--add-opens=java.base/" + name + "=ALL-UNNAMED");
    }
    Result result = there.run(RunImages.class.getName(), images.toString());
    assertThat(result.expectOut()).matches("[1-9][0-9]* images of [1-9][0-9]* targets");
  }

  private static void write(DataOutputStream to) {
    Differential corpus = Differential.of(Targets.inPackage(Corpus.PACKAGE));
    for (Entry entry : Corpus.entries()) {
      if (!LEFT_OUT.contains(entry.toString().substring(Corpus.PACKAGE.length() + 1))) {
        corpus.images(entry, (image, shown) -> write(to, entry, image, shown));
      }
    }
  }

  private static void write(DataOutputStream to, Entry entry, byte[] image, int shown) {
    try {
      to.writeUTF(entry.className());
      to.writeUTF(entry.method());
      to.writeInt(shown);
      to.writeInt(image.length);
      to.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
