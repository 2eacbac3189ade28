package io.bobbin.schedule;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the one thread has that runs an N:1 scheduler's tasklets. It is passed on in the order in
 * which it was asked for; at first whoever made it has it.
 */
final class Baton {
  private final Semaphore free = new Semaphore(0, true);
  private final AtomicInteger inLine = new AtomicInteger();

  /** Whether somebody is in line. */
  boolean isWanted() {
    return inLine.get() != 0;
  }

  /** Gets in line, without waiting yet. */
  void want() {
    inLine.incrementAndGet();
  }

  /** Leaves the line without having waited. */
  void wantNoMore() {
    inLine.decrementAndGet();
  }

  /** Waits, in line, until this thread has the baton. */
  void await() {
    free.acquireUninterruptibly();
    inLine.decrementAndGet();
  }

  /** Gives the baton to the first in line, or to who will be. */
  void pass() {
    free.release();
  }
}
