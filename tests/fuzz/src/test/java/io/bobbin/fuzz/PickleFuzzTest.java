package io.bobbin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.bobbin.pickle.Pickle;
import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.pickle.EveryKind;
import io.bobbin.tests.pickle.Seals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Has Jazzer look for bytes that {@link PickleTarget} does not bear, in a JVM with both agents. For
 * longer: {@code -Dfuzz.seconds=1200}. What it found interesting stays in {@code target/fuzz}, and
 * is where the next run begins.
 *
 * <p>A finding belongs into {@code src/test/resources/findings}, where it is tried for ever.
 */
class PickleFuzzTest {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 20);

  /** How long Jazzer may take to begin, and to end. */
  private static final int MORE_SECONDS = 180;

  /** What is instrumented, to tell Jazzer where its bytes lead, and to have it watch calls. */
  private static final String READERS =
      "io.bobbin.pickle.**:io.bobbin.schedule.**:io.bobbin.channel.**";

  @TempDir static Path folder;

  private static List<Path> seeds() throws IOException {
    Seeds.write(folder);
    return files(folder);
  }

  private static List<Path> findings() throws IOException {
    return files(Path.of("src/test/resources/findings"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aSeedIsRead(Path seed) throws IOException {
    byte[] bytes = Files.readAllBytes(seed);
    byte[] image = seed.endsWith(Seeds.IMAGE) ? bytes : Seals.sealed(bytes);
    assertThat(Pickle.read(image, PickleTarget.filter()).tasklets()).isNotEmpty();
    PickleTarget.fuzzerTestOneInput(bytes);
  }

  @ParameterizedTest
  @MethodSource("findings")
  void whatWasFoundOnceIsBorne(Path finding) throws IOException {
    PickleTarget.fuzzerTestOneInput(Files.readAllBytes(finding));
  }

  @Test
  @Timeout(Integer.MAX_VALUE) // The child has a limit of its own.
  void jazzerFindsNothing() throws IOException {
    Path kept = Path.of(System.getProperty("bobbin.fuzz"));
    Path corpus = Files.createDirectories(kept.resolve("corpus"));
    Path findings = Files.createDirectories(kept.resolve("findings"));
    Seeds.write(folder);
    ChildJvm.Result result =
        ChildJvm.woven("")
            .byDefault()
            .option("-Xmx1g")
            .option("-XX:+EnableDynamicAgentLoading") // Jazzer's
            .on(ChildJvm.whereIs(Jazzer.class))
            .on(ChildJvm.whereIs(FuzzedDataProvider.class))
            .on(ChildJvm.whereIs(PickleTarget.class))
            .on(ChildJvm.whereIs(EveryKind.class))
            .within(Duration.ofSeconds(SECONDS + MORE_SECONDS))
            .run(
                Jazzer.class.getName(),
                "--target_class=" + PickleTarget.class.getName(),
                "--instrumentation_includes=" + READERS,
                "--custom_hook_includes=" + READERS,
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + SECONDS,
                "-max_len=8192",
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
                "-timeout=20",
                "-rss_limit_mb=0", // the JVM has its own
                "-print_final_stats=1",
                corpus.toString(),
                folder.toString());
    if (result.err().contains(UnsatisfiedLinkError.class.getName())) {
      String why = "Jazzer has no library for this system: no fuzzing.";
      System.out.println(why);
      abort(why);
    }
    if (result.exit() != 0) {
      fail(
          "Jazzer ended with "
              + result.exit()
              + ", and may have left what it found in "
              + findings
              + "; that belongs into src/test/resources/findings.\n"
              + withoutChatter(result.err()));
    }
    result.err().lines().filter(line -> line.contains("\tDONE ")).forEach(System.out::println);
  }

  private static String withoutChatter(String log) {
    StringBuilder left = new StringBuilder();
    log.lines()
        .filter(line -> !line.startsWith("INFO: ") && !line.startsWith("#"))
        .forEach(line -> left.append(line).append('\n'));
    return left.toString();
  }
}
