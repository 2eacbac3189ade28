package io.bobbin.benchmarks;

import java.util.Iterator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The JDK's internal continuations, which virtual threads are made of. */
public class Continuations {
  /** A continuation that yields numbers. */
  static final class Numbered implements Iterator<Integer> {
    private final Loom.Continuation continuation;
    Integer value = -1;

    Numbered(Runnable body) {
      continuation = new Loom.Continuation(body);
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Integer next() {
      continuation.run();
      return value;
    }

    void yield(Integer next) {
      value = next;
      Loom.Continuation.yield();
    }
  }

  /** As {@link Bobbin.Ints}. */
  @State(Scope.Thread)
  public static class Ints {
    @Param({"young", "old"})
    String age = "";

    final Numbered ints = new Numbered(this::count);

    private void count() {
      count(ints);
    }

    static int count(Numbered out) {
      for (int i = 0; ; i++) {
        out.yield(i % Check.YIELDED);
      }
    }

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

    final Numbered ints = new Numbered(() -> countAt(depth));

    private int countAt(int levels) {
      if (levels == 0) {
        return Ints.count(ints);
      }
      return countAt(levels - 1) + 1;
    }

    @Setup
    public void setup() {
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

    private int returned;

    final Numbered ints = new Numbered(() -> rounds());

    private void rounds() {
      for (int i = 0; ; i++) {
        returned += down(depth, i % Check.YIELDED);
      }
    }

    private int down(int levels, int value) {
      if (levels == 1) {
        ints.yield(value);
        return 1;
      }
      return down(levels - 1, value) + 1;
    }

    @Setup
    public void setup() {
      Check.counts(ints);
      Check.same("returns", (100L * Check.YIELDED - 1) * depth, returned);
    }
  }

  @Benchmark
  public Integer downAndBack(DownAndBack s) {
    return s.ints.next();
  }
}
