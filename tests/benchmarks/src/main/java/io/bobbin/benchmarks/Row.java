package io.bobbin.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table: a workload at one size, and what is to be reached.
 *
 * @param group the rows that are run together
 * @param label what it says in the table
 * @param workload the name of the JMH methods
 * @param parameter the value of the methods' one parameter, or null if they have none
 * @param per what the figure is divided by: 1, or how many frames there are
 * @param unit what it is then in
 * @param target the most that Bobbin may take in this unit, or as a multiple of {@link
 *     Contender#Plain}; 0 if nothing is asked
 * @param relative whether the target is a multiple
 */
record Row(
    String group,
    String label,
    String workload,
    @Nullable String parameter,
    double per,
    String unit,
    double target,
    boolean relative) {

  /** The table, in its order. The targets are those of the project's issue 2. */
  static final List<Row> ALL =
      List.of(
          nanos("generator", "generator next()", "generator", "young", 6),
          nanos("generator", "... of an old generator", "generator", "old", 6),
          nanos("generator", "... by a tasklet", "generatorInTasklet", "young", 0),
          nanos("depth", "... at depth 10", "generatorAtDepth", "10", 6),
          nanos("depth", "... at depth 100", "generatorAtDepth", "100", 6),
          nanos("depth", "... at depth 1,000", "generatorAtDepth", "1000", 6),
          perFrame("down 10, park, back; a frame", "10"),
          perFrame("down 100, park, back; a frame", "100"),
          perFrame("down 1,000, park, back; a frame", "1000"),
          multiple("calls", "fib, never parking; a call", "fib", 1.15),
          multiple("calls", "void recursion, never parking; a call", "walk", 1.15),
          multiple("loops", "woven, no suspendable call", "leaf", 1),
          multiple("loops", "numeric loop between parks", "loopBetweenParks", 1),
          nanos("start", "start and join", "startJoin", null, 80),
          nanos("start", "... by a tasklet", "startJoinInside", null, 0),
          nanos("start", "yield through the scheduler", "yieldThroughScheduler", null, 0),
          new Row(
              "recursion", "1,000,000 deep and back", "deepRecursion", null, 1e6, "ms", 20, false),
          bytes("parked at depth 1", "1", 160),
          bytes("parked at depth 10", "10", 520));

  private static Row nanos(
      String group, String label, String workload, @Nullable String parameter, double target) {
    return new Row(group, label, workload, parameter, 1, "ns", target, false);
  }

  private static Row perFrame(String label, String depth) {
    return new Row("down", label, "downAndBack", depth, Integer.parseInt(depth), "ns", 8, false);
  }

  private static Row multiple(String group, String label, String workload, double target) {
    return new Row(group, label, workload, null, 1, "ns", target, true);
  }

  private static Row bytes(String label, String depth, double target) {
    return new Row("memory", label, Memory.WORKLOAD, depth, 1, "bytes", target, false);
  }
}
