package io.bobbin.schedule;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What N:1 schedulers share: one thread at a time, the driver, runs tasklets; others post to it.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only the driver touches {@link #queue}, so there are no atomics on the way from one tasklet
 *       to the next. {@link #driver} is written by the thread that becomes the driver or ceases to
 *       be, so a thread knows of itself whether it is.
 *   <li>A poster looks at {@link #asleep} after it posted; the driver sets {@code asleep}, then
 *       looks at the inbox before it sleeps. One of the two sees the other: no message is lost.
 * </ul>
 */
abstract class OneAtATime extends Dispatcher {
  final RunQueue queue = new RunQueue();
  final Inbox inbox = new Inbox();
  @Nullable Thread driver;
  volatile boolean asleep;

  OneAtATime() {}

  @Override
  final void ready(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() == driver) {
      queue.add(tasklet);
    } else {
      post(tasklet);
    }
  }

  @Override
  final void ready(TaskletStrand<?> tasklet, boolean first) {
    if (first) {
      queue.addFirst(tasklet);
    } else {
      queue.add(tasklet);
    }
  }

  @Override
  final void absorb(TaskletStrand<?> tasklet) {
    while (!queue.remove(tasklet)) {
      Thread.onSpinWait();
      inbox.empty(queue);
    }
  }

  @Override
  final void raised(TaskletStrand<?> tasklet) {
    if (tasklet.innermost() instanceof ThreadStrand) {
      tasklet.throwAtWait();
    }
    if (Thread.currentThread() != driver) {
      post(new Inbox.Letter(tasklet));
    } else if (!tasklet.isMounted()) {
      tasklet.throwAtWait();
    }
  }

  /** Gives the driver a message, and wakes it if it sleeps. Called by any thread. */
  void post(Object message) {
    inbox.post(message);
    wakeIfAsleep();
  }

  final void wakeIfAsleep() {
    if (asleep) {
      LockSupport.unpark(driver);
    }
  }
}
