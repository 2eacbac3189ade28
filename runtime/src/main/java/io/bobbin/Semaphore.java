package io.bobbin;

import io.bobbin.frame.Transparent;
import io.bobbin.schedule.Timeout;
import io.bobbin.sync.Permits;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A fixed number of permits, of which each may be had by one tasklet or thread at a time, after
 * Go's {@code semaphore.Weighted}.
 *
 * <pre>{@code
 * Semaphore memory = new Semaphore(512);
 * memory.acquire(job.megabytes());
 * try {
 *   job.run();
 * } finally {
 *   memory.release(job.megabytes());
 * }
 * }</pre>
 *
 * <p>Those who wait are served in the order in which they came: a large request keeps smaller ones
 * behind it waiting until it can be met, and is never starved. Permits have no owner: whoever
 * releases them need not have acquired them, but no more can be released than were acquired.
 *
 * <p>If something is raised in a tasklet that waits here, it has no permit, and those behind it are
 * served if what is free is enough for them; if its permits were handed to it first, it has them,
 * and what was raised is thrown at its next wait.
 *
 * <p>All methods may be called by tasklets and by threads. What was done before a release is seen
 * after an acquisition that it made possible.
 */
public final class Semaphore {
  private final Permits permits;

  /**
   * Makes a semaphore.
   *
   * @param permits how many permits there are
   * @throws IllegalArgumentException if {@code permits} is negative
   */
  public Semaphore(long permits) {
    this.permits = new Permits(permits);
  }

  /**
   * Acquires a permit; waits for it. See {@link #acquire(long)}.
   *
   * @throws IllegalArgumentException if the semaphore has none: it would wait for ever
   */
  @Suspendable
  @Transparent
  public void acquire() {
    permits.take(1, null);
  }

  /**
   * Acquires permits, all at once; waits until so many are free and nobody is before the caller in
   * line.
   *
   * @param count how many
   * @throws IllegalArgumentException if {@code count} is less than 1, or more than the semaphore
   *     has: so many will never be free
   */
  @Suspendable
  @Transparent
  public void acquire(long count) {
    permits.take(count, null);
  }

  /**
   * Acquires permits, all at once; waits for them, but not for ever.
   *
   * @param count how many
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @throws TimeoutException if they were not free by then; none was acquired
   * @throws IllegalArgumentException if {@code count} is less than 1, or more than the semaphore
   *     has
   */
  @Suspendable
  public void acquire(long count, Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "acquire");
    try {
      permits.take(count, limit);
    } finally {
      limit.cancel();
    }
  }

  /**
   * Acquires a permit if that needs no waiting.
   *
   * @return whether it was acquired; false also if one is free, but kept for somebody who waits
   * @throws IllegalArgumentException if the semaphore has none
   */
  public boolean tryAcquire() {
    return permits.tryTake(1);
  }

  /**
   * Acquires permits, all at once, if that needs no waiting.
   *
   * @param count how many
   * @return whether they were acquired; false also if they are free, but kept for somebody who
   *     waits
   * @throws IllegalArgumentException if {@code count} is less than 1, or more than the semaphore
   *     has
   */
  public boolean tryAcquire(long count) {
    return permits.tryTake(count);
  }

  /**
   * Releases a permit.
   *
   * @throws IllegalStateException if none is acquired; nothing changes
   * @throws IllegalArgumentException if the semaphore has none
   */
  public void release() {
    permits.give(1);
  }

  /**
   * Releases permits.
   *
   * @param count how many
   * @throws IllegalStateException if fewer are acquired; nothing changes
   * @throws IllegalArgumentException if {@code count} is less than 1, or more than the semaphore
   *     has
   */
  public void release(long count) {
    permits.give(count);
  }

  /**
   * How many permits are free.
   *
   * @return a snapshot; they may be kept for somebody who waits for more
   */
  public long available() {
    return permits.free();
  }

  @Override
  public String toString() {
    return permits.toString();
  }
}
