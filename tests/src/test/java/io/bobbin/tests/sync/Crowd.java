package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import io.bobbin.observe.PinnedWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Tasklets or threads that run code of a test at the same time. */
final class Crowd implements AutoCloseable {
  private final Place place;
  private final Scheduler scheduler;
  private final List<Tasklet<?>> tasklets = new ArrayList<>();
  private final List<FutureTask<?>> threads = new ArrayList<>();
  private final long pinnedBefore = PinnedWaits.total();
  private int started;

  Crowd(Place place) {
    this.place = place;
    this.scheduler =
        switch (place) {
          case HERE -> Scheduler.here();
          case POOL_OF_ONE -> Scheduler.pool(1);
          case POOL, MIXED -> Scheduler.pool(3);
          case THREADS, VIRTUAL_THREADS -> null;
        };
  }

  /** Starts one more; returns the tasklet, or null if it is a thread. */
  Tasklet<?> start(VoidBody body) {
    boolean virtual = place == Place.VIRTUAL_THREADS;
    if (place == Place.MIXED) {
      int kind = started++ % 3;
      virtual = kind == 2;
      if (kind != 0) {
        startThread(virtual, body);
        return null;
      }
    }
    if (scheduler == null) {
      startThread(virtual, body);
      return null;
    }
    Tasklet<?> tasklet = scheduler.start(body);
    tasklets.add(tasklet);
    return tasklet;
  }

  private void startThread(boolean virtual, VoidBody body) {
    Callable<Void> call =
        () -> {
          body.run();
          return null;
        };
    FutureTask<Void> task = new FutureTask<>(call);
    Threads.start(virtual, task);
    threads.add(task);
  }

  /** Lets those who can run do so, until the condition holds. */
  void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("this never was so; " + tasklets);
      }
      if (place == Place.HERE) {
        scheduler.run();
      }
      Thread.yield();
    }
  }

  /**
   * Waits until all have ended, and throws what one of them threw; those killed are ignored. No
   * wait of a tasklet may have blocked its carrier.
   */
  void join() throws Exception {
    for (Tasklet<?> each : tasklets) {
      try {
        each.join(Duration.ofSeconds(20));
      } catch (TaskletFailedException e) {
        if (!(e.getCause() instanceof TaskletKilled)) {
          throw e;
        }
      }
    }
    for (FutureTask<?> each : threads) {
      each.get(20, TimeUnit.SECONDS);
    }
    tasklets.clear();
    threads.clear();
    assertThat(PinnedWaits.total()).as("pinned waits").isEqualTo(pinnedBefore);
  }

  @Override
  public void close() {
    for (Tasklet<?> each : tasklets) {
      each.kill();
    }
    if (scheduler != null && place != Place.HERE) {
      scheduler.close();
    }
  }
}
