package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for methods of {@link BlockingQueue}.
 *
 * <p>Nobody but who takes an element can tell whether there was one to take. So where a queue has
 * none (or no room), an {@link Errand} calls the JDK's method.
 */
public final class OfBlockingQueue {
  private static final Errand.Lines TAKERS = new Errand.Lines();
  private static final Errand.Lines PUTTERS = new Errand.Lines();

  private OfBlockingQueue() {}

  /** Stands in for {@link BlockingQueue#take()}. */
  @Suspendable
  public static @Nullable Object take(BlockingQueue<?> queue) throws Exception {
    if (!parks(queue)) {
      return queue.take();
    }
    Object first = queue.poll();
    return first != null
        ? first
        : Errand.inLine(lines(queue, TAKERS), queue, nanos -> queue.take(), Wait.FOR_EVER, null);
  }

  /** Stands in for {@link BlockingQueue#poll(long, TimeUnit)}. */
  @Suspendable
  public static @Nullable Object poll(BlockingQueue<?> queue, long timeout, TimeUnit unit)
      throws Exception {
    if (timeout <= 0 || !parks(queue)) {
      return queue.poll(timeout, unit);
    }
    long most = unit.toNanos(timeout);
    Object first = queue.poll();
    return first != null
        ? first
        : Errand.inLine(
            lines(queue, TAKERS),
            queue,
            nanos -> queue.poll(nanos, TimeUnit.NANOSECONDS),
            most,
            null);
  }

  /** Stands in for {@link BlockingQueue#put}. */
  @Suspendable
  public static void put(BlockingQueue<Object> queue, Object element) throws Exception {
    if (!parks(queue)) {
      queue.put(element);
    } else if (!queue.offer(element)) {
      Errand.inLine(
          lines(queue, PUTTERS),
          queue,
          nanos -> {
            queue.put(element);
            return null;
          },
          Wait.FOR_EVER,
          null);
    }
  }

  /** Stands in for {@link BlockingQueue#offer(Object, long, TimeUnit)}. */
  @Suspendable
  public static boolean offer(
      BlockingQueue<Object> queue, Object element, long timeout, TimeUnit unit) throws Exception {
    if (timeout <= 0 || !parks(queue)) {
      return queue.offer(element, timeout, unit);
    }
    long most = unit.toNanos(timeout);
    return queue.offer(element)
        || Boolean.TRUE.equals(
            Errand.inLine(
                lines(queue, PUTTERS),
                queue,
                nanos -> queue.offer(element, nanos, TimeUnit.NANOSECONDS),
                most,
                false));
  }

  private static boolean parks(BlockingQueue<?> queue) {
    return Jdk.isPlain(queue) && !Jdk.isInterrupted();
  }

  /** Some queues let others see how many wait: they are to see all. */
  private static Errand.Lines lines(BlockingQueue<?> queue, Errand.Lines shared) {
    return queue instanceof SynchronousQueue || queue instanceof TransferQueue
        ? new Errand.Lines()
        : shared;
  }
}
