package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import io.bobbin.WorkGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A work group.
 *
 * <p>Invariants, guarded by this object's monitor: the members that have not ended form a doubly
 * linked list; {@link #allEnded} happens when the group is closing and the list is empty; after
 * that nobody joins the list.
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
  private final List<Throwable> failures = new ArrayList<>(1);
  private @Nullable Member first;
  private @Nullable TaskletStrand<?> failed;
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

  private void leaves(Member member, @Nullable Throwable failure) {
    boolean first = false;
    boolean last;
    synchronized (this) {
      unlink(member);
      last = closing && this.first == null;
      if (failure != null && !(cancelled && failure instanceof TaskletKilled)) {
        first = failures.isEmpty();
        failures.add(failure);
        failed = first ? member.tasklet : failed;
      }
    }
    if (first) {
      cancel();
    }
    if (last) {
      allEnded.happen();
    }
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
    closes();
    Throwable raised = null;
    while (!allEnded.hasHappened()) {
      try {
        allEnded.await(null);
      } catch (Throwable t) {
        if (raised == null) {
          raised = t;
        }
        cancel();
      }
    }
    rethrow(raised);
  }

  private void closes() {
    boolean empty;
    synchronized (this) {
      closing = true;
      empty = first == null;
    }
    if (empty) {
      allEnded.happen();
    }
  }

  private void rethrow(@Nullable Throwable raised) {
    TaskletFailedException failure = takeFailure();
    if (raised != null) {
      if (failure != null) {
        raised.addSuppressed(failure);
      }
      throw Sneaky.raise(raised);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized @Nullable TaskletFailedException takeFailure() {
    TaskletStrand<?> who = failed;
    if (who == null) {
      return null;
    }
    Throwable cause = failures.get(0);
    TaskletFailedException failure = new TaskletFailedException(who.name(), cause);
    for (Throwable later : failures) {
      if (later != cause) {
        failure.addSuppressed(later);
      }
    }
    failures.clear();
    failed = null;
    return failure;
  }
}
