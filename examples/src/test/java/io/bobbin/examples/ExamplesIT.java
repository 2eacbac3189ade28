package io.bobbin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example that {@code ./examples/run} knows, in a JVM of its own, with the packaged agent. */
class ExamplesIT {
  private static final long SECONDS = 120;

  /** Arguments with which an example has less to do than by default. */
  private static final Map<String, String> LITTLE =
      Map.ofEntries(
          Map.entry("primes", "300"),
          Map.entry("generator", "20000"),
          Map.entry("pingpong", "20000"),
          Map.entry("ring", "50000"),
          Map.entry("skynet", "4"),
          Map.entry("deep", "1000000"),
          Map.entry("httpd", "--connections 100 --seconds 1"),
          Map.entry("migrate", "5000"),
          Map.entry("greenlets", "100000"),
          Map.entry("producers", "20000"),
          Map.entry("game", "500"),
          Map.entry("debugger", "500"),
          Map.entry("queens", "6"),
          Map.entry("watchdog", "100000"));

  /** A line of {@code examples.txt}. */
  record Entry(String name, String main, String arguments, String options) {
    static Entry parse(String line) {
      String[] parts = line.split("\\|", -1);
      return new Entry(parts[0], parts[1], LITTLE.getOrDefault(parts[0], parts[2]), parts[3]);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Entry> all() throws IOException {
    return Files.readAllLines(Path.of("examples.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Entry::parse);
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty());
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anExampleFindsItsResultsRight(Entry example, @TempDir Path directory) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(property("java.home"), "bin", "java").toString());
    command.add("-javaagent:" + property("bobbin.agent.jar"));
    words(example.options).forEach(command::add);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            "target/classes",
            property("bobbin.runtime.jar"),
            "target/lib" + File.separator + "*"));
    command.add(example.main);
    words(example.arguments).forEach(command::add);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean hasEnded = process.waitFor(SECONDS, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(hasEnded).as("has ended; printed %s", printed).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(printed).contains("checked: ");
  }
}
