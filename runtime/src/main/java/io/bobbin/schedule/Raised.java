package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What was raised in a tasklet, or a thread, and is to be thrown where it waits.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>This object's monitor guards {@link #first}, which may be read without it. A wait is
 *       withdrawn with the monitor held, so what is pending is thrown once: at that wait, or by who
 *       {@linkplain #take takes} it, or not at all, as it was {@linkplain #takesBack taken back}.
 *   <li>At most one that is pending was raised by a user; the first counts. Each group that failed
 *       may have one, as its members' opener may have waits of several groups to leave.
 * </ul>
 */
class Raised {
  private record Pending(Throwable exception, boolean byGroup, @Nullable Pending next) {}

  private volatile @Nullable Pending first;

  Raised() {}

  /** Notes an exception to be thrown; false if another one is pending. */
  final synchronized boolean raise(Throwable e) {
    for (Pending each = first; each != null; each = each.next) {
      if (!each.byGroup) {
        return false;
      }
    }
    first = append(first, new Pending(e, false, null));
    return true;
  }

  /** Notes the failure of a group, to be thrown besides what is pending. */
  final synchronized void raiseForGroup(Throwable failure) {
    first = append(first, new Pending(failure, true, null));
  }

  private static Pending append(@Nullable Pending list, Pending last) {
    return list == null ? last : new Pending(list.exception, list.byGroup, append(list.next, last));
  }

  /** Takes back the failure of a group; false if it has been thrown. */
  final synchronized boolean takesBack(@Nullable Throwable failure) {
    boolean found = false;
    Pending others = null;
    for (Pending each = first; each != null; each = each.next) {
      if (each.exception == failure) {
        found = true;
      } else {
        others = append(others, new Pending(each.exception, each.byGroup, null));
      }
    }
    first = others;
    return found;
  }

  final boolean isRaised() {
    return first != null;
  }

  /** Takes what is to be thrown first, if something is; the caller must see that it is thrown. */
  final @Nullable Throwable take() {
    return first == null ? null : takeFirst();
  }

  private synchronized @Nullable Throwable takeFirst() {
    Pending taken = first;
    if (taken == null) {
      return null;
    }
    first = taken.next;
    return taken.exception;
  }

  /**
   * Ends the wait that a strand is in, if there is one that nobody has claimed, by what is to be
   * thrown first. Called by any thread.
   */
  final void throwAtWaitOf(Strand waiting) {
    if (withdraws(waiting)) {
      waiting.wake();
    }
  }

  private synchronized boolean withdraws(Strand waiting) {
    Pending pending = first;
    WaitPlace where = waiting.place;
    if (pending == null || where == null || !where.withdraw(waiting, null)) {
      return false;
    }
    first = pending.next;
    waiting.exception = pending.exception;
    return true;
  }
}
