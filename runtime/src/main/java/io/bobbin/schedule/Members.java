package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import io.bobbin.WorkGroup;
import io.bobbin.frame.FrameStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A work group.
 *
 * <p>Invariants, guarded by this object's monitor: the members that have not ended form a doubly
 * linked list; {@link #allEnded} happens when the group is closing and the list is empty; after
 * that nobody joins the list. {@link #failure} is what the first member that failed did, and is
 * raised in the opener unless the group is closing; so once {@link #close()} has begun and has
 * taken it back, nothing of this group is pending in the opener.
 */
public final class Members implements WorkGroup {
  /** A tasklet of the group that has not ended. */
  private final class Member implements EndListener {
    @Nullable TaskletStrand<?> tasklet;
    @Nullable Member next;
    @Nullable Member prev;

    @Override
    public void ended(@Nullable Throwable failure) {
      leaves(this, failure);
    }
  }

  private final Dispatcher dispatcher;
  private final Event allEnded = new Event(WaitReason.JOIN);
  private final Opener opener = Opener.ofCaller();
  private @Nullable Member first;
  private @Nullable Throwable failure;
  private boolean raised;
  private boolean cancelled;
  private boolean closing;

  /** Opens a group on the caller's scheduler. */
  public Members() {
    this(Dispatcher.ofCaller());
  }

  /**
   * Opens a group.
   *
   * @param scheduler what runs its tasklets
   */
  public Members(Scheduler scheduler) {
    this.dispatcher = (Dispatcher) scheduler;
    opener.opens();
  }

  @Override
  public <T extends @Nullable Object> Tasklet<T> go(Body<T> body) {
    return launch(body);
  }

  @Override
  public Tasklet<@Nullable Void> go(VoidBody body) {
    return launch(body);
  }

  private <T extends @Nullable Object> Tasklet<T> launch(Object body) {
    Unwoven.requireAgent();
    return start(body);
  }

  /**
   * Starts a tasklet, whether the agent is there or not.
   *
   * @param body a {@link Body} or {@link VoidBody}
   * @param <T> the type of the result
   * @return the tasklet
   */
  public <T extends @Nullable Object> TaskletStrand<T> start(Object body) {
    Member member = new Member();
    enters(member);
    TaskletStrand<T> tasklet;
    try {
      tasklet = dispatcher.create(null, body, member);
      if (isCancelled(member, tasklet)) {
        tasklet.kill();
      }
      dispatcher.submit(tasklet);
    } catch (Throwable t) {
      leaves(member, null);
      throw t;
    }
    return tasklet;
  }

  private synchronized void enters(Member member) {
    if (allEnded.hasHappened() || (closing && first == null)) {
      throw new IllegalStateException("the group is closed");
    }
    member.next = first;
    if (first != null) {
      first.prev = member;
    }
    first = member;
  }

  private synchronized boolean isCancelled(Member member, TaskletStrand<?> tasklet) {
    member.tasklet = tasklet;
    return cancelled;
  }

  private void leaves(Member member, @Nullable Throwable thrown) {
    boolean first = false;
    boolean last;
    synchronized (this) {
      unlink(member);
      last = closing && this.first == null;
      if (thrown != null && !(cancelled && thrown instanceof TaskletKilled)) {
        first = fails(member, thrown);
      }
    }
    if (first) {
      cancel();
    }
    if (last) {
      allEnded.happen();
    }
  }

  /** Notes what a member has thrown; true if it is the first. */
  private boolean fails(Member member, Throwable thrown) {
    Throwable known = failure;
    if (known != null) {
      if (thrown != known.getCause()) {
        known.addSuppressed(thrown);
      }
      return false;
    }
    TaskletStrand<?> who = Objects.requireNonNull(member.tasklet);
    Throwable made = LogicalStack.forStrand(() -> new TaskletFailedException(who.name(), thrown));
    failure = made;
    raised = !closing && opener.raiseForGroup(made);
    return true;
  }

  private void unlink(Member member) {
    if (member.prev == null) {
      first = member.next;
    } else {
      member.prev.next = member.next;
    }
    if (member.next != null) {
      member.next.prev = member.prev;
    }
  }

  @Override
  public void cancel() {
    List<TaskletStrand<?>> living = new ArrayList<>();
    synchronized (this) {
      cancelled = true;
      for (Member each = first; each != null; each = each.next) {
        if (each.tasklet != null) {
          living.add(each.tasklet);
        }
      }
    }
    living.forEach(TaskletStrand::kill);
  }

  @Override
  @Suspendable
  public void close() {
    Throwable known = closes();
    Throwable ending = null;
    while (!allEnded.hasHappened()) {
      try {
        awaitAll();
      } catch (Throwable t) {
        if (ending == null) {
          ending = t;
        } else if (ending != t) {
          ending.addSuppressed(t);
        }
        cancel();
      }
    }
    rethrow(known, ending);
  }

  @Suspendable
  final void awaitAll() {
    dispatcher.await(allEnded, null);
  }

  /** The twin of {@link #awaitAll()}. */
  final void awaitAll(FrameStack stack, int room) {
    allEnded.await(null, stack, room);
  }

  /** Begins to close; returns the failure if it has been thrown in the caller. */
  private @Nullable Throwable closes() {
    Throwable known = null;
    boolean empty;
    synchronized (this) {
      if (!closing) {
        closing = true;
        opener.closes();
        if (raised && !opener.takesBack(failure) && opener == Opener.ofCaller()) {
          known = failure;
        }
      }
      empty = first == null;
    }
    if (empty) {
      allEnded.happen();
    }
    return known;
  }

  private void rethrow(@Nullable Throwable known, @Nullable Throwable ending) {
    Throwable last = takeFailure();
    Throwable toThrow = last == known ? null : last;
    if (ending != null) {
      if (toThrow != null && toThrow != ending) {
        ending.addSuppressed(toThrow);
      }
      throw Sneaky.raise(ending);
    }
    if (toThrow != null) {
      if (toThrow.getStackTrace().length == 0) {
        toThrow.fillInStackTrace();
      }
      throw Sneaky.raise(toThrow);
    }
  }

  private synchronized @Nullable Throwable takeFailure() {
    Throwable taken = failure;
    failure = null;
    return taken;
  }
}
