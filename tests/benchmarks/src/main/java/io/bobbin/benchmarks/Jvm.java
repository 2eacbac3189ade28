package io.bobbin.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM to measure in.
 *
 * @param java its command
 * @param release its version in full
 * @param version its feature version
 * @param collector the garbage collector, as in {@code -XX:+Use<collector>GC}
 */
record Jvm(Path java, String release, int version, String collector) {
  /** Reads what JDK is there. */
  static Jvm of(Path home, String collector) throws IOException {
    String release =
        Files.readAllLines(home.resolve("release")).stream()
            .filter(line -> line.startsWith("JAVA_VERSION="))
            .findFirst()
            .map(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
            .orElseThrow(() -> new IOException(home + " is not a JDK"));
    int version = Integer.parseInt(release.replaceAll("[^0-9].*", ""));
    return new Jvm(home.resolve("bin").resolve("java"), release, version, collector);
  }

  List<String> arguments(int carriers) {
    return List.of(
        "-XX:+Use" + collector + "GC",
        "-Xms2g",
        "-Xmx2g",
        // Some contenders spin where they see more than one processor.
        "-XX:ActiveProcessorCount=" + carriers,
        Carriers.option(carriers));
  }

  @Override
  public String toString() {
    return "JDK " + release + ", " + collector + " GC";
  }
}
