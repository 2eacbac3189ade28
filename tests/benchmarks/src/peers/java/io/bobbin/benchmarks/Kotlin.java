package io.bobbin.benchmarks;

import java.util.Iterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Kotlin: {@code sequence} (by its {@code iterator}) for generators, coroutines for the rest. */
public class Kotlin {
  /** As {@link Bobbin.Ints}. */
  @State(Scope.Thread)
  public static class Ints {
    @Param({"young", "old"})
    String age = "";

    final Iterator<Integer> ints = Coroutines.ints();

    @Setup
    public void setup() {
      Check.counts(ints);
      Workload.age(age);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generator(Ints s) {
    return Workload.take(s.ints);
  }

  /** As {@link Bobbin.IntsAtDepth}. */
  @State(Scope.Thread)
  public static class IntsAtDepth {
    @Param({"10", "100", "1000"})
    int depth;

    Iterator<Integer> ints = Coroutines.ints();

    @Setup
    public void setup() {
      ints = Coroutines.intsAtDepth(depth);
      Check.counts(ints);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generatorAtDepth(IntsAtDepth s) {
    return Workload.take(s.ints);
  }

  /** As {@link Bobbin.DownAndBack}. */
  @State(Scope.Thread)
  public static class DownAndBack {
    @Param({"10", "100", "1000"})
    int depth;

    Iterator<Integer> ints = Coroutines.ints();

    @Setup
    public void setup() {
      Coroutines.DownAndBack workload = new Coroutines.DownAndBack(depth);
      ints = workload.ints;
      Check.counts(ints);
      Check.same("returns", (100L * Check.YIELDED - 1) * depth, workload.returned);
    }
  }

  @Benchmark
  public Integer downAndBack(DownAndBack s) {
    return s.ints.next();
  }

  /** Checks the rest. */
  @State(Scope.Thread)
  public static class Checked {
    @Setup
    public void setup() {
      Check.same("fib", Code.fibByAddition(Workload.FIB), Coroutines.fib(Workload.FIB));
      Check.same("walk", Workload.WALK_CALLS, Coroutines.walk(Workload.LEVELS));
      Check.same("depth", Workload.DEEP, Coroutines.descend(Workload.DEEP));
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.FIB_CALLS)
  public int fib(Checked s) {
    return Coroutines.fib(Workload.FIB);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.WALK_CALLS)
  public long walk(Checked s) {
    return Coroutines.walk(Workload.LEVELS);
  }

  /** As {@link Bobbin.Loop}. */
  @State(Scope.Thread)
  public static class Loop {
    final Coroutines.Steps workload = new Coroutines.Steps();

    @Setup
    public void setup() {
      Numbers plain = new Numbers();
      for (int seed = 0; seed < 1000; seed++) {
        workload.steps.next();
        Check.same("step " + seed, plain.step(seed), workload.result);
      }
    }
  }

  @Benchmark
  public int loopBetweenParks(Loop s) {
    s.workload.steps.next();
    return s.workload.result;
  }

  /** From outside: {@code runBlocking} around each. */
  @Benchmark
  public void startJoin(Checked s) {
    Coroutines.startJoin();
  }

  /** By {@code DeepRecursiveFunction}. */
  @Benchmark
  public int deepRecursion(Checked s) {
    return Coroutines.descend(Workload.DEEP);
  }

  // As the methods of Tasklets

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void unbuffered() {
    Check.same("sum", Workload.SUM_OF_VALUES, Messages.unbuffered());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void buffered() {
    Check.same("sum", Workload.SUM_OF_VALUES, Messages.buffered());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void selectOfTwo() {
    Check.same("sum", 2 * Workload.SUM_OF_HALF, Messages.selectOfTwo());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void startJoinInside() {
    Check.same("tasks", Workload.BATCH, Messages.startJoin());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.TASKS)
  public void startMany() {
    Check.allDone(Messages.startMany());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void yieldThroughScheduler() {
    Messages.yieldThroughScheduler();
  }

  @Benchmark
  public void skynet() {
    Check.same("sum of the leaves", Workload.SUM_OF_LEAVES, Messages.skynet());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.HOPS)
  public void ring() {
    Check.same("hops", Workload.HOPS % Check.YIELDED, Messages.ring());
  }

  @Benchmark
  public void sieve() {
    Check.same("primes", Workload.SUM_OF_PRIMES, Messages.sieve());
  }
}
