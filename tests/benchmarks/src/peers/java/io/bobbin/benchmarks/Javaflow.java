package io.bobbin.benchmarks;

import java.util.Iterator;
import org.apache.commons.javaflow.api.Continuation;
import org.apache.commons.javaflow.api.continuable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Tascalate Javaflow, woven at build time: rewinds the whole stack at each resume. */
public class Javaflow {
  /** A continuation that yields numbers. */
  static final class Numbered implements Iterator<Integer> {
    private Continuation continuation;

    Numbered(Runnable body) {
      continuation = Continuation.startSuspendedWith(body, true);
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Integer next() {
      continuation = continuation.resume();
      return (Integer) continuation.value();
    }
  }

  /** Counts. */
  static final class Count implements Runnable {
    private final int depth;

    Count(int depth) {
      this.depth = depth;
    }

    @Override
    @continuable
    public void run() {
      countAt(depth);
    }

    @continuable
    private static int countAt(int depth) {
      if (depth == 0) {
        return count();
      }
      return countAt(depth - 1) + 1;
    }

    @continuable
    private static int count() {
      for (int i = 0; ; i++) {
        Continuation.suspend(i % Check.YIELDED);
      }
    }
  }

  /** As {@link Bobbin.Ints}. */
  @State(Scope.Thread)
  public static class Ints {
    @Param({"young", "old"})
    String age = "";

    final Numbered ints = new Numbered(new Count(0));

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

    Numbered ints = new Numbered(new Count(0));

    @Setup
    public void setup() {
      ints = new Numbered(new Count(depth));
      Check.counts(ints);
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public int generatorAtDepth(IntsAtDepth s) {
    return Workload.take(s.ints);
  }

  /** Goes down and comes back for each value. */
  static final class Rounds implements Runnable {
    private final int depth;
    int returned;

    Rounds(int depth) {
      this.depth = depth;
    }

    @Override
    @continuable
    public void run() {
      for (int i = 0; ; i++) {
        returned += down(depth, i % Check.YIELDED);
      }
    }

    @continuable
    private static int down(int levels, int value) {
      if (levels == 1) {
        Continuation.suspend(value);
        return 1;
      }
      return down(levels - 1, value) + 1;
    }
  }

  /** As {@link Bobbin.DownAndBack}. */
  @State(Scope.Thread)
  public static class DownAndBack {
    @Param({"10", "100", "1000"})
    int depth;

    Numbered ints = new Numbered(new Count(0));

    @Setup
    public void setup() {
      Rounds rounds = new Rounds(depth);
      ints = new Numbered(rounds);
      Check.counts(ints);
      Check.same("returns", (100L * Check.YIELDED - 1) * depth, rounds.returned);
    }
  }

  @Benchmark
  public Integer downAndBack(DownAndBack s) {
    return s.ints.next();
  }

  /** Calls that never suspend. */
  static final class Calls implements Runnable {
    final Code.Counter counter = new Code.Counter();
    private final int fib;
    private final int levels;
    int result;

    Calls(int fib, int levels) {
      this.fib = fib;
      this.levels = levels;
    }

    @Override
    @continuable
    public void run() {
      if (fib > 0) {
        result = fib(fib);
      } else {
        walk(counter, levels);
      }
    }

    @continuable
    private static int fib(int n) {
      return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @continuable
    private static void walk(Code.Counter counter, int levels) {
      counter.count++;
      if (levels > 0) {
        walk(counter, levels - 1);
        walk(counter, levels - 1);
      }
    }
  }

  /** Checks the rest. */
  @State(Scope.Thread)
  public static class Checked {
    @Setup
    public void setup() {
      Check.same("fib", Code.fibByAddition(Workload.FIB), callFib());
      Check.same("walk", Workload.WALK_CALLS, callWalk());
    }
  }

  private static int callFib() {
    Calls calls = new Calls(Workload.FIB, 0);
    Continuation.startWith(calls, true);
    return calls.result;
  }

  private static long callWalk() {
    Calls calls = new Calls(0, Workload.LEVELS);
    Continuation.startWith(calls, true);
    return calls.counter.count;
  }

  @Benchmark
  @OperationsPerInvocation(Workload.FIB_CALLS)
  public int fib(Checked s) {
    return callFib();
  }

  @Benchmark
  @OperationsPerInvocation(Workload.WALK_CALLS)
  public long walk(Checked s) {
    return callWalk();
  }

  @Benchmark
  public byte[] pickle(PicklesJavaflow s) {
    return s.pickle();
  }

  @Benchmark
  public Continuation unpickle(PicklesJavaflow s) {
    return s.read();
  }

  @Benchmark
  public Continuation pickleAndRead(PicklesJavaflow s) {
    return s.readAgain();
  }
}
