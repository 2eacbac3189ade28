package io.bobbin.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to measure, how often, and in which JVMs.
 *
 * @param groups of which {@link Row#group() groups} rows are measured
 * @param contenders who takes part
 * @param jdks homes of the JDKs
 * @param collectors garbage collectors
 * @param carriers how many carriers, and processors, a contender has: 1 or 2
 * @param forks how many JVMs are started for each benchmark
 * @param iterations how many iterations of 0.4 s each measures, after as many to warm up
 * @param agent the agent's jar
 * @param out the folder for the results
 */
record Arguments(
    Set<String> groups,
    List<Contender> contenders,
    List<Path> jdks,
    List<String> collectors,
    int carriers,
    int forks,
    int iterations,
    Path agent,
    Path out) {

  /** Parses the command line; without a group, it means all but the {@link Row#UNASKED} ones. */
  static Arguments parse(String[] args) {
    Set<String> known =
        Row.ALL.stream().map(Row::group).collect(Collectors.toCollection(LinkedHashSet::new));
    Set<String> groups = new LinkedHashSet<>();
    List<Contender> contenders = new ArrayList<>();
    List<Path> jdks = new ArrayList<>();
    List<String> collectors = new ArrayList<>();
    int carriers = 1;
    int forks = 5;
    int iterations = 8;
    Path agent = Path.of("bobbin-agent.jar");
    Path out = Path.of(".");
    for (String arg : args) {
      String value = arg.substring(arg.indexOf('=') + 1);
      switch (arg.substring(0, arg.length() - value.length())) {
        case "" -> {
          if (!known.contains(arg)) {
            throw new IllegalArgumentException(arg + " is none of " + known);
          }
          groups.add(arg);
        }
        case "--jdk=" -> jdks.add(Path.of(value));
        case "--gc=" -> collectors.add(value);
        case "--only=" ->
            Arrays.stream(value.split(",")).map(Contender::valueOf).forEach(contenders::add);
        case "--carriers=" -> carriers = oneOrTwo(value);
        case "--forks=" -> forks = Integer.parseInt(value);
        case "--iterations=" -> iterations = Integer.parseInt(value);
        case "--agent=" -> agent = Path.of(value);
        case "--out=" -> out = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + arg);
      }
    }
    known.removeAll(Row.UNASKED);
    return new Arguments(
        groups.isEmpty() ? known : groups,
        contenders.isEmpty() ? List.of(Contender.values()) : contenders,
        jdks.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : jdks,
        collectors.isEmpty() ? List.of("G1") : collectors,
        carriers,
        forks,
        iterations,
        existing(agent),
        existing(out));
  }

  List<Row> rows() {
    return Row.ALL.stream()
        .filter(row -> groups.contains(row.group()) && (carriers == 1 || row.forTwoCarriers()))
        .toList();
  }

  private static int oneOrTwo(String value) {
    int carriers = Integer.parseInt(value);
    if (carriers != 1 && carriers != 2) {
      throw new IllegalArgumentException("--carriers=" + value + ": must be 1 or 2");
    }
    return carriers;
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(path + " does not exist");
    }
    return path.toAbsolutePath();
  }
}
