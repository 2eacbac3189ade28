package io.bobbin.sync;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Select;
import io.bobbin.channel.DoneChannel;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.Timers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A context that can be cancelled.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@link #cause} is written once, with this object's monitor held; until then the children
 *       that are not done form a doubly linked list, which the monitor guards, too; afterwards
 *       nobody joins it.
 *   <li>Who writes the cause ends everything below: closes the channel, and ends the children that
 *       were in the list. So when {@code cancel} returns, all below are done.
 *   <li>Nobody holds two monitors, nor one while somebody is woken.
 * </ul>
 */
public final class Scope implements Context.Cancellable, DoneChannel.Maker {
  /** The place of a child in the list of a parent. Guarded by the parent's monitor. */
  private static final class Link {
    final Scope parent;
    final Scope child;
    @Nullable Link prev;
    @Nullable Link next;

    Link(Scope parent, Scope child) {
      this.parent = parent;
      this.child = child;
    }
  }

  /** Whose values come last. */
  Context parent;

  /** If this merges two, the one whose values come first. */
  @Nullable Context other;

  /** How many there are from here to the root at most. */
  int depth;

  /** The earliest from here to the root, if there is one. */
  private @Nullable Deadline limit;

  private volatile @Nullable Throwable cause;
  private volatile @Nullable DoneChannel done;
  private @Nullable Link children;
  private volatile @Nullable Link link;
  private volatile @Nullable Link secondLink;

  private Scope(Context parent, @Nullable Context other) {
    this.parent = parent;
    this.other = other;
    this.depth =
        Math.max(
            ValueContext.depthBelow(parent), other == null ? 0 : ValueContext.depthBelow(other));
  }

  /**
   * Makes a child that is done when it is cancelled.
   *
   * @param parent its parent
   * @return the child
   * @throws IllegalArgumentException if the parent is a context of another make
   */
  public static Scope child(Context parent) {
    Scope above = above(parent);
    Scope made = new Scope(parent, null);
    made.limit = above == null ? null : above.limit;
    made.link = made.joins(above);
    made.leavesIfDone();
    return made;
  }

  /**
   * Makes a child that is done when it is cancelled, or a time has passed.
   *
   * @param parent its parent
   * @param timeout the time, to the nanosecond; if zero or less, it is done at once
   * @return the child
   * @throws IllegalArgumentException if the parent is a context of another make
   */
  public static Scope child(Context parent, Duration timeout) {
    Instant end;
    try {
      end = Dispatcher.ofCaller().now().plus(timeout);
    } catch (DateTimeException | ArithmeticException e) {
      end = timeout.isNegative() ? Instant.MIN : Instant.MAX;
    }
    return child(parent, end, Timers.nanos(timeout), "its time of " + timeout + " has passed");
  }

  /**
   * Makes a child that is done when it is cancelled, or at a time.
   *
   * @param parent its parent
   * @param deadline the time
   * @return the child
   * @throws IllegalArgumentException if the parent is a context of another make
   */
  public static Scope child(Context parent, Instant deadline) {
    long nanos = Timers.nanos(Duration.between(Dispatcher.ofCaller().now(), deadline));
    return child(parent, deadline, nanos, "its deadline, " + deadline + ", has passed");
  }

  private static Scope child(Context parent, Instant deadline, long nanos, String why) {
    Instant earlier = parent.deadline().orElse(Instant.MAX);
    if (!deadline.isBefore(earlier)) {
      return child(parent);
    }
    Scope above = above(parent);
    Scope made = new Scope(parent, null);
    Deadline own = new Deadline(made, deadline, why);
    made.limit = own;
    made.link = made.joins(above);
    if (!made.isDone()) {
      own.begin(nanos);
    }
    made.leavesIfDone();
    return made;
  }

  /**
   * Makes a child of two.
   *
   * @param first one parent
   * @param second the other
   * @return the child
   * @throws IllegalArgumentException if one is a context of another make
   */
  public static Scope merge(Context first, Context second) {
    Scope one = above(first);
    Scope other = above(second);
    Scope made = new Scope(second, first);
    made.limit = earlier(one == null ? null : one.limit, other == null ? null : other.limit);
    made.link = made.joins(one);
    made.secondLink = made.joins(other);
    made.leavesIfDone();
    return made;
  }

  private static @Nullable Deadline earlier(@Nullable Deadline one, @Nullable Deadline other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Instant first = one.deadline().orElse(Instant.MAX);
    return other.deadline().orElse(Instant.MAX).isBefore(first) ? other : one;
  }

  /** The nearest context, from one towards the root, that can be cancelled; null if none can. */
  private static @Nullable Scope above(Context parent) {
    Context above = parent;
    while (above instanceof ValueContext value) {
      above = value.parent;
    }
    if (above instanceof Scope scope) {
      return scope;
    }
    if (!(above instanceof Background)) {
      throw new IllegalArgumentException("a context of another make: " + above);
    }
    return null;
  }

  /** Has a context above end this when it ends. */
  private @Nullable Link joins(@Nullable Scope above) {
    if (above == null) {
      return null;
    }
    Link made = new Link(above, this);
    Throwable already = above.adopts(made);
    if (already == null) {
      return made;
    }
    end(already);
    return null;
  }

