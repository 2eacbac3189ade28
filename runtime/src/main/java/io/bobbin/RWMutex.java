package io.bobbin;

import io.bobbin.frame.Transparent;
import io.bobbin.schedule.Timeout;
import io.bobbin.sync.ReadWrite;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A lock that either any number of readers have, or one writer, after Go's {@code sync.RWMutex}.
 *
 * <pre>{@code
 * mutex.readLock();
 * try {
 *   return prices.get(name);
 * } finally {
 *   mutex.readUnlock();
 * }
 * }</pre>
 *
 * <p>A writer that waits stops new readers, so that it gets its turn. When a writer is through, all
 * readers that wait then have theirs, before the next writer: neither side starves. Among writers,
 * and among readers, who waits longer comes first.
 *
 * <p>It is not reentrant: whoever has locked it for writing cannot lock it again, and whoever has
 * locked it for reading must not (a writer that came between would wait for the one, and the other
 * for the writer). Nor can a reader become a writer without unlocking first; a writer can {@link
 * #downgrade()}. A writer is an owner as that of a {@link Mutex} is; readers are only counted.
 *
 * <p>If something is raised in a tasklet that waits here, it has no lock, and is not in line any
 * more, and readers whom it stopped go on; if the lock was handed to it first, it has it, and what
 * was raised is thrown at its next wait.
 *
 * <p>All methods may be called by tasklets and by threads. What a writer did is seen by who locks
 * after it.
 */
public final class RWMutex {
  private final ReadWrite state = new ReadWrite();

  /** Makes a mutex that is not locked. */
  public RWMutex() {}

  /**
   * Locks for reading; waits while somebody writes, or waits to write.
   *
   * @throws IllegalStateException if the caller has locked it for writing: it would wait for itself
   */
  @Suspendable
  @Transparent
  public void readLock() {
    state.read(null);
  }

  /**
   * Locks for reading; waits, but not for ever.
   *
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @throws TimeoutException if that was not possible by then; the caller has not locked it
   * @throws IllegalStateException if the caller has locked it for writing: it would wait for itself
   */
  @Suspendable
  public void readLock(Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "readLock");
    try {
      state.read(limit);
    } finally {
      limit.cancel();
    }
  }

  /**
   * Locks for reading if that needs no waiting.
   *
   * @return whether it is locked for the caller now; false also if a writer waits
   */
  public boolean tryReadLock() {
    return state.tryRead();
  }

  /**
   * Unlocks what was locked for reading, by the caller or another.
   *
   * @throws IllegalMonitorStateException if it is not locked for reading; it stays as it is
   */
  public void readUnlock() {
    state.endRead();
  }

  /**
   * Locks for writing; waits until nobody reads or writes. New readers wait meanwhile.
   *
   * @throws IllegalStateException if the caller has locked it for writing already: it would wait
   *     for itself
   */
  @Suspendable
  @Transparent
  public void writeLock() {
    state.write(null);
  }

  /**
   * Locks for writing; waits, but not for ever.
   *
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @throws TimeoutException if that was not possible by then; the caller has not locked it, and
   *     the readers that waited for it go on
   * @throws IllegalStateException if the caller has locked it for writing already: it would wait
   *     for itself
   */
  @Suspendable
  public void writeLock(Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "writeLock");
    try {
      state.write(limit);
    } finally {
      limit.cancel();
    }
  }

  /**
   * Locks for writing if that needs no waiting.
   *
   * @return whether the caller has locked it now
   */
  public boolean tryWriteLock() {
    return state.tryWrite();
  }

  /**
   * Unlocks what the caller has locked for writing.
   *
   * @throws IllegalMonitorStateException if the caller has not; it stays as it is
   */
  public void writeUnlock() {
    state.endWrite();
  }

  /**
   * Turns the caller's lock for writing into one for reading, with no writer between. Readers that
   * wait go on, too.
   *
   * @throws IllegalMonitorStateException if the caller has not locked it for writing; it stays as
   *     it is
   */
  public void downgrade() {
    state.downgrade();
  }

  /**
   * How many have locked for reading.
   *
   * @return a snapshot
   */
  public int readers() {
    return state.readers();
  }

  /**
   * Whether somebody has locked for writing.
   *
   * @return a snapshot
   */
  public boolean isWriteLocked() {
    return state.isWritten();
  }

  @Override
  public String toString() {
    return state.toString();
  }
}
