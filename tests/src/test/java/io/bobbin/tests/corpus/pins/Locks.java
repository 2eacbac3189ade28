package io.bobbin.tests.corpus.pins;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Locks that know their owner by thread: while woven code holds one, it stays on its thread. */
class Locks {
  @Suspendable
  static Object lockAndUnlock() {
    ReentrantLock lock = new ReentrantLock();
    Park.now();
    lock.lock();
    try {
      Log.note(lock.isHeldByCurrentThread());
      Park.pinned(); // held
    } finally {
      lock.unlock();
    }
    Log.note(lock.isLocked());
    return Park.value(1);
  }

  @Suspendable
  static Object reentrant() {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    lock.lock();
    Park.pinned();
    lock.unlock();
    Park.pinned(); // held once more
    lock.unlock();
    return Park.value(2);
  }

  @Suspendable
  static Object tryLock() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    if (lock.tryLock()) {
      Park.pinned();
      lock.unlock();
    }
    Park.now();
    if (lock.tryLock(1, TimeUnit.SECONDS)) {
      Park.pinned();
      lock.unlock();
    }
    lock.lockInterruptibly();
    Park.pinned();
    lock.unlock();
    Park.now();
    return lock.isLocked();
  }

  @Suspendable
  static Object acrossMethods() {
    ReentrantLock lock = new ReentrantLock();
    take(lock);
    Park.pinned(); // taken by a woven method, held after it
    release(lock);
    return Park.value(3);
  }

  @Suspendable
  private static void take(Lock lock) {
    Park.now();
    lock.lock();
    Park.pinned();
  }

  @Suspendable
  private static void release(Lock lock) {
    Park.pinned();
    lock.unlock();
    Park.now();
  }

  @Suspendable
  static Object readWrite() {
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    lock.readLock().lock();
    Park.pinned();
    lock.readLock().unlock();
    Park.now();
    Lock write = lock.writeLock();
    write.lock();
    try {
      Park.pinned();
      throw new IllegalStateException("with the lock");
    } catch (IllegalStateException e) {
      Park.pinned(); // still held
      Log.trace(e);
    } finally {
      write.unlock();
    }
    Park.now();
    return lock.getReadHoldCount() + lock.getWriteHoldCount();
  }

  @Suspendable
  static Object unlockWithoutLock() {
    ReentrantLock lock = new ReentrantLock();
    try {
      lock.unlock();
    } catch (IllegalMonitorStateException e) {
      Log.note("not the owner");
    }
    Park.now(); // nothing is held
    return "done";
  }

  /** The user's own kind of lock: inherits lock() and unlock(). */
  static class Own extends ReentrantLock {
    private static final long serialVersionUID = 1;
  }

  @Suspendable
  static Object ownSubclass() {
    Own own = new Own();
    own.lock();
    try {
      Park.pinned();
    } finally {
      own.unlock();
    }
    Park.now();
    return own.isLocked();
  }

  @Suspendable
  static Object failedTryLock() throws InterruptedException {
    ReentrantLock lock = new ReentrantLock();
    Thread other = new Thread(lock::lock);
    other.start();
    other.join();
    Log.note(lock.tryLock());
    Log.note(lock.tryLock(1, TimeUnit.MILLISECONDS));
    Park.now(); // not taken: nothing is held
    return "done";
  }

  @Suspendable
  static Object deepWhileHeld() {
    ReentrantLock lock = new ReentrantLock();
    Park.now();
    lock.lock();
    try {
      return down(5_000) + Park.pinned(1); // moves to the heap, on the same thread
    } finally {
      lock.unlock();
    }
  }

  @Suspendable
  private static int down(int n) {
    return n == 0 ? Park.pinned(0) : down(n - 1) + 1;
  }
}