  private synchronized @Nullable Throwable adopts(Link child) {
    if (cause == null) {
      Link first = children;
      child.next = first;
      if (first != null) {
        first.prev = child;
      }
      children = child;
    }
    return cause;
  }

  /** Ended, by another thread, before all was in place that the end had to let go of. */
  private void leavesIfDone() {
    if (cause != null) {
      cancelAlarm();
      forget(link);
      forget(secondLink);
    }
  }

  private void cancelAlarm() {
    Deadline known = limit;
    if (known != null) {
      known.cancelFor(this);
    }
  }

  private static void forget(@Nullable Link of) {
    if (of != null) {
      of.parent.drops(of);
    }
  }

  private synchronized void drops(Link child) {
    Link before = child.prev;
    Link after = child.next;
    if (before != null) {
      before.next = after;
    } else if (children == child) {
      children = after;
    }
    if (after != null) {
      after.prev = before;
    }
    child.prev = null;
    child.next = null;
  }

  /**
   * Ends this and all below; without recursion, as a chain may be long. Alarms are taken back when
   * all who wait have been woken, so that a scheduler that runs until nothing is to be expected any
   * more does not miss that.
   */
  void end(Throwable why) {
    List<Scope> all = new ArrayList<>(2);
    all.add(this);
    for (int i = 0; i < all.size(); i++) {
      all.get(i).endSelf(why, all);
    }
    for (Scope each : all) {
      each.cancelAlarm();
    }
  }

  private void endSelf(Throwable why, List<Scope> all) {
    DoneChannel channel;
    synchronized (this) {
      if (cause != null) {
        return;
      }
      cause = why;
      channel = done;
      Link each = children;
      children = null;
      while (each != null) {
        all.add(each.child);
        Link after = each.next;
        each.prev = null;
        each.next = null;
        each = after;
      }
    }
    forget(link);
    forget(secondLink);
    if (channel != null) {
      channel.end();
    }
  }

  /** How many children are not done. */
  synchronized int living() {
    int count = 0;
    for (Link each = children; each != null; each = each.next) {
      count++;
    }
    return count;
  }

  @Override
  public void cancel() {
    if (cause == null) {
      end(new CancellationException("the context was cancelled"));
    }
  }

  @Override
  public void cancel(Throwable why) {
    end(Objects.requireNonNull(why, "cause"));
  }

  @Override
  public void close() {
    if (cause == null) {
      end(new Closed());
    }
  }

  /** That work is over is no failure: nobody looks for the place, and a trace would cost most. */
  private static final class Closed extends CancellationException {
    private static final long serialVersionUID = 1;

    Closed() {
      super("the context was closed");
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  @Override
  public Optional<Throwable> cause() {
    return Optional.ofNullable(cause);
  }

  @Override
  public boolean isDone() {
    return cause != null;
  }

  @Override
  public Channel<Void> done() {
    return doneChannel();
  }

  private DoneChannel doneChannel() {
    DoneChannel known = done;
    return known == null ? makeChannel() : known;
  }

  private DoneChannel makeChannel() {
    DoneChannel made = new DoneChannel(this);
    synchronized (this) {
      DoneChannel known = done;
      if (known != null) {
        return known;
      }
      if (cause != null) {
        made.end(); // nobody waits there yet
      }
      done = made;
    }
    return made;
  }

  @Override
  public <R> Select.Case<R> onDone(Select.Handler<? extends R> then) {
    return doneChannel().onEnd(then);
  }

  @Override
  public Optional<Instant> deadline() {
    Deadline known = limit;
    return known == null ? Optional.empty() : known.deadline();
  }

  @Override
  public <T> Optional<T> value(Key<T> key) {
    return ValueContext.find(this, key);
  }

  // Pickling: children are written by none but themselves, so only those that are reached are

  /**
   * Makes an empty one, to be restored.
   *
   * @return a child of the background
   */
  public static Scope empty() {
    return new Scope(Background.CONTEXT, null);
  }

  @Override
  public void save(Outlet to) {
    Throwable why = cause;
    to.asOf(this, why == null ? 0 : 1);
    to.number(depth);
    to.reference(parent);
    to.reference(other);
    to.reference(limit);
    to.reference(why);
    saveLink(why == null ? link : null, to);
    saveLink(why == null ? secondLink : null, to);
  }

  private static void saveLink(@Nullable Link by, Outlet to) {
    to.reference(by == null ? null : by.parent);
  }

  @Override
  public void restore(Inlet from) {
    depth = from.number(1, Integer.MAX_VALUE);
    Context below = from.reference(Context.class);
    Context first = from.reference(Context.class);
    limit = from.reference(Deadline.class);
    cause = from.reference(Throwable.class);
    Scope above = from.reference(Scope.class);
    Scope second = from.reference(Scope.class);
    if (below == null) {
      throw from.damaged("a context without a parent");
    }
    parent = below;
    other = first;
    from.atEnd(
        () -> {
          ValueContext.requireBelow(below, depth, from);
          if (first != null) {
            ValueContext.requireBelow(first, depth, from);
          }
        });
    if (cause == null) {
      from.afterAll(
          () -> {
            link = joins(above);
            secondLink = joins(second);
            leavesIfDone();
          });
    }
  }

  @Override
  public void takes(DoneChannel channel) {
    done = channel;
  }

  @Override
  public String toString() {
    Throwable why = cause;
    return why == null ? "context" : "context that is done (" + why + ")";
  }
}
