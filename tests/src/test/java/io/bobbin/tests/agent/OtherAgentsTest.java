package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Other agents on the same command line, before ours and behind it. */
class OtherAgentsTest {
  enum Order {
    BEFORE,
    BEHIND;

    /** A command with ours and another agent. */
    ChildJvm with(Path jar, String options) {
      return this == BEFORE
          ? ChildJvm.plain().agent(jar, options).agent(ChildJvm.agentJar(), "verify=woven")
          : ChildJvm.woven("verify=woven").agent(jar, options);
    }
  }

  @TempDir Path folder;

  // JaCoCo

  private static final String COVERED =
      """
      package acme;

      import io.bobbin.*;

      public class Covered {
        @Suspendable
        public static int count(int limit, Channel<Integer> to) {
          int sum = 0;                                // line 8
          for (int i = 1; i <= limit; i++) {          // line 9
            to.send(i);                               // line 10
            sum += i;                                 // line 11
          }
          if (sum > 1_000) {                          // line 13
            sum = 0;                                  // line 14: never
          }
          return sum;                                 // line 16
        }
      }
      """;

  private static final String COVERED_MAIN =
      """
      import io.bobbin.*;

      public class Main {
        public static void main(String[] args) {
          Scheduler here = Scheduler.here();
          Channel<Integer> channel = Channel.unbuffered();
          Tasklet<Integer> sender = here.start(() -> acme.Covered.count(10, channel));
          Tasklet<Integer> receiver = here.start(() -> {
            int sum = 0;
            for (int i = 0; i < 10; i++) sum += channel.receive();
            return sum;
          });
          System.out.println(receiver.join() + " " + sender.join());
        }
      }
      """;

  @ParameterizedTest
  @EnumSource
  void jacocoCountsTheLinesThatWovenCodeExecutes(Order order) throws IOException {
    Program.compile(folder, "Main", COVERED_MAIN, "acme.Covered", COVERED);
    Path jacoco = folder.resolve("jacoco.jar");
    AgentJar.extractTo(jacoco.toFile());
    Path data = folder.resolve("jacoco.exec");

    ChildJvm.Result result =
        order.with(jacoco, "destfile=" + data + ",includes=acme.*").on(folder).run("Main");

    result.expect("55 55");
    assertThat(result.err()).isEmpty();
    IClassCoverage coverage = coverage(data, "acme/Covered");
    assertThat(lines(coverage, ICounter.FULLY_COVERED, ICounter.PARTLY_COVERED))
        .containsExactly(8, 9, 10, 11, 13, 16);
    assertThat(lines(coverage, ICounter.NOT_COVERED)).contains(14);
  }

  private IClassCoverage coverage(Path data, String className) throws IOException {
    ExecFileLoader loader = new ExecFileLoader();
    loader.load(data.toFile());
    CoverageBuilder builder = new CoverageBuilder();
    Analyzer analyzer = new Analyzer(loader.getExecutionDataStore(), builder);
    analyzer.analyzeAll(Program.file(folder, className).toFile());
    assertThat(builder.getNoMatchClasses()).isEmpty();
    return builder.getClasses().iterator().next();
  }

  private static Set<Integer> lines(IClassCoverage coverage, int... states) {
    Set<Integer> wanted = new HashSet<>();
    for (int state : states) {
      wanted.add(state);
    }
    Set<Integer> lines = new TreeSet<>();
    for (int line = 8; line <= coverage.getLastLine(); line++) {
      if (wanted.contains(coverage.getLine(line).getStatus())) {
        lines.add(line);
      }
    }
    return lines;
  }

  // OpenTelemetry

  @ParameterizedTest
  @EnumSource
  void openTelemetryInstrumentsAProgramThatParks(Order order) {
    String name = "opentelemetry-javaagent";
    List<String> found =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains(name))
            .toList();
    assumeTrue(!found.isEmpty(), name + " is not on the class path of the tests");

    ChildJvm.Result result =
        order
            .with(Path.of(found.get(0)), "")
            .option("-Dotel.traces.exporter=none")
            .option("-Dotel.metrics.exporter=none")
            .option("-Dotel.logs.exporter=none")
            .on(Steps.annotated(folder))
            .run("Main");

