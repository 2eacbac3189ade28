package io.bobbin.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the contenders beside each other, one fork of each in turn so that a change in the machine's
 * load meets all of them, and prints a table of medians and ratios.
 *
 * <p>Called by the script {@code tests/benchmarks/run}.
 */
public final class Compare {
  private static final int ITERATION_MILLIS = 400;

  /** What the load is divided by: this JVM itself is pinned to one of them. */
  private static final int PROCESSORS = 2;

  private final Arguments arguments;
  private final List<RunResult> all = new ArrayList<>();
  private double highestLoad;

  private Compare(Arguments arguments) {
    this.arguments = arguments;
  }

  /** Runs what the arguments say; see {@link Arguments}. */
  public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
    new Compare(Arguments.parse(args)).run();
  }

  private void run() throws RunnerException, IOException, InterruptedException {
    StringBuilder tables = new StringBuilder();
    for (Path jdk : arguments.jdks()) {
      for (String collector : arguments.collectors()) {
        Jvm jvm = Jvm.of(jdk, collector);
        String table = table(jvm);
        System.out.println(table);
        tables.append(table);
      }
    }
    String stem = "results-" + String.join("-", arguments.groups()) + "-on-" + arguments.carriers();
    Files.writeString(arguments.out().resolve(stem + ".md"), tables);
    String json = arguments.out().resolve(stem + ".json").toString();
    ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(all);
  }

  private String table(Jvm jvm) throws RunnerException, IOException, InterruptedException {
    int carriers = arguments.carriers();
    Figures processor = new Figures(CpuTime.LABEL);
    Figures clock = new Figures(null);
    measure(jvm, processor, clock);
    // A clock is as good as the machine is quiet.
    String heading =
        String.format(
            Locale.ROOT,
            "%s, %s, load %.1f",
            jvm,
            carriers == 1 ? "one carrier" : "two carriers",
            highestLoad);
    if (carriers == 1) {
      return new Table(arguments.rows(), 1, processor).print(heading);
    }
    String together = heading + "; processor time of both together";
    return new Table(arguments.rows(), carriers, clock).print(heading)
        + new Table(arguments.rows(), carriers, processor).withoutVerdicts().print(together);
  }

  private void measure(Jvm jvm, Figures processor, Figures clock)
      throws RunnerException, IOException, InterruptedException {
    highestLoad = 0;
    for (int fork = 1; fork <= arguments.forks(); fork++) {
      for (String workload : workloads(arguments.rows())) {
        for (Contender contender : arguments.contenders()) {
          if (contender.runsOn(jvm.version())
              && contender.runsOnCarriers(arguments.carriers())
              && contender.has(workload)) {
            Collection<RunResult> results = fork(jvm, contender, workload);
            processor.add(contender, results);
            clock.add(contender, results);
            all.addAll(results);
            System.out.print('.');
          }
        }
      }
      System.out.println(" round " + fork + " of " + arguments.forks() + ", " + jvm);
    }
    for (Row row : arguments.rows()) {
      if (row.workload().equals(Memory.WORKLOAD)) {
        Memory.measure(jvm, arguments, row, processor);
      } else if (row.workload().equals(Images.WORKLOAD)) {
        Images.measure(jvm, arguments, row, processor);
      } else if (row.workload().equals(TenMillion.WORKLOAD)) {
        TenMillion.measure(jvm, arguments, row, processor);
      }
    }
  }

  private Collection<RunResult> fork(Jvm jvm, Contender contender, String workload)
      throws RunnerException {
    highestLoad = Math.max(highestLoad, load());
    List<String> jvmArguments = new ArrayList<>(jvm.arguments(arguments.carriers()));
    jvmArguments.addAll(contender.jvmArguments(arguments.agent(), arguments.carriers()));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + contender.benchmark(workload) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .warmupIterations(arguments.iterations())
            .measurementIterations(arguments.iterations())
            .warmupTime(iterationTime())
            .measurementTime(iterationTime())
            .forks(1)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvm(jvm.java().toString())
            .jvmArgs(jvmArguments.toArray(new String[0]))
            .addProfiler(CpuTime.class);
    return new Runner(options.build()).run();
  }

  /** The busier the machine, the longer, so that as much is compiled before it is measured. */
  private static TimeValue iterationTime() {
    double share = load() / PROCESSORS;
    return TimeValue.milliseconds((long) (ITERATION_MILLIS * Math.min(8, Math.max(1, share))));
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** The JMH methods of the rows, each once. */
  private static Collection<String> workloads(List<Row> rows) {
    Set<String> workloads = new LinkedHashSet<>();
    rows.forEach(row -> workloads.add(row.workload()));
    workloads.remove(Memory.WORKLOAD);
    workloads.remove(Images.WORKLOAD);
    workloads.remove(TenMillion.WORKLOAD);
    return workloads;
  }
}
