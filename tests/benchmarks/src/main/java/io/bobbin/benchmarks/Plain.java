package io.bobbin.benchmarks;

import java.util.Iterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The same code without the agent, and what one writes by hand in place of a coroutine. */
public class Plain {
  /** An iterator by hand. */
  @State(Scope.Thread)
  public static class Ints implements Iterator<Integer> {
    private int next;

    @Setup
    public void setup() {
      Check.counts(this);
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Integer next() {
      return next++ % Check.YIELDED;
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generator(Ints s) {
    return Workload.take(s);
  }

  /** Checks that there is no agent. */
  @State(Scope.Thread)
  public static class Unwoven {
    final byte[] bytes = new byte[10_000];
    final Numbers numbers = new Numbers();
    int seed;

    @Setup
    public void setup() {
      Check.woven(false, Code.class, "fib");
      Check.woven(false, Numbers.class, "steps");
      Check.same("fib", Code.fibByAddition(Workload.FIB), Code.fib(Workload.FIB));
      Code.Counter counter = new Code.Counter();
      Code.walk(counter, Workload.LEVELS);
      Check.same("walk", Workload.WALK_CALLS, counter.count);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.FIB_CALLS)
  public int fib(Unwoven s) {
    return Code.fib(Workload.FIB);
  }

  @Benchmark
  @OperationsPerInvocation(Workload.WALK_CALLS)
  public long walk(Unwoven s) {
    Code.Counter counter = new Code.Counter();
    Code.walk(counter, Workload.LEVELS);
    return counter.count;
  }

  @Benchmark
  public int leaf(Unwoven s) {
    return Code.hash(s.bytes);
  }

  @Benchmark
  public int loopBetweenParks(Unwoven s) {
    return s.numbers.step(s.seed++);
  }

  /** On a thread with a stack of 1 GB, which is started for each run. */
  @Benchmark
  public int deepRecursion(Unwoven s) throws InterruptedException {
    int[] depth = new int[1];
    Thread thread =
        new Thread(null, () -> depth[0] = Code.descend(Workload.DEEP), "deep", 1L << 30);
    thread.start();
    thread.join();
    Check.same("depth", Workload.DEEP, depth[0]);
    return depth[0];
  }
}
