package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Tasklets, and threads of both kinds, that use a tool at the same time; tasklets are killed all
 * the while, and others started in their place. How long: {@code -Dbobbin.stress.millis}.
 */
final class Stress {
  private static final long MILLIS = Long.getLong("bobbin.stress.millis", 1_000);
  private static final int TASKLETS = 24;
  private static final int THREADS = 3;

  private final IntFunction<VoidBody> bodies;
  private final Random random;
  private final List<Tasklet<?>> tasklets = new ArrayList<>();
  private int started;
  private long killed;

  private Stress(IntFunction<VoidBody> bodies, long seed) {
    this.bodies = bodies;
    this.random = new Random(seed);
  }

  /**
   * Runs bodies, each made with a number of its own, that end by themselves after a while. All must
   * have ended in the end, by themselves or killed.
   */
  static void run(IntFunction<VoidBody> bodies) throws Exception {
    run(bodies, () -> {});
  }

  /** As above; the second is done before the last are waited for. */
  static void run(IntFunction<VoidBody> bodies, Runnable last) throws Exception {
    long seed = Long.getLong("bobbin.seed", System.nanoTime());
    try {
      new Stress(bodies, seed).run(last);
    } catch (Exception | AssertionError e) {
      throw new AssertionError("with -Dbobbin.seed=" + seed, e);
    }
  }

  private void run(Runnable last) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    Scheduler pool = Scheduler.pool(3);
    for (int i = 0; i < TASKLETS; i++) {
      tasklets.add(pool.start(bodies.apply(started++)));
    }
    List<FutureTask<Void>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      FutureTask<Void> task = new FutureTask<>(untilThen(end));
      threads.add(task);
      Threads.start(i % 2 == 1, task);
    }
    while (System.nanoTime() - end < 0) {
      int at = random.nextInt(TASKLETS);
      Tasklet<?> tasklet = tasklets.get(at);
      if (tasklet.state() == Tasklet.State.ENDED) {
        outcome(tasklet);
        tasklets.set(at, pool.start(bodies.apply(started++)));
      } else {
        tasklet.kill();
      }
      for (int spins = random.nextInt(200); spins > 0; spins--) {
        Thread.onSpinWait();
      }
    }
    last.run();
    for (Tasklet<?> each : tasklets) {
      outcome(each);
    }
    for (FutureTask<Void> each : threads) {
      each.get(20, TimeUnit.SECONDS);
    }
    pool.close();
    assertThat(killed).as("killed").isPositive();
  }

  private Callable<Void> untilThen(long end) {
    VoidBody body = bodies.apply(started++);
    return () -> {
      while (System.nanoTime() - end < 0) {
        body.run();
      }
      return null;
    };
  }

  private void outcome(Tasklet<?> tasklet) throws Exception {
    try {
      tasklet.join(Duration.ofSeconds(20));
    } catch (TaskletFailedException e) {
      if (!(e.getCause() instanceof TaskletKilled)) {
        throw e;
      }
      killed++;
    }
  }

  /** Waits a little, sometimes. */
  @Suspendable
  static void dawdle(Random random) {
    int dice = random.nextInt(8);
    if (dice < 2) {
      Tasklet.yield();
    } else if (dice == 2) {
      Tasklet.sleep(Duration.ofNanos(random.nextInt(20_000)));
    }
  }
}
