package io.bobbin;

import io.bobbin.schedule.Timeout;
import io.bobbin.sync.Ownership;
import io.bobbin.sync.Signals;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Something that those who have locked a {@link Mutex} can wait for, after Go's {@code sync.Cond}.
 * Made by {@link Mutex#newCondition()}.
 *
 * <pre>{@code
 * mutex.lock();
 * try {
 *   while (queue.isEmpty()) {
 *     notEmpty.await();                 // unlocks the mutex meanwhile
 *   }
 *   return queue.remove();
 * } finally {
 *   mutex.unlock();
 * }
 * }</pre>
 *
 * <p>There are no spurious wake-ups: {@link #await()} returns only if it was signalled. The state
 * waited for may have changed again before the mutex was locked anew, so wait in a loop.
 *
 * <p>Whatever way a wait ends, the caller has the mutex then. A signal is never lost with its
 * receiver: if something is raised in a tasklet before it is signalled, the signal goes to the next
 * in line; if it is raised afterwards, {@link #await()} returns and it is thrown at the tasklet's
 * next wait.
 *
 * <p>All methods may be called by tasklets and by threads.
 */
public final class Condition {
  private final Ownership mutex;
  private final Signals signals;

  Condition(Ownership mutex) {
    this.mutex = mutex;
    this.signals = new Signals(mutex);
  }

  /**
   * Unlocks the mutex, waits for a signal, and locks the mutex again; unlocking and beginning to
   * wait are one step, so no signal is missed between them.
   *
   * @throws IllegalMonitorStateException if the caller has not locked the mutex; nothing happens
   */
  @Suspendable
  public void await() {
    signals.requireOwner();
    try {
      signals.await(null);
    } catch (Throwable t) {
      lockAgain(t);
      throw t;
    }
  }

  /**
   * As {@link #await()}, but waits for the signal not for ever. Locking the mutex again may take
   * longer.
   *
   * @param timeout how long to wait for the signal, to the nanosecond; zero or less does not wait
   *     for long
   * @throws TimeoutException if it was not signalled by then; the caller has the mutex, and is not
   *     in line for a signal any more
   * @throws IllegalMonitorStateException if the caller has not locked the mutex; nothing happens
   */
  @Suspendable
  public void await(Duration timeout) throws TimeoutException {
    signals.requireOwner();
    Timeout limit = new Timeout(timeout, "await");
    try {
      signals.await(limit);
    } catch (Throwable t) {
      lockAgain(t);
      throw t;
    } finally {
      limit.cancel();
    }
  }

  /**
   * Has the caller get the mutex, if the wait took it away, before what ended the wait is thrown.
   */
  @Suspendable
  private void lockAgain(Throwable ending) {
    while (!mutex.isOwnedByCaller()) {
      try {
        mutex.take(null);
      } catch (Throwable t) {
        if (t != ending) {
          ending.addSuppressed(t);
        }
      }
    }
  }

  /**
   * Lets the one who waits longest go on, if somebody waits, once the mutex is free. Whether the
   * caller has locked the mutex does not matter to this method; it mostly does to the state waited
   * for.
   */
  public void signal() {
    signals.signal();
  }

  /** Lets all who wait go on, in the order in which they came, each once the mutex is free. */
  public void signalAll() {
    signals.signalAll();
  }

  @Override
  public String toString() {
    return "condition of a " + mutex;
  }
}
