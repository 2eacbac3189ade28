package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands in for those methods of {@link DelayQueue} that have a result type of their own. */
public final class OfDelayQueue {
  private OfDelayQueue() {}

  /** Stands in for {@link DelayQueue#take()}. */
  @Suspendable
  public static @Nullable Delayed take(DelayQueue<?> queue) throws Exception {
    return (Delayed) OfBlockingQueue.take(queue);
  }

  /** Stands in for {@link DelayQueue#poll(long, TimeUnit)}. */
  @Suspendable
  public static @Nullable Delayed poll(DelayQueue<?> queue, long timeout, TimeUnit unit)
      throws Exception {
    return (Delayed) OfBlockingQueue.poll(queue, timeout, unit);
  }
}
