package io.bobbin.benchmarks;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Fork;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The calls of {@link Pickles} as a tasklet, which is parked in the innermost. */
@State(Scope.Thread)
public class PicklesBobbin implements Images {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.benchmarks.**");

  @Param({Pickles.ONE_METHOD, Pickles.TEN_METHODS})
  String methods = "";

  private final Scheduler scheduler = Scheduler.here();
  private final Channel<Tasklet<?>> twins = Channel.unbuffered();
  private @Nullable Tasklet<?> parked;
  private byte[] image = {};

  @Setup
  public void setup() {
    Check.woven(true, PicklesBobbin.class, "recursion");
    parked = park(Pickles.FRAMES, methods, scheduler);
    image = pickle();
    // Whoever joins lets run what is runnable, but no twin that was not resumed.
    parked = read();
    check(readAgain(), Pickles.FRAMES);
    scheduler.start(() -> call(Pickles.FRAMES, methods, twins));
    check(fork(), Pickles.FRAMES);
    check(fork(), Pickles.FRAMES);
  }

  @TearDown
  public void tearDown() {
    scheduler.close();
  }

  /** A tasklet that is parked at the bottom of so many calls, and runnable. */
  static Tasklet<Long> park(int frames, String methods, Scheduler scheduler) {
    Tasklet<Long> tasklet = scheduler.start(() -> call(frames, methods, null));
    int[] left = {2};
    scheduler.runUntil(() -> --left[0] == 0);
    return tasklet;
  }

  @Override
  public int size(String methods) {
    return Pickle.of(park(Pickles.FRAMES, methods, scheduler)).size();
  }

  byte[] pickle() {
    return Pickle.of(Objects.requireNonNull(parked)).bytes();
  }

  /** Reads the tasklet; it can be resumed then. */
  Tasklet<?> read() {
    return read(image);
  }

  Tasklet<?> readAgain() {
    return read(pickle());
  }

  static Tasklet<?> read(byte[] image) {
    return Pickle.read(image, FILTER).tasklet();
  }

  /** Has a tasklet make twins of itself; returns the last. */
  Tasklet<?> fork() {
    return twins.receive();
  }

  /** Fails unless a twin returns what it has to. */
  static void check(Tasklet<?> twin, int frames) {
    twin.resume();
    Check.same("result", Pickles.result(frames), (Long) twin.join());
  }

  // What is parked

  @Suspendable
  private static long call(int frames, String methods, @Nullable Channel<Tasklet<?>> twins) {
    return methods.equals(Pickles.ONE_METHOD)
        ? recursion(frames, Pickles.NAME, twins)
        : ten(10, Pickles.NAME, twins);
  }

  /** Parks, or forks again and again. */
  @Suspendable
  private static int receive(@Nullable Channel<Tasklet<?>> twins) {
    if (twins == null) {
      Tasklet.yield();
      return Pickles.RECEIVED;
    }
    while (true) {
      for (int i = 1; i < Pickles.FORKS; i++) {
        if (Fork.here() == null) {
          return Pickles.RECEIVED;
        }
      }
      Tasklet<?> twin = Fork.here();
      if (twin == null) {
        return Pickles.RECEIVED;
      }
      twins.send(twin);
    }
  }

  @Suspendable
  private static long recursion(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = level == 1 ? receive(twins) : recursion(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long ten(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = nine(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long nine(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = eight(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long eight(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = seven(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long seven(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = six(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long six(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = five(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long five(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = four(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long four(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = three(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long three(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = two(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long two(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = one(level - 1, name, twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }

  @Suspendable
  private static long one(int level, String name, @Nullable Channel<Tasklet<?>> twins) {
    int step = Pickles.step(level);
    long sum = Pickles.sum(level);
    double share = Pickles.share(level);
    String label = Pickles.label(level, name);
    long below = receive(twins);
    return below + Pickles.part(level, step, sum, share, name, label);
  }
}
