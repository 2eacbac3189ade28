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
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.util.ArrayList;
import java.util.Collections;
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
public final class Members implements WorkGroup, Portable {
  /** A tasklet of the group that has not ended. */
  private final class Member implements EndListener {
    @Nullable TaskletStrand<?> tasklet;
    @Nullable Member next;
    @Nullable Member prev;

    @Override
    public void ended(@Nullable Throwable failure) {
      leaves(this, failure);
    }

    @Override
    public Members group() {
      return Members.this;
    }
  }

  /** Null from when this was read from a pickle until the opener is resumed. */
  private @Nullable Dispatcher dispatcher;

  private Event allEnded = new Event(WaitReason.JOIN);
  private Opener opener;
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
    this(Opener.ofCaller());
    this.dispatcher = (Dispatcher) scheduler;
    opener.opens();
  }

  private Members(Opener opener) {
    this.opener = opener;
  }

  /** What runs the tasklets that are to be started. */
  private Dispatcher dispatcher() {
    Dispatcher known = dispatcher;
    return known == null ? Dispatcher.ofCaller() : known;
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
      Dispatcher dispatcher = dispatcher();
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
    link(member);
  }

  private void link(Member member) {
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
      if (thrown != known && thrown != known.getCause()) {
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
  void awaitAll() {
    dispatcher().await(allEnded, null);
  }

  /** The twin of {@link #awaitAll()}. */
  void awaitAll(FrameStack stack, int room) {
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

  // Pickling

  // How a group is, in an image
  private static final int RAISED = 1;
  private static final int CANCELLED = 2;
  private static final int CLOSING = 4;

  /**
   * Makes an empty one, to be restored.
   *
   * @return a group that nobody knows
   */
  public static Members empty() {
    return new Members(TaskletStrand.empty());
  }

  @Override
  public void save(Outlet to) {
    List<TaskletStrand<?>> living = new ArrayList<>();
    Throwable failed;
    int state;
    boolean isStarting = false;
    synchronized (this) {
      failed = failure;
      state = (raised ? RAISED : 0) | (cancelled ? CANCELLED : 0) | (closing ? CLOSING : 0);
      for (Member each = first; each != null; each = each.next) {
        if (each.tasklet == null) {
          isStarting = true;
        } else {
          living.add(each.tasklet);
        }
      }
    }
    if (isStarting) {
      throw to.interference();
    }
    if (!(opener instanceof TaskletStrand<?> tasklet) || !to.includes(tasklet)) {
      throw to.refusal(
          "is a work group that was opened by "
              + (opener instanceof TaskletStrand<?> other ? "tasklet " + other.name() : "a thread")
              + ", who is not among those to be pickled: pickle who has opened it and all of its"
              + " members together, by Pickle.ofAll");
    }
    if (to.stays(allEnded)) {
      throw to.refusal("is a work group, of which there can be no second one: close it first");
    }
    to.reference(tasklet);
    to.number(state);
    to.reference(failed);
    to.reference(allEnded);
    to.number(living.size());
    living.forEach(to::reference);
  }

  @Override
  public void restore(Inlet from) {
    TaskletStrand<?> by = from.reference(TaskletStrand.class);
    int state = from.number(0, RAISED | CANCELLED | CLOSING);
    raised = (state & RAISED) != 0;
    cancelled = (state & CANCELLED) != 0;
    closing = (state & CLOSING) != 0;
    failure = from.reference(Throwable.class);
    Event event = from.reference(Event.class);
    if (by == null || event == null) {
      throw from.damaged("a work group that nobody has opened");
    }
    opener = by;
    allEnded = event;
    List<TaskletStrand<?>> living = new ArrayList<>();
    int count = from.number(0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      TaskletStrand<?> tasklet = from.reference(TaskletStrand.class);
      if (tasklet == null) {
        throw from.damaged("a work group with a member that is none");
      }
      living.add(tasklet);
    }
    Collections.reverse(living); // who came last stands first
    from.atEnd(() -> living.forEach(each -> takeRestored(each, from)));
    from.atResume(by, () -> dispatcher = by.dispatcherVolatile());
  }

  private void takeRestored(TaskletStrand<?> tasklet, Inlet from) {
    Extra more = tasklet.extra();
    if (tasklet.isOver() || more.endListener != null || allEnded.hasHappened()) {
      throw from.damaged("a member of a work group that cannot be one");
    }
    Member member = new Member();
    member.tasklet = tasklet;
    more.endListener = member;
    link(member);
  }
}
