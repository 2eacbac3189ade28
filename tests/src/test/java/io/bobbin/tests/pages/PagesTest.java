package io.bobbin.tests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.VoidBody;
import io.bobbin.observe.PinnedWaits;
import io.bobbin.tests.oracle.CompiledLoader;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show can be pasted, and prints what they say. */
@Timeout(120)
class PagesTest {
  /** A page, and whether its examples stand in a tasklet, or in a thread. */
  enum Page {
    channels(true),
    greenlets(false),
    pygolang(false),
    schedulers(false),
    pickles(false),
    stackless(false);

    private final boolean inTasklet;

    Page(boolean inTasklet) {
      this.inTasklet = inTasklet;
    }

    Path file() {
      return Path.of("..", "docs", name() + ".md");
    }
  }

  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(.*?)```\n```text\n(.*?)```\n", Pattern.DOTALL);

  /** An example, named by its place on the page. */
  record Example(Page page, int number, String code, String prints) {
    String className() {
      return page + "Example" + number;
    }

    @Override
    public String toString() {
      return "example " + number + " of " + page;
    }
  }

  private static ClassLoader loader;

  static Stream<Example> examples() throws IOException {
    List<Example> found = new ArrayList<>();
    for (Page page : Page.values()) {
      int number = 0;
      String text = Files.readString(page.file());
      for (MatchResult each : EXAMPLE.matcher(text).results().toList()) {
        found.add(new Example(page, ++number, each.group(1), each.group(2)));
      }
    }
    return found.stream();
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
          import static io.bobbin.go.Go.*;
          import io.bobbin.greenlet.*;
          import io.bobbin.pickle.*;
          import java.time.Duration;
          import java.util.*;
          import java.util.concurrent.TimeoutException;
          public class %s implements VoidBody {
            public void run() throws Exception {
          %s}}
          """
              .formatted(each.className(), each.code()));
    }
    loader = new CompiledLoader(Compiler.compile(sources, "-g", "--release", "17"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExamplePrintsWhatStandsBelowIt(Example example) throws Exception {
    VoidBody body = (VoidBody) loader.loadClass(example.className()).getConstructor().newInstance();
    long pinned = PinnedWaits.total();
    PrintStream out = System.out;
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      if (example.page().inTasklet) {
        Scheduler.here().start(body).join();
        Scheduler.here().run();
      } else {
        body.run();
      }
    } finally {
      System.setOut(out);
      Thread.currentThread().setContextClassLoader(before);
      Scheduler.here().close(); // with what the example has left parked
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(example.prints());
    assertThat(PinnedWaits.total()).isEqualTo(pinned);
  }

  @ParameterizedTest
  @EnumSource
  void everyExampleOfAPageIsRun(Page page) throws IOException {
    assertThat(examples().filter(each -> each.page() == page).count())
        .isEqualTo(Files.readAllLines(page.file()).stream().filter("```java"::equals).count())
        .isPositive();
  }
}
