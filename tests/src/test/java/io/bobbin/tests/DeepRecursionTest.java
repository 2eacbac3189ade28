package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.RunDeep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recursion a million deep needs neither a large stack nor a large heap. */
@Tag("without-agent")
class DeepRecursionTest {
  @ParameterizedTest
  @CsvSource({
    "directTo, 1000000 after 1 parks",
    "mutualTo, true after 1 parks",
    "interfaceTo, 666665 after 1 parks",
    "exceptionTo, bottom after 1 parks"
  })
  void goesAMillionDeep(String method, String expected) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xss512k",
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RunDeep.class.getName(),
                Corpus.PACKAGE + ".deep.Recursion",
                method,
                "1000000")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output.trim()).isEqualTo(expected);
    assertThat(process.waitFor()).isZero();
  }
}
