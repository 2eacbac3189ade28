package io.bobbin;

import io.bobbin.frame.Transparent;
import io.bobbin.schedule.Timeout;
import io.bobbin.sync.Ownership;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A lock that one tasklet or thread has at a time, after Go's {@code sync.Mutex}. Unlike {@code
 * synchronized} and {@code ReentrantLock} it parks the tasklet that waits for it, and may be kept
 * while its owner waits for something else.
 *
 * <pre>{@code
 * mutex.lock();
 * try {
 *   balance -= amount;
 *   log.send(balance);
 * } finally {
 *   mutex.unlock();
 * }
 * }</pre>
 *
 * <p>It is fair: {@link #unlock()} hands it to the one who waits longest, and no newcomer overtakes
 * him. It is not reentrant. It has an owner, unlike Go's: the tasklet that locked it, or the thread
 * if that runs no tasklet; a generator's code counts as its consumer's. A tasklet that ends without
 * unlocking leaves it locked for ever.
 *
 * <p>If something is raised in a tasklet that waits here, it is not the owner and not in line any
 * more; if the mutex was handed to it first, it is the owner, and what was raised is thrown at its
 * next wait.
 *
 * <p>All methods may be called by tasklets and by threads. What was done before an {@link
 * #unlock()} is seen after the next {@code lock()}.
 */
public final class Mutex {
  final Ownership ownership = new Ownership();

  /** Makes a mutex that is not locked. */
  public Mutex() {}

  /**
   * Locks the mutex; waits until it is free and nobody is before the caller in line.
   *
   * @throws IllegalStateException if the caller has locked it already: it would wait for itself
   */
  @Suspendable
  @Transparent
  public void lock() {
    ownership.take(null);
  }

  /**
   * Locks the mutex; waits for it, but not for ever.
   *
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @throws TimeoutException if it was not free by then; the caller has not locked it
   * @throws IllegalStateException if the caller has locked it already: it would wait for itself
   */
  @Suspendable
  public void lock(Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "lock");
    try {
      ownership.take(limit);
    } finally {
      limit.cancel();
    }
  }

  /**
   * Locks the mutex if that needs no waiting.
   *
   * @return whether the caller has locked it now; false also if it had locked it before
   */
  public boolean tryLock() {
    return ownership.tryTake();
  }

  /**
   * Unlocks the mutex; if others wait for it, the first of them has it now.
   *
   * @throws IllegalMonitorStateException if the caller has not locked it; it stays as it is
   */
  public void unlock() {
    ownership.give();
  }

  /**
   * Whether somebody has locked the mutex.
   *
   * @return a snapshot
   */
  public boolean isLocked() {
    return ownership.isOwned();
  }

  /**
   * Whether the caller has locked the mutex.
   *
   * @return true if it may {@link #unlock()}
   */
  public boolean isLockedByCaller() {
    return ownership.isOwnedByCaller();
  }

  /**
   * Makes a condition that those can wait for who have locked this mutex.
   *
   * @return a condition, one of any number
   */
  public Condition newCondition() {
    return new Condition(ownership);
  }

  @Override
  public String toString() {
    return ownership.toString();
  }
}
