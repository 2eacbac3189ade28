package io.bobbin.tests.controls;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.VoidBody;
import io.bobbin.observe.PinnedWaits;
import io.bobbin.tests.oracle.Compiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/channels.md} shows can be pasted, and prints what it says. */
@Timeout(120)
class ChannelsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "channels.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(.*?)```\n```text\n(.*?)```\n", Pattern.DOTALL);

  /** An example, named by its place on the page. */
  record Example(int number, String code, String prints) {
    String className() {
      return "Example" + number;
    }

    @Override
    public String toString() {
      return "example " + number;
    }
  }

  private static Loader loader;

  static Stream<Example> examples() throws IOException {
    List<Example> found = new ArrayList<>();
    for (MatchResult each : EXAMPLE.matcher(Files.readString(PAGE)).results().toList()) {
      found.add(new Example(found.size() + 1, each.group(1), each.group(2)));
    }
    return found.stream();
  }

  /** Defines what javac made of an example, which the agent weaves. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(ChannelsPageTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /** All of them at once, as javac takes longer to start than to compile them. */
  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (Example each : examples().toList()) {
      sources.put(
          each.className(),
          """
          import io.bobbin.*;
          import java.time.Duration;
          import java.util.*;
          import java.util.concurrent.TimeoutException;
          public class %s implements VoidBody {
            public void run() throws Exception {
          %s}}
          """
              .formatted(each.className(), each.code()));
    }
    loader = new Loader(Compiler.compile(sources, "--release", "17"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExamplePrintsWhatStandsBelowIt(Example example) throws Exception {
    VoidBody body = (VoidBody) loader.loadClass(example.className()).getConstructor().newInstance();
    long pinned = PinnedWaits.total();
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Scheduler.here().start(body).join();
      Scheduler.here().run();
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(example.prints());
    assertThat(PinnedWaits.total()).isEqualTo(pinned);
  }

  @Test
  void everyExampleOfThePageIsRun() throws IOException {
    assertThat(examples().count())
        .isEqualTo(Files.readAllLines(PAGE).stream().filter("```java"::equals).count())
        .isPositive();
  }
}
