package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stands in for methods of {@link Process}. */
public final class OfProcess {
  private OfProcess() {}

  /** Stands in for {@link Process#waitFor()}. */
  @Suspendable
  public static int waitFor(Process process) throws InterruptedException {
    if (waits(process)) {
      Watch.await(process, process::waitFor, Wait.FOR_EVER);
    }
    return process.waitFor();
  }

  /** Stands in for {@link Process#waitFor(long, TimeUnit)}. */
  @Suspendable
  public static boolean waitFor(Process process, long timeout, TimeUnit unit)
      throws InterruptedException {
    if (timeout > 0 && waits(process)) {
      Watch.await(process, process::waitFor, unit.toNanos(timeout));
      return process.waitFor(0, unit);
    }
    return process.waitFor(timeout, unit);
  }

  /** Stands in for {@code Process.waitFor(Duration)}, which the JDK has since 24. */
  @Suspendable
  public static boolean waitFor(Process process, Duration time) throws InterruptedException {
    return waitFor(process, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  private static boolean waits(Process process) {
    return Jdk.isPlain(process) && process.isAlive() && !Jdk.isInterrupted();
  }
}
