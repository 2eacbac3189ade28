package io.bobbin.benchmarks;

import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bobbin, as programs use it, on the scheduler of the benchmark's thread. Needs the agent. */
public class Bobbin extends GoWords {
  public Bobbin() {
    super(Scheduler.here(), 1);
  }

  // Generators

  /** A generator that yields in its own body. */
  @State(Scope.Thread)
  public static class Ints {
    @Param({"young", "old"})
    String age = "";

    final Generator<Integer> ints = Generator.of(Ints::count);

    @Suspendable
    static int count(Generator.Output<Integer> out) {
      for (int i = 0; ; i++) {
        out.yield(i % Check.YIELDED);
      }
    }

    @Setup
    public void setup() {
      Check.woven(true, Ints.class, "count");
      Check.counts(ints);
      Workload.age(age);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generator(Ints s) {
    return Workload.take(s.ints);
  }

  /** The same generator consumed by woven code, a tasklet. */
  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generatorInTasklet(Ints s, Here here) {
    return here.scheduler.start(() -> take(s.ints)).join();
  }

  @Suspendable
  private static int take(Generator<Integer> ints) {
    int sum = 0;
    for (int i = 0; i < Workload.BATCH; i++) {
      sum += ints.next();
    }
    return sum;
  }

  /** A generator that yields at the bottom of a recursion, and stays there. */
  @State(Scope.Thread)
  public static class IntsAtDepth {
    @Param({"10", "100", "1000"})
    int depth;

    final Generator<Integer> ints = Generator.of(out -> countAt(depth, out));

    @Suspendable
    private static int countAt(int depth, Generator.Output<Integer> out) {
      if (depth == 0) {
        return Ints.count(out);
      }
      return countAt(depth - 1, out) + 1;
    }

    @Setup
    public void setup() {
      Check.woven(true, IntsAtDepth.class, "countAt");
      Check.counts(ints);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generatorAtDepth(IntsAtDepth s) {
    return Workload.take(s.ints);
  }

  /** A generator that for each value goes down a recursion, yields, and comes all the way back. */
  @State(Scope.Thread)
  public static class DownAndBack {
    @Param({"10", "100", "1000"})
    int depth;

    private int returned;

    final Generator<Integer> ints =
        Generator.of(
            out -> {
              for (int i = 0; ; i++) {
                returned += down(depth, i % Check.YIELDED, out);
              }
            });

    @Suspendable
    private static int down(int levels, int value, Generator.Output<Integer> out) {
      if (levels == 1) {
        out.yield(value);
        return 1;
      }
      return down(levels - 1, value, out) + 1;
    }

    @Setup
    public void setup() {
      Check.woven(true, DownAndBack.class, "down");
      Check.counts(ints);
      Check.same("returns", (100L * Check.YIELDED - 1) * depth, returned);
    }
  }

  @Benchmark
  public Integer downAndBack(DownAndBack s) {
    return s.ints.next();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int greenletSwitch(Greenlets s) {
    return s.play();
  }

  // Pickles

  @Benchmark
  public byte[] pickle(PicklesBobbin s) {
    return s.pickle();
  }

  @Benchmark
  public Tasklet<?> unpickle(PicklesBobbin s) {
    return s.read();
  }

  @Benchmark
  public Tasklet<?> pickleAndRead(PicklesBobbin s) {
    return s.readAgain();
  }

  @Benchmark
  @OperationsPerInvocation(Pickles.FORKS)
  public Tasklet<?> fork(PicklesBobbin s) {
    return s.fork();
  }

  @Benchmark
  public byte[] pickleMillion(MillionFrames s) {
    return s.pickle();
  }

  @Benchmark
  public Tasklet<?> unpickleMillion(MillionFrames s) {
    return s.read();
  }

  // Code that never parks

  /** The scheduler of the benchmark's thread. */
  @State(Scope.Thread)
  public static class Here {
    @Nullable Scheduler made;
    Scheduler scheduler = Scheduler.here();

    @Setup
    public void setup() {
      scheduler = Scheduler.here();
      Check.woven(true, Code.class, "fib");
      int fib = scheduler.start(() -> Code.fib(Workload.FIB)).join();
      Check.same("fib", Code.fibByAddition(Workload.FIB), fib);
      Code.Counter counter = new Code.Counter();
      scheduler.start(() -> Code.walk(counter, Workload.LEVELS)).join();
      Check.same("walk", Workload.WALK_CALLS, counter.count);
      int depth = scheduler.start(() -> Code.descend(Workload.DEEP)).join();
      Check.same("depth", Workload.DEEP, depth);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.FIB_CALLS)
  public int fib(Here here) {
    return here.scheduler.start(() -> Code.fib(Workload.FIB)).join();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.WALK_CALLS)
  public long walk(Here here) {
    Code.Counter counter = new Code.Counter();
    here.scheduler.start(() -> Code.walk(counter, Workload.LEVELS)).join();
    return counter.count;
  }

  /** What {@link Code#hash} reads. */
  @State(Scope.Thread)
  public static class Bytes {
    final byte[] bytes = new byte[10_000];
  }

  @Benchmark
  public int leaf(Here here, Bytes s) {
    return here.scheduler.start(() -> Code.hash(s.bytes)).join();
  }

  /** A numeric loop between the parks of a generator. */
  @State(Scope.Thread)
  public static class Loop {
    final Numbers numbers = new Numbers();
    final int[] result = new int[1];
    final Generator<int[]> steps = Generator.of(out -> numbers.steps(out, result));

    @Setup
    public void setup() {
      Check.woven(true, Numbers.class, "steps");
      Numbers plain = new Numbers();
      for (int seed = 0; seed < 1000; seed++) {
        steps.next();
        Check.same("step " + seed, plain.step(seed), result[0]);
      }
    }
  }

  @Benchmark
  public int loopBetweenParks(Loop s) {
    s.steps.next();
    return s.result[0];
  }

  // Tasklets

  @Benchmark
  public @Nullable Object startJoin(Here here) {
    return here.scheduler.start(() -> {}).join();
  }

  @Benchmark
  public int deepRecursion(Here here) {
    return here.scheduler.start(() -> Code.descend(Workload.DEEP)).join();
  }
}
