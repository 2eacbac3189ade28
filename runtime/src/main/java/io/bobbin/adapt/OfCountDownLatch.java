package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands in for methods of {@link CountDownLatch}. */
public final class OfCountDownLatch {
  private OfCountDownLatch() {}

  /** Stands in for {@link CountDownLatch#await()}. */
  @Suspendable
  public static void await(CountDownLatch latch) throws InterruptedException {
    if (waits(latch)) {
      await(latch, Wait.FOR_EVER);
    }
    latch.await();
  }

  /** Stands in for {@link CountDownLatch#await(long, TimeUnit)}. */
  @Suspendable
  public static boolean await(CountDownLatch latch, long timeout, TimeUnit unit)
      throws InterruptedException {
    if (timeout > 0 && waits(latch)) {
      await(latch, unit.toNanos(timeout));
      return latch.await(0, unit);
    }
    return latch.await(timeout, unit);
  }

  private static boolean waits(CountDownLatch latch) {
    return Jdk.isPlain(latch) && latch.getCount() > 0 && !Jdk.isInterrupted();
  }

  @Suspendable
  private static void await(CountDownLatch latch, long nanos) {
    Watch.await(
        latch,
        () -> {
          latch.await();
          return null;
        },
        nanos);
  }
}
