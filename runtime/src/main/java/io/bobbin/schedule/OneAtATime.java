package io.bobbin.schedule;

import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** How the tasklet that runs leaves, if it pauses or has another one run at once. */
  private @Nullable Departure departure;

  /** How many tasklets are locked to the thread. */
  final AtomicInteger locked = new AtomicInteger();

  OneAtATime() {}

  /** Counts one more tasklet that is locked, if there is one already; called by any thread. */
  final boolean joins() {
    int before = locked.get();
    while (before != 0 && !locked.compareAndSet(before, before + 1)) {
      before = locked.get();
    }
    return before != 0;
  }

  /** Notes that a tasklet is locked no longer. Called by it, or by who has just run it. */
  void unlocked(boolean hasEnded) {
    locked.decrementAndGet();
  }

  // Running: by the driver

  /** Runs the tasklet that is next; false if there is none. */
  boolean runNext(Runner by) {
    if (!inbox.isEmpty()) {
      inbox.empty(queue);
    }
    return runFirst(by);
  }

  boolean runFirst(Runner by) {
    TaskletStrand<?> tasklet = queue.poll();
    if (tasklet != null) {
      runOne(by, tasklet);
    }
    return tasklet != null;
  }

  void runOne(Runner by, TaskletStrand<?> tasklet) {
    // It may have been locked to this thread while it still leaves another.
    if (tasklet.isMounted() && !Carrier.awaitUnwound(tasklet)) {
      tasklet.runRefused();
      return;
    }
    if (!by.run(tasklet)) {
      if (tasklet.dispatcher != this) {
        handOver(tasklet);
      } else if (tasklet.unmount()) {
        goesOnLater(tasklet);
      }
    }
  }

  private void goesOnLater(TaskletStrand<?> tasklet) {
    Departure how = departure;
    if (how == null) {
      queue.add(tasklet);
    } else {
      departure = null;
      how.happen(this, tasklet);
    }
  }

  // Out of turn: called by the driver

  /** Has the tasklet that runs leave in another way than by going to the end of the queue. */
  final void leavesBy(@Nullable Departure how) {
    departure = how;
  }

  @Override
  void departureFailed() {
    departure = null;
  }

  /** Adds a tasklet that is to be taken before all others. */
  void putFirst(TaskletStrand<?> tasklet) {
    queue.addFirst(tasklet);
  }

  /** Takes a tasklet out of what is to be run; false if it is not there. */
  boolean takeOut(TaskletStrand<?> tasklet) {
    inbox.empty(queue);
    return queue.remove(tasklet);
  }

  /** Adds what is to be run to a collection, in that order. */
  void addRunnable(Collection<TaskletStrand<?>> to) {
    inbox.empty(queue);
    queue.addTo(to);
  }

  @Override
  public final List<Tasklet<?>> runnable() {
    requireDriver("runnable()");
    List<TaskletStrand<?>> found = new ArrayList<>();
    addRunnable(found);
    return List.copyOf(found);
  }

  @Override
  final void pause(TaskletStrand<?> tasklet) {
    requireDriver("pause()");
    if (tasklet.isSetAside()) {
      return;
    }
    if (tasklet.dispatcher != this || !takeOut(tasklet)) {
      throw new IllegalStateException(
          "pause(): "
              + tasklet
              + " is not runnable on the "
              + this
              + ", so there is no turn to lose");
    }
    setAside(tasklet);
  }

  /** Notes that a tasklet is in no queue any more, until it is put back. */
  void setAside(TaskletStrand<?> tasklet) {
    tasklet.extra().setAside = true;
  }

  @Override
  final void putBack(TaskletStrand<?> tasklet) {
    requireDriver("resume(tasklet)");
    if (tasklet.dispatcher != this || !tasklet.isSetAside()) {
      super.putBack(tasklet);
    }
    tasklet.extra().setAside = false;
    queue.add(tasklet);
  }

  /** Makes a tasklet the next to be run: one that is runnable, or was taken out. */
  final void makeFirst(TaskletStrand<?> tasklet) {
    if (tasklet.isSetAside()) {
      tasklet.extra().setAside = false;
    } else {
      takeOut(tasklet);
    }
    putFirst(tasklet);
  }

  /** Fails unless a tasklet can be made the next to be run. */
  final void requireRunnable(TaskletStrand<?> tasklet, String what) {
    requireDriver(what);
    boolean known = tasklet.dispatcher == this;
    if (known && !tasklet.isSetAside()) {
      List<TaskletStrand<?>> runnable = new ArrayList<>();
      addRunnable(runnable);
      known = runnable.contains(tasklet);
    }
    if (!known) {
      throw new IllegalStateException(
          what + ": " + tasklet + " is not runnable on the " + this + Dormant.advice(tasklet));
    }
  }

  private void requireDriver(String what) {
    if (Thread.currentThread() != driver) {
      throw new IllegalStateException(
          what
              + " is for the thread of the "
              + this
              + ", and its tasklets; called by "
              + Thread.currentThread().getName());
    }
  }

  /** Runs the others while a tasklet that cannot be left waits, on top of it. */
  final void runOthersUntil(Runner by, ThreadStrand strand) {
    TaskletStrand<?> pinned = by.current;
    ThreadIdentity.Saved saved = ThreadIdentity.save(by.thread);
    ThreadIdentity.clear(by.thread, by.loader);
    boolean interrupted = false;
    try {
      while (!strand.isWoken()) {
        if (!runNext(by)) {
          awaitPinned(pinned, strand);
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      by.current = pinned;
      ThreadIdentity.restore(by.thread, saved);
      if (interrupted) {
        by.thread.interrupt();
      }
    }
  }

  /** Waits for a message while nothing runs but a tasklet that is pinned at a wait. */
  void awaitPinned(@Nullable TaskletStrand<?> pinned, ThreadStrand strand) {
    sleep(strand);
  }

  /**
   * Sleeps until there is a message, or the strand, if one is given, is woken. Does not if somebody
   * is runnable, whom a listener to switches has woken.
   */
  final void sleep(@Nullable ThreadStrand strand) {
    asleep = true;
    if (inbox.isEmpty() && queue.isEmpty() && (strand == null || !strand.isWoken())) {
      awaitMessage();
    }
    asleep = false;
  }

  /** Sleeps until there is a message, also if the thread is interrupted; then it stays so. */
  final void sleepUntilMessage() {
    boolean interrupted = false;
    do {
      interrupted |= Thread.interrupted();
      sleep(null);
    } while (inbox.isEmpty() && queue.isEmpty());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Parks the thread, which is unparked when a message comes. */
  void awaitMessage() {
    LockSupport.park(this);
  }

  /** If the driver looks on, it does not run others; and who is not queued waits, or is new. */
  @Override
  final boolean letsRest(TaskletStrand<?> tasklet, Resting asking) {
    return Thread.currentThread() == driver
        && (tasklet.waitReason() != null || tasklet.isSetAside() || asking.isQueued(tasklet, this));
  }

  // Messages

  @Override
  final void ready(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() == driver) {
      queue.add(tasklet);
    } else {
      post(tasklet);
    }
  }

  @Override
  void ready(TaskletStrand<?> tasklet, boolean first) {
    if (first && Thread.currentThread() == driver) {
      queue.addFirst(tasklet);
    } else {
      ready(tasklet);
    }
  }

  @Override
  void absorb(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() != driver) {
      tasklet.refuseRun(); // it is there by now, or about to be posted
      while (tasklet.refusesRun()) {
        Thread.onSpinWait();
      }
      return;
    }
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
      post(new Inbox.Letter(() -> tasklet.throwAtWait(queue)));
    } else if (!tasklet.isMounted()) {
      tasklet.throwAtWait(queue);
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