    result.expect(Steps.PARKED);
    assertThat(result.err()).contains("opentelemetry-javaagent - version").doesNotContain("BBN");
  }

  // An agent that adds to methods of the program

  private static final String ADVISING =
      """
      package advising;

      import java.lang.instrument.Instrumentation;
      import net.bytebuddy.agent.builder.AgentBuilder;
      import net.bytebuddy.asm.Advice;
      import net.bytebuddy.matcher.ElementMatchers;

      public class Advising {
        public static void premain(String options, Instrumentation instrumentation) {
          new AgentBuilder.Default()
              .disableClassFormatChanges()
              .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
              .type(ElementMatchers.named("acme.Service"))
              .transform((builder, type, loader, module, domain) -> builder.visit(
                  Advice.to(Doubling.class).on(
                      ElementMatchers.named("work").and(ElementMatchers.takesArguments(int.class)))))
              .installOn(instrumentation);
        }

        public static class Doubling {
          @Advice.OnMethodEnter
          static void enter(@Advice.Argument(value = 0, readOnly = false) int given) {
            given = given * 2;
            System.out.println("enter " + given);
          }

          @Advice.OnMethodExit(onThrowable = Throwable.class)
          static void exit(@Advice.Return int result) {
            System.out.println("exit " + result);
          }
        }
      }
      """;

  private static final String SERVICE =
      """
      package acme;

      import io.bobbin.*;

      public class Service {
        @Suspendable
        public int work(int given) {
          Tasklet.yield();
          return given + 1;
        }
      }
      """;

  private static final String SERVICE_MAIN =
      """
      import io.bobbin.*;

      public class Main {
        @Suspendable
        static int twice(int given) {
          acme.Service service = new acme.Service();
          return service.work(given) + service.work(given);
        }
        public static void main(String[] args) {
          System.out.println(twice(1));
          Tasklet<Integer> tasklet = Scheduler.here().start(() -> twice(10));
          System.out.println(tasklet.join());
        }
      }
      """;

  @ParameterizedTest
  @EnumSource
  void whatAnotherAgentPutsIntoAMethodIsInItsTwinToo(Order order) throws IOException {
    Program.compile(
        folder, "advising.Advising", ADVISING, "acme.Service", SERVICE, "Main", SERVICE_MAIN);
    Path byteBuddy =
        Path.of(ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().getPath());

    ChildJvm.Result result =
        order.with(jar("advising.Advising"), "").on(folder).on(byteBuddy).run("Main");

    result.expect(
        "enter 2",
        "exit 3",
        "enter 2",
        "exit 3",
        "6",
        "enter 20",
        "exit 21",
        "enter 20",
        "exit 21",
        "42");
    assertThat(result.err()).doesNotContain("BBN");
  }

  // An agent that transforms everything again

  private static final String AGAIN =
      """
      package again;

      import java.lang.instrument.*;
      import java.security.ProtectionDomain;
      import java.util.*;

      public class Again {
        static Instrumentation instrumentation;
        static final Set<String> seen = new HashSet<>();

        public static void premain(String options, Instrumentation given) throws Exception {
          instrumentation = given;
          Class.forName("Early");
        }

        /** Shows every class of the program to all agents once more. */
        public static int again() throws Exception {
          ClassFileTransformer counts = new ClassFileTransformer() {
            @Override public byte[] transform(ClassLoader loader, String name, Class<?> type,
                ProtectionDomain domain, byte[] classFile) {
              seen.add(name);
              return null;
            }
          };
          instrumentation.addTransformer(counts, true);
          List<Class<?>> classes = new ArrayList<>();
          for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() == ClassLoader.getSystemClassLoader()
                && instrumentation.isModifiableClass(type)
                && !type.getName().startsWith("io.bobbin.agent")
                && !type.getName().startsWith("io.bobbin.weave")) {
              classes.add(type);
            }
          }
          instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
          instrumentation.removeTransformer(counts);
          return seen.containsAll(Set.of("Main", "Early", "io/bobbin/Tasklet")) ? 1 : 0;
        }
      }
      """;

  private static final String AGAIN_MAIN =
      """
      import io.bobbin.*;

      public class Main {
        @Suspendable
        static int sum(Channel<Integer> from, int count) {
          int sum = 0;
          for (int i = 0; i < count; i++) sum += from.receive();
          return sum;
        }
        public static void main(String[] args) throws Exception {
          Scheduler here = Scheduler.here();
          Channel<Integer> channel = Channel.unbuffered();
          Tasklet<Integer> receiver = here.start(() -> sum(channel, 4));
          Tasklet<?> sender = here.start(() -> { channel.send(1); channel.send(2); });
          sender.join();                              // the receiver is parked in sum
          System.out.println(again.Again.again() + " " + receiver.state());
          here.start(() -> { channel.send(3); channel.send(4); });
          System.out.println(receiver.join());
          Tasklet<Integer> later = here.start(() -> sum(channel, 1));
          here.start(() -> channel.send(5));
          System.out.println(later.join() + " " + new Early().call());
        }
      }
      """;

  private static final String EARLY =
      """
      import io.bobbin.*;

      public class Early {
        @Suspendable int call() { Tasklet.yield(); return 6; }
      }
      """;

  @ParameterizedTest
  @EnumSource
  void classesThatAreTransformedAgainGoOnWhereTheyParked(Order order) throws IOException {
    Program.compile(folder, "again.Again", AGAIN);
    Program.compile(folder, "Main", AGAIN_MAIN, "Early", EARLY);
    Path jar = jar("again.Again");

    ChildJvm.Result result = order.with(jar, "").on(folder).run("Main");

    result.expect("1 WAITING", "10", "5 6");
    assertThat(result.err()).isEmpty();
  }

  /** A jar of an agent that is on the class path; it has nothing but a manifest. */
  private Path jar(String premain) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", premain);
    attributes.putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("agent.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry("empty"));
    }
    return jar;
  }
}
