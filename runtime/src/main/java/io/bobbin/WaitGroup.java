package io.bobbin;

import io.bobbin.frame.Transparent;
import io.bobbin.schedule.Timeout;
import io.bobbin.sync.Countdown;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Waits until a number of things are done, after Go's {@code sync.WaitGroup}: a counter, and those
 * who wait until it is zero.
 *
 * <pre>{@code
 * WaitGroup group = new WaitGroup();
 * for (URI each : addresses) {
 *   group.add(1);                       // before the tasklet starts, not in it
 *   Tasklet.start(() -> {
 *     try {
 *       fetch(each);
 *     } finally {
 *       group.done();
 *     }
 *   });
 * }
 * group.await();
 * }</pre>
 *
 * <p>It can be used again: whoever waits is released by the next return to zero, also if the
 * counter is greater again before he runs. A tasklet that is killed before it begins has no {@code
 * finally}; where that may happen, use a {@link WorkGroup}, which also tells what failed.
 *
 * <p>If something is raised in a tasklet that waits here, the counter stays as it is. All methods
 * may be called by tasklets and by threads. What was done before a {@link #done()} is seen after
 * the {@link #await()} that it released.
 */
public final class WaitGroup {
  private final Countdown counter = new Countdown();

  /** Makes a group whose counter is zero. */
  public WaitGroup() {}

  /**
   * Adds to the counter. All who wait are released if it is zero then.
   *
   * @param delta how many things are to be done; negative if some are done
   * @throws IllegalStateException if the counter would be negative; it stays as it is
   */
  public void add(int delta) {
    counter.add(delta);
  }

  /**
   * Notes that one thing is done: {@code add(-1)}.
   *
   * @throws IllegalStateException if the counter is zero; it stays so
   */
  public void done() {
    counter.add(-1);
  }

  /** Waits until the counter is zero; returns at once if it is. */
  @Suspendable
  @Transparent
  public void await() {
    counter.await(null);
  }

  /**
   * Waits until the counter is zero, but not for ever.
   *
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @throws TimeoutException if it was not zero by then; that has no effect on the counter
   */
  @Suspendable
  public void await(Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "await");
    try {
      counter.await(limit);
    } finally {
      limit.cancel();
    }
  }

  @Override
  public String toString() {
    return "wait group of " + counter.count();
  }
}
