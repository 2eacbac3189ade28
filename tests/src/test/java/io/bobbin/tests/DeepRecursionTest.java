package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.RunDeep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How deep recursion goes depends on the heap, not on the native stack. */
@Tag("without-agent")
class DeepRecursionTest {
  private static final int TEN_MILLION = 10_000_000;
  private static final int A_MILLION = 1_000_000;

  @ParameterizedTest
  @CsvSource({"direct, 10000000", "mutual, true", "throughInterface, ?", "exception, bottom"})
  void goesTenMillionDeep(String method, String expected) throws IOException, InterruptedException {
    String value = expected.equals("?") ? String.valueOf(alternately(TEN_MILLION)) : expected;
    assertThat(run(method, TEN_MILLION, "-Xss512k", "-Xmx4g")).isEqualTo(value + " after 2 parks");
  }

  @ParameterizedTest
  @CsvSource({"direct, 1000000", "mutual, true", "throughInterface, ?"})
  void goesAMillionDeepInASmallHeap(String method, String expected)
      throws IOException, InterruptedException {
    String value = expected.equals("?") ? String.valueOf(alternately(A_MILLION)) : expected;
    assertThat(run(method, A_MILLION, "-Xss512k", "-Xmx96m", "-XX:+UseSerialGC"))
        .isEqualTo(value + " after 2 parks");
  }

  /** What {@code throughInterface} computes: the top adds, the next multiplies, and so on. */
  private static long alternately(int depth) {
    long value = depth % 2 == 0 ? 1 : 2;
    for (int n = 1; n <= depth; n++) {
      value = (depth - n) % 2 == 0 ? value + 5 : value * 3 % 1_000_003;
    }
    return value;
  }

  private static String run(String method, int depth, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            RunDeep.class.getName(),
            Corpus.PACKAGE + ".deep.AsDeepAsAskedFor",
            method,
            String.valueOf(depth)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
    return output.trim();
  }
}
