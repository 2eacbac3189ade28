package io.bobbin.benchmarks;

import io.bobbin.Suspendable;
import io.bobbin.VoidBody;
import io.bobbin.frame.FrameStack;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Bobbin's woven code and frames on a stack that the benchmark drives itself: what is left when the
 * library on top is taken away. Needs the agent.
 */
public class Frames {
  /** A stack that yields numbers; the least that a generator can be. */
  static final class Numbered extends FrameStack implements Iterator<Integer> {
    private final VoidBody body;
    private int value;

    Numbered(VoidBody body) {
      this.body = body;
    }

    /** Waits until the next value is wanted. */
    @Suspendable
    @SuppressWarnings("DoNotCallSuggester") // woven code calls the twin instead
    static void yield(int value) {
      throw new IllegalStateException("yield of " + value + " on a plain thread");
    }

    /** The twin. */
    static void yield(int value, FrameStack stack, int room) {
      ((Numbered) stack).value = value;
      stack.unwind();
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Integer next() {
      if (run()) {
        throw new IllegalStateException("ended", exception);
      }
      return value;
    }

    @Override
    protected @Nullable Object begin(int room) throws Throwable {
      body.run(this, room);
      return null;
    }

    @Override
    protected void unwindFailed() {}
  }

  /** As {@link Bobbin.Ints}. */
  @State(Scope.Thread)
  public static class Ints {
    @Param({"young", "old"})
    String age = "";

    final Numbered ints = new Numbered(Ints::count);

    @Suspendable
    static int count() {
      for (int i = 0; ; i++) {
        Numbered.yield(i % Check.YIELDED);
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

  /** As {@link Bobbin.IntsAtDepth}. */
  @State(Scope.Thread)
  public static class IntsAtDepth {
    @Param({"10", "100", "1000"})
    int depth;

    final Numbered ints = new Numbered(() -> countAt(depth));

    @Suspendable
    private static int countAt(int depth) {
      if (depth == 0) {
        return Ints.count();
      }
      return countAt(depth - 1) + 1;
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

  /** As {@link Bobbin.DownAndBack}. */
  @State(Scope.Thread)
  public static class DownAndBack {
    @Param({"10", "100", "1000"})
    int depth;

    private int returned;

    final Numbered ints =
        new Numbered(
            () -> {
              for (int i = 0; ; i++) {
                returned += down(depth, i % Check.YIELDED);
              }
            });

    @Suspendable
    private static int down(int levels, int value) {
      if (levels == 1) {
        Numbered.yield(value);
        return 1;
      }
      return down(levels - 1, value) + 1;
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
}
