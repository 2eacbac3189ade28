package io.bobbin.schedule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tasklet's being locked to a thread, or its wish to be. */
public final class ThreadLock {
  /** The scheduler that the tasklet belongs to. */
  final Dispatcher home;

  private final TaskletStrand<?> tasklet;
  private final Extra extra;

  /** What runs tasklets on the thread; null until the tasklet is locked. */
  private @Nullable OneAtATime thread;

  /** How many unlocks are wanted. Used by the tasklet alone. */
  private int count = 1;

  /** Makes a wish of a tasklet that is not locked. */
  ThreadLock(TaskletStrand<?> tasklet) {
    this.tasklet = tasklet;
    extra = tasklet.extra();
    home = tasklet.dispatcher;
  }

  /** Locks the tasklet, which calls, to the thread that it is on. */
  void lock(OneAtATime here) {
    here.locked.incrementAndGet();
    locked(here);
  }

  /**
   * Locks the tasklet to the thread of another one. The tasklet does not run, or unwinds next, and
   * its wait has been claimed by the caller. Allocates nothing.
   *
   * @param receiver who waits; null if it is a thread
   * @return false if that one is not locked to a thread
   */
  public boolean join(@Nullable Strand receiver) {
    TaskletStrand<?> other = receiver == null ? null : receiver.host();
    Extra more = other == null ? null : other.extraOrNull();
    ThreadLock lock = more == null ? null : more.lock;
    OneAtATime there = lock == null ? null : lock.thread;
    if (there == null || !there.joins()) {
      return false;
    }
    locked(there);
    return true;
  }

  private void locked(OneAtATime to) {
    thread = to;
    extra.lock = this;
    if (home != to) {
      if (extra.takeAwaitedBy() == null) {
        home.outsideBegins();
      }
      tasklet.moveTo(to);
    }
  }

  void again() {
    count = Math.incrementExact(count);
  }

  /** Takes one lock back. Called by the tasklet. */
  void unlock() {
    if (--count == 0) {
      extra.lock = null;
      tasklet.moveTo(home);
      ends(false);
    }
  }

  /** Notes that the tasklet has ended, still locked. Called on the thread. */
  void taskletEnded() {
    extra.lock = null;
    ends(true);
  }

  private void ends(boolean hasEnded) {
    OneAtATime of = Objects.requireNonNull(thread);
    of.unlocked(hasEnded);
    if (home != of) {
      extra.awaitedBy(home);
    }
  }
}
