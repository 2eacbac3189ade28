package io.bobbin.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.foreign.work.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Libraries do real work inside a tasklet, woven whole, and park before a tenth of all suspendable
 * calls. What comes of it is what comes of it in a JVM without the agent.
 *
 * <p>All JVMs are started at once, a few at a time, as weaving keeps one processor busy. {@code
 * -Dtests.foreign.more=true} tries five seeds instead of one.
 */
class ForeignWorkTest {
  /** Whether to take more time than an everyday build should. */
  static final boolean MORE = Boolean.getBoolean("tests.foreign.more");

  private static final int SEEDS = MORE ? 5 : 1;
  private static final int MANY_PARKS = 10_000;

  @TempDir static Path folder;
  private static ExecutorService threads;
  private static Map<Run, Future<Outcome>> outcomes;

  /** A job of {@link Work}, the libraries that it uses, and what of them is woven. */
  enum Job {
    H2(List.of(Library.H2), "org.h2.**"),
    JACKSON(List.of(Library.JACKSON), "com.fasterxml.jackson.**"),
    /** All of the compiler; the run time of scripts reflects on its own methods, see limits. */
    GROOVY(
        List.of(Library.GROOVY),
        "groovyjarjarantlr4.**",
        "groovyjarjarasm.**",
        "org.apache.groovy.parser.**",
        "org.codehaus.groovy.ast.**",
        "org.codehaus.groovy.classgen.**",
        "org.codehaus.groovy.control.**",
        "org.codehaus.groovy.syntax.**",
        "org.codehaus.groovy.transform.**");

    final List<Library> libraries;
    final List<String> patterns;

    Job(List<Library> libraries, String... patterns) {
      this.libraries = libraries;
      this.patterns = List.of(patterns);
    }
  }

  /** A job, with the seed by which it parks. */
  record Run(Job job, int seed) {}

  /** What a job told without the agent and in a tasklet, and how often it parked there. */
  record Outcome(String plain, String woven, long parks) {}

  static Stream<Run> runs() {
    return Stream.of(Job.values())
        .flatMap(job -> IntStream.rangeClosed(1, SEEDS).mapToObj(seed -> new Run(job, seed)));
  }

  @BeforeAll
  static void startAll() {
    threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    outcomes =
        runs()
            .collect(
                Collectors.toMap(Function.identity(), run -> threads.submit(() -> outcome(run))));
  }

  @AfterAll
  static void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void worksInATaskletThatParksAsWithoutTheAgent(Run run) throws Exception {
    Outcome outcome = outcomes.get(run).get();
    System.out.println(run + " parked " + outcome.parks + " times");
    assertThat(outcome.plain).isNotBlank();
    assertThat(outcome.woven).isEqualTo(outcome.plain);
    assertThat(outcome.parks).isGreaterThan(MANY_PARKS);
  }

  private static Outcome outcome(Run run) throws Exception {
    Path plain = folder.resolve(run + ".plain");
    Path woven = folder.resolve(run + ".woven");
    String job = run.job.name();
    withLibraries(ChildJvm.plain(), run.job)
        .run(Work.class.getName(), job, "plain", plain.toString())
        .expectOut();
    String patterns = Work.class.getPackageName() + ".**;" + String.join(";", run.job.patterns);
    String out =
        withLibraries(ChildJvm.woven("chaos=" + run.seed + ",suspendable=" + patterns), run.job)
            .option("-Dbobbin.chaos.period=10")
            .run(Work.class.getName(), job, "tasklet", woven.toString())
            .expectOut();
    assertThat(out).matches("parks \\d+");
    return new Outcome(
        Files.readString(plain), Files.readString(woven), Long.parseLong(out.split(" ")[1]));
  }

  private static ChildJvm withLibraries(ChildJvm jvm, Job job) {
    jvm.on(ChildJvm.whereIs(Work.class)).within(Duration.ofMinutes(10));
    job.libraries.stream().flatMap(library -> library.jars().stream()).forEach(jvm::on);
    return jvm;
  }
}
