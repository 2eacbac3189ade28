package io.bobbin.schedule;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that opened work groups, on its own behalf and not on that of a tasklet.
 *
 * <p>Invariant: who raises first notes that, then looks at {@link #waiting}; the thread first notes
 * that it waits, then looks for what was raised. So one of the two sees the other.
 */
final class OpenerThread implements Opener {
  /** Of the thread's own: while it runs tasklets the thread locals are theirs. */
  private static final ThreadLocal<@Nullable OpenerThread> THIS = new ThreadLocal<>();

  private final Raised raised = new Raised();
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable ThreadStrand waiting;

  private OpenerThread() {}

  /** That of the calling thread, which runs no tasklet now. */
  static OpenerThread ofThisThread() {
    OpenerThread known = THIS.get();
    if (known == null) {
      known = new OpenerThread();
      THIS.set(known);
    }
    return known;
  }

  /** That of the calling thread, which runs no tasklet now, if it has groups open; else null. */
  static @Nullable OpenerThread withOpenGroups() {
    OpenerThread known = THIS.get();
    return known == null || known.open.get() == 0 ? null : known;
  }

  /** Called by the thread, whose wait has been registered. */
  void begins(ThreadStrand wait) {
    waiting = wait;
    if (raised.isRaised()) {
      raised.throwAtWaitOf(wait);
    }
  }

  /** Called by the thread, whose wait is over. */
  void ends() {
    waiting = null;
  }

  @Override
  public void opens() {
    open.incrementAndGet();
  }

  @Override
  public void closes() {
    open.decrementAndGet();
  }

  @Override
  public boolean raiseForGroup(Throwable failure) {
    raised.raiseForGroup(failure);
    ThreadStrand wait = waiting;
    if (wait != null) {
      raised.throwAtWaitOf(wait);
    }
    return true;
  }

  @Override
  public boolean takesBack(@Nullable Throwable failure) {
    return raised.takesBack(failure);
  }
}
