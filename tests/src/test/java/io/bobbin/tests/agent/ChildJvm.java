package io.bobbin.tests.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code java} command with the JVM that runs the tests: it is put together, run, and read. */
public final class ChildJvm {
  private static final long SECONDS = 180;

  /** For short programs: nothing that takes longer to start than it saves. */
  private static final List<String> SHORT =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /**
   * What a command left behind.
   *
   * @param exit its exit code
   * @param out what it printed, with {@code \n} behind each line
   * @param err what it printed to the error stream
   */
  public record Result(int exit, String out, String err) {
    /** The output of a program that ended well. */
    public String expectOut() {
      assertEquals(0, exit, this::toString);
      return out.strip();
    }

    /** Fails unless the program ended well and printed these lines. */
    public void expect(String... lines) {
      assertEquals(String.join("\n", lines), expectOut(), this::toString);
    }

    @Override
    public String toString() {
      return "exit code " + exit + "\n--- out\n" + out + "--- err\n" + err + "---";
    }
  }

  private final List<String> options = new ArrayList<>(SHORT);
  private final List<Path> classPath = new ArrayList<>();
  private long seconds = SECONDS;
  private Path home = Path.of(System.getProperty("java.home"));

  private ChildJvm() {
    classPath.add(runtimeJar());
  }

  /** The agent as it is packaged. */
  public static Path agentJar() {
    return jar("bobbin.agent.jar");
  }

  /** The runtime as it is packaged. */
  public static Path runtimeJar() {
    return jar("bobbin.runtime.jar");
  }

  private static Path jar(String property) {
    String jar = Objects.requireNonNull(System.getProperty(property), property);
    return Path.of(jar).toAbsolutePath().normalize();
  }

  /** The home of a JDK that is not the one that runs this, if the build has found one. */
  public static Optional<Path> otherJdk() {
    Path found = agentJar().resolve("../../../tests/target/jdks.properties").normalize();
    Properties homes = new Properties();
    try (Reader in = Files.newBufferedReader(found)) {
      homes.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String build = homes.getProperty("tests.build.home");
    String other = build;
    if (build.equals(System.getProperty("java.home"))) {
      int version = Runtime.version().feature() == 17 ? 25 : 17;
      other = homes.getProperty("tests.jdk" + version + ".home", "");
    }
    return other.isEmpty() ? Optional.empty() : Optional.of(Path.of(other));
  }

  /** The jar or folder that a class of this JVM comes from. */
  public static Path whereIs(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where " + type + " is", e);
    }
  }

  /** A command with the runtime on the class path, and without the agent. */
  public static ChildJvm plain() {
    return new ChildJvm();
  }

  /** The same with the agent; its options may be empty. */
  public static ChildJvm woven(String agentOptions) {
    return new ChildJvm().agent(agentJar(), agentOptions);
  }

  /** Adds an agent behind those that are there. */
  public ChildJvm agent(Path jar, String agentOptions) {
    return option("-javaagent:" + jar + (agentOptions.isEmpty() ? "" : "=" + agentOptions));
  }

  /** Takes the JVM as it is by default, not as it suits short programs. */
  public ChildJvm byDefault() {
    options.removeAll(SHORT);
    return this;
  }

  /** Takes another JVM than the one that runs the tests. */
  public ChildJvm java(Path ofHome) {
    home = ofHome;
    return this;
  }

  /** Adds an option of the JVM. */
  public ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  /** Adds to the class path. */
  public ChildJvm on(Path jarOrFolder) {
    classPath.add(jarOrFolder);
    return this;
  }

  /** Allows more or less time than usual. */
  public ChildJvm within(Duration time) {
    seconds = time.toSeconds();
    return this;
  }

  /** Runs a class to its end. */
  public Result run(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main);
    command.addAll(List.of(arguments));
    try {
      return run(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Result run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("child", ".out");
    Path err = Files.createTempFile("child", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "not over after " + seconds + " s: " + command + "\n" + read(out) + read(err));
      }
      return new Result(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(line -> line + "\n").collect(Collectors.joining());
    }
  }
}
