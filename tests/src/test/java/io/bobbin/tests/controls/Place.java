package io.bobbin.tests.controls;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Where the tasklets of a test run. */
enum Place {
  /** On the test's own thread. */
  HERE,
  /** On a pool with one carrier. */
  POOL_OF_ONE,
  /** On a pool with two carriers. */
  POOL_OF_TWO;

  Scheduler scheduler() {
    return switch (this) {
      case HERE -> Scheduler.here();
      case POOL_OF_ONE -> Scheduler.pool(1);
      case POOL_OF_TWO -> Scheduler.pool(2);
    };
  }

  /** Lets the tasklets run until a condition holds. */
  void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("this never was so");
      }
      if (this == HERE) {
        Scheduler.here().run(Duration.ofMillis(1));
      }
      Thread.yield();
    }
  }

  /** Lets the tasklets run until one of them waits. */
  void untilWaiting(Tasklet<?> tasklet) {
    until(() -> tasklet.state() == Tasklet.State.WAITING);
  }
}
