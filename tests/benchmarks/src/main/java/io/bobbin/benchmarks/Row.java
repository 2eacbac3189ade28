package io.bobbin.benchmarks;

import java.util.List;
import java.util.Set;
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
 * @param target the most that Bobbin may take in this unit with one carrier, or as a multiple of
 *     {@link Contender#Plain}; 0 if nothing is asked
 * @param poolTarget the same for a pool with one carrier
 * @param twoTarget the same with two carriers; {@link #ONE_CARRIER_ONLY} if that would be nothing
 *     else
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
    double poolTarget,
    double twoTarget,
    boolean relative) {

  /** Instead of a target: the row is not for two carriers. */
  static final double ONE_CARRIER_ONLY = -1;

  /** The group whose rows race although they are for one carrier only. */
  private static final String PICKLES = "pickles";

  /** The groups that are run only if they are named, as they take long. */
  static final Set<String> UNASKED = Set.of("parked");

  /**
   * The table, in its order. The targets are those of the project's issue 2, of issue 3 in the rows
   * that are also for two carriers, and of issue 4 for pickles. Greenlets are to switch 100 million
   * times a second.
   */
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
          nanos("greenlets", "greenlets switch, at depth 1", "greenletSwitch", "1", 10),
          nanos("greenlets", "... at depth 10", "greenletSwitch", "10", 10),
          nanos("greenlets", "... at depth 1,000", "greenletSwitch", "1000", 10),
          multiple("calls", "fib, never parking; a call", "fib", 1.15),
          multiple("calls", "void recursion, never parking; a call", "walk", 1.15),
          multiple("loops", "woven, no suspendable call", "leaf", 1),
          multiple("loops", "numeric loop between parks", "loopBetweenParks", 1),
          nanos("start", "start and join", "startJoin", null, 80),
          tasks("start", "... by a tasklet", "startJoinInside", 60, 60, 100),
          tasks("start", "start 10,000, join all; each", "startMany", 60, 60, 60),
          tasks("start", "yield through the scheduler", "yieldThroughScheduler", 10, 10, 15),
          tasks("channels", "unbuffered, a value", "unbuffered", 20, 35, 60),
          tasks("channels", "buffered 128, a value", "buffered", 10, 10, 30),
          tasks("channels", "select over two, a value", "selectOfTwo", 40, 40, 100),
          tasks("locked", "round trip on one thread", "lockedTogether", 60, 60, 0),
          tasks("locked", "... to a thread of its own", "lockedApart", 0, 0, 250),
          tasks("programs", "ring of 503, a hop", "ring", 25, 25, 60),
          tasks("go", "go", "goAndReceive", 0, 0, 0),
          tasks("go", "chan", "chanSend", 0, 0, 0),
          tasks("go", "select", "selectReceive", 0, 0, 0),
          tasks("go", "def", "def", 0, 0, 0),
          tasks("go", "func_def", "funcDef", 0, 0, 0),
          tasks("go", "call", "call", 0, 0, 0),
          tasks("go", "func_call", "funcCall", 0, 0, 0),
          tasks("go", "try_finally", "tryFinally", 0, 0, 0),
          tasks("go", "defer", "deferCall", 0, 0, 0),
          tasks("go", "workgroup_empty", "workGroupEmpty", 0, 0, 0),
          tasks("go", "workgroup_raise", "workGroupRaise", 0, 0, 0),
          program("sieve, 1,000 primes", "sieve", 20, 20),
          program("skynet, 1,000,000 leaves", "skynet", 200, 150),
          new Row(
              "recursion",
              "1,000,000 deep and back",
              "deepRecursion",
              null,
              1e6,
              "ms",
              20,
              20,
              ONE_CARRIER_ONLY,
              false),
          bytes("memory", "parked at depth 1", Memory.WORKLOAD, "1", 160),
          bytes("memory", "parked at depth 10", Memory.WORKLOAD, "10", 520),
          micros("10 frames of one method pickled", "pickle", "1", 10),
          micros("... of ten methods", "pickle", "10", 10),
          micros("10 frames of one method read", "unpickle", "1", 10),
          micros("... of ten methods", "unpickle", "10", 10),
          micros("10 frames of one method pickled and read", "pickleAndRead", "1", 20),
          micros("... of ten methods", "pickleAndRead", "10", 20),
          micros("10 frames of one method forked", "fork", "1", 2),
          micros("... of ten methods", "fork", "10", 2),
          millions("1,000,000 frames pickled", "pickleMillion", 1000),
          millions("1,000,000 frames read", "unpickleMillion", 0),
          bytes(PICKLES, "bytes of 10 frames of one method", Images.WORKLOAD, "1", 0),
          bytes(PICKLES, "... of ten methods", Images.WORKLOAD, "10", 0),
          bytes(
              "parked",
              "10,000,000 parked on one channel; each",
              TenMillion.WORKLOAD,
              TenMillion.ONE_CHANNEL,
              300),
          bytes(
              "parked",
              "10,000,000 parked, a channel each; each",
              TenMillion.WORKLOAD,
              TenMillion.CHANNEL_EACH,
              300));

  /** Whether it is measured with two carriers too. */
  boolean forTwoCarriers() {
    return twoTarget != ONE_CARRIER_ONLY;
  }

  /** Whether it has peers that it must not be slower than. */
  boolean isRace() {
    return forTwoCarriers() || (group.equals(PICKLES) && target > 0);
  }

  /** What a contender may take with so many carriers; 0 if nothing is asked of it. */
  double target(Contender contender, int carriers) {
    if (carriers == 2) {
      return twoTarget;
    }
    return contender == Contender.Pool ? poolTarget : target;
  }

  private static Row nanos(
      String group, String label, String workload, @Nullable String parameter, double target) {
    return new Row(
        group, label, workload, parameter, 1, "ns", target, target, ONE_CARRIER_ONLY, false);
  }

  private static Row tasks(
      String group,
      String label,
      String workload,
      double target,
      double poolTarget,
      double twoTarget) {
    return new Row(group, label, workload, null, 1, "ns", target, poolTarget, twoTarget, false);
  }

  private static Row program(String label, String workload, double target, double twoTarget) {
    return new Row("programs", label, workload, null, 1e6, "ms", target, target, twoTarget, false);
  }

  private static Row perFrame(String label, String depth) {
    int frames = Integer.parseInt(depth);
    return new Row(
        "down", label, "downAndBack", depth, frames, "ns", 8, 8, ONE_CARRIER_ONLY, false);
  }

  private static Row micros(String label, String workload, String parameter, double target) {
    return new Row(
        PICKLES, label, workload, parameter, 1e3, "µs", target, target, ONE_CARRIER_ONLY, false);
  }

  private static Row millions(String label, String workload, double target) {
    return new Row(
        PICKLES, label, workload, null, 1e6, "ms", target, target, ONE_CARRIER_ONLY, false);
  }

  private static Row multiple(String group, String label, String workload, double target) {
    return new Row(group, label, workload, null, 1, "ns", target, target, ONE_CARRIER_ONLY, true);
  }

  private static Row bytes(
      String group, String label, String workload, String parameter, double target) {
    return new Row(
        group, label, workload, parameter, 1, "bytes", target, target, ONE_CARRIER_ONLY, false);
  }
}
