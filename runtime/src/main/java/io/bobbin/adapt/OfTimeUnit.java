package io.bobbin.adapt;

import io.bobbin.Suspendable;
import io.bobbin.schedule.Sleep;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stands in for methods of {@link TimeUnit}. */
public final class OfTimeUnit {
  private OfTimeUnit() {}

  /** Stands in for {@link TimeUnit#sleep}. */
  @Suspendable
  public static void sleep(TimeUnit unit, long timeout) throws InterruptedException {
    if (timeout <= 0 || Jdk.isInterrupted()) {
      unit.sleep(timeout);
    } else {
      Sleep.sleep(Duration.ofNanos(unit.toNanos(timeout)));
    }
  }
}
