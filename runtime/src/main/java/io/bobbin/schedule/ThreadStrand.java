package io.bobbin.schedule;

import io.bobbin.observe.PinnedWaits;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread that waits: one object for each wait. */
public final class ThreadStrand extends Strand {
  private final Thread thread = Thread.currentThread();
  private volatile boolean woken;

  /** Makes the strand of the calling thread, for one wait. */
  public ThreadStrand() {
    throwRaisedHere();
  }

  /** Throws what was raised in the calling thread's tasklet, if it runs one. */
  private static void throwRaisedHere() {
    TaskletStrand<?> tasklet = Dispatcher.currentTasklet();
    Extra more = tasklet == null ? null : tasklet.extra;
    if (more != null) {
      TaskletStrand.throwRaised(more);
    }
  }

  /**
   * Blocks the thread until this strand, which is registered at a place, is woken; throws the
   * outcome if that is an exception. A thread whose tasklets wait for it to run them runs them
   * meanwhile; a carrier whose tasklet cannot be unmounted is replaced meanwhile.
   */
  public void block() {
    Runner runner = Runner.ofThisThread();
    TaskletStrand<?> tasklet = runner == null ? null : runner.current;
    if (runner != null && tasklet != null) {
      blockPinned(runner, tasklet);
    } else {
      blockThread(runner);
    }
    Throwable e = exception;
    if (e != null) {
      LogicalStack.traceHereIfMissing(e);
      throw Sneaky.raise(e);
    }
  }

  private void blockThread(@Nullable Runner runner) {
    OpenerThread opener = OpenerThread.withOpenGroups();
    if (opener != null) {
      opener.begins(this);
    }
    try {
      if (runner == null) {
        parkUntilWoken();
      } else {
        runner.dispatcher.runUntil(this);
      }
    } finally {
      if (opener != null) {
        opener.ends();
      }
    }
  }

  private void blockPinned(Runner runner, TaskletStrand<?> tasklet) {
    if (tasklet.isNonBlocking()) {
      Object reason = reason();
      if (withdraws()) {
        exception = Sections.refusal(tasklet, "a wait: " + reason);
        return;
      }
    }
    Strand outer = tasklet.innermost();
    outer.setInner(this);
    PinnedWaits.begins();
    try {
      if (PinnedWaits.areTraced()) {
        PinnedWaits.trace(tasklet.name(), reason(), LogicalStack.callersOf(tasklet));
      }
      if (tasklet.isRaised()) {
        tasklet.throwAtWait();
      }
      runner.dispatcher.blockPinned(runner, this);
    } finally {
      PinnedWaits.ends();
      outer.setInner(null);
    }
  }

  /** Ends the wait, if nobody has claimed it; then the caller owes this an outcome. */
  private boolean withdraws() {
    WaitPlace where = place;
    return where != null && where.withdraw(this, null);
  }

  /** Ends the wait by an exception, if nobody has claimed it. Called by the thread itself. */
  boolean endsBy(Throwable e) {
    boolean mine = withdraws();
    if (mine) {
      exception = e;
      wake();
    }
    return mine;
  }

  /** What is waited for, as text. */
  Object reason() {
    WaitPlace where = place;
    WaitReason reason = where == null ? null : where.reason(this);
    return reason == null ? "nothing any more" : reason + " at " + where;
  }

  /** Parks the thread until this is woken, also if it is interrupted; then it stays interrupted. */
  void parkUntilWoken() {
    boolean interrupted = false;
    while (!woken) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isWoken() {
    return woken;
  }

  @Override
  public void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  @Override
  public boolean entersWait() {
    return false;
  }

  @Override
  public @Nullable TaskletStrand<?> host() {
    return null;
  }

  @Override
  @Nullable Strand inner() {
    return null;
  }

  @Override
  void setInner(@Nullable Strand inner) {
    throw new IllegalStateException("a thread runs no strand");
  }

  @Override
  protected @Nullable Object begin(int room) {
    throw new IllegalStateException("a thread has its own stack");
  }
}
