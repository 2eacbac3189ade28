package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The side of a tasklet that others see: its name, its end and its outcome.
 *
 * <p>Invariant: the outcome stands in {@link #refResult} and {@link #exception} once {@link #end}
 * is {@link #OVER}, and is not written afterwards.
 *
 * @param <T> the type of the body's result
 */
abstract class JoinableStrand<T extends @Nullable Object> extends Strand implements Tasklet<T> {
  private static final VarHandle EXTRA;
  private static final VarHandle END;
  private static final VarHandle DISPATCHER;
  private static final AtomicLong NAMED = new AtomicLong();

  /** What {@link #end} is once the tasklet has ended and its outcome can be read. */
  private static final Event OVER = Event.happened(WaitReason.JOIN);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      EXTRA = lookup.findVarHandle(JoinableStrand.class, "extra", Extra.class);
      END = lookup.findVarHandle(JoinableStrand.class, "end", Event.class);
      DISPATCHER = lookup.findVarHandle(JoinableStrand.class, "dispatcher", Dispatcher.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * What runs this. It changes only when the tasklet is locked to another thread, or unlocked,
   * which happens between its being mounted or claimed and its waiting again; so who wakes it sees
   * the present one. Who raises something reads it as volatile, once that has been stored.
   */
  Dispatcher dispatcher;

  /** What few tasklets have. Any thread may make it; see {@link #extra()}. */
  @Nullable Extra extra;

  /** For whom the end is an event; null while nobody waits for it. */
  @SuppressWarnings("unused") // by END
  private @Nullable Event end;

  JoinableStrand(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** The dispatcher, for who has just raised something. */
  final Dispatcher dispatcherVolatile() {
    return (Dispatcher) DISPATCHER.getVolatile(this);
  }

  /** Has this run by another dispatcher from its next wait on. */
  final void moveTo(Dispatcher other) {
    DISPATCHER.setVolatile(this, other);
    VarHandle.fullFence(); // what is raised is looked for afterwards
  }

  /** The scheduler that this was started on. */
  final Dispatcher home() {
    Extra more = extra;
    ThreadLock lock = more == null ? null : more.lock;
    return lock == null ? dispatcher : lock.home;
  }

  @Override
  @Suspendable
  public T join() {
    awaitEnd(null);
    return outcome();
  }

  @Override
  @Suspendable
  public T join(Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "join");
    try {
      awaitEnd(limit);
    } finally {
      limit.cancel();
    }
    return outcome();
  }

  @Suspendable
  final void awaitEnd(@Nullable Timeout limit) {
    if (!isOver()) {
      requireOther(Dispatcher.currentTasklet());
      if (limit != null || !dispatcher.runsUntilEnded(this)) {
        dispatcher.await(endEvent(), limit);
      }
    }
  }

  final void awaitEnd(@Nullable Timeout limit, FrameStack stack, int room) {
    Object known = END.getAcquire(this);
    if (known == OVER) {
      return;
    }
    Strand self = (Strand) stack;
    requireOther(self.host());
    if (known == null && self.entersWait()) {
      Event made = new Event(WaitReason.JOIN, this, self);
      if (END.compareAndSet(this, null, made) || !made.withdraw(self, null)) {
        Timeout.arm(limit, self, made);
        self.unwind();
        return;
      }
    }
    endEvent().await(limit, stack, room);
  }

  private void requireOther(@Nullable Object caller) {
    if (caller == this) {
      throw new IllegalStateException("tasklet " + name() + " joins itself");
    }
  }

  private Event endEvent() {
    Event event = (Event) END.getAcquire(this);
    if (event == null) {
      Event made = new Event(WaitReason.JOIN, this);
      event = (Event) END.compareAndExchange(this, null, made);
      if (event == null) {
        event = made;
      }
    }
    return event;
  }

  @Override
  @SuppressWarnings("unchecked") // what the body returned
  public final CompletableFuture<T> toFuture() {
    CompletableFuture<@Nullable Object> future = extra().future();
    if (END.getVolatile(this) == OVER) { // in one order with the making of the future
      complete(future);
    }
    return (CompletableFuture<T>) future;
  }

  /** Gives the outcome, which is in place, to a future. May be called more than once. */
  private void complete(CompletableFuture<@Nullable Object> future) {
    Throwable failure = exception;
    if (failure != null) {
      future.completeExceptionally(failure);
    } else {
      future.complete(refResult);
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what the body returned, null if it may
  private T outcome() {
    Throwable failure = exception;
    if (failure != null) {
      extra().failureSeen = true;
      throw new TaskletFailedException(name(), failure);
    }
    return (T) refResult;
  }

  /** Whether the tasklet has ended and its outcome can be read. */
  final boolean isOver() {
    return END.getAcquire(this) == OVER;
  }

  /** What the body threw, once this is over; else null. */
  final @Nullable Throwable failure() {
    return isOver() ? exception : null;
  }

  /** Called once, with the outcome in place: tells those who wait for the end. */
  final void ends() {
    Extra more = extra;
    EndListener listener = more == null ? null : more.endListener;
    if (more != null) {
      more.dropAll();
    }
    Throwable failure = exception;
    Event waiting = (Event) END.getAndSet(this, OVER);
    boolean joined = waiting != null && waiting.happen();
    more = extraOrNull(); // whoever asks for a future from now on sees that this is over
    CompletableFuture<@Nullable Object> future = more == null ? null : more.futureOrNull();
    if (future != null) {
      joined = true;
      complete(future);
    }
    if (listener != null) {
      listener.ended(failure);
    } else if (failure != null && !joined && !home().tellFailure(this, failure)) {
      Uncaught.note(this, failure);
    }
  }

  /** Writes the event of the end, if somebody waits for it. */
  final void saveEnd(Outlet to) {
    to.reference(END.getAcquire(this));
  }

  /** Reads what {@link #saveEnd} wrote. */
  final void restoreEnd(Inlet from) {
    end = from.reference(Event.class);
  }

  /** Called by who restores one that has ended, with the outcome in place. */
  final void endsRestored() {
    END.setVolatile(this, OVER);
  }

  /** Whether somebody has been told that the tasklet failed. */
  final boolean isFailureSeen() {
    return extra().failureSeen;
  }

  @Override
  public final String name() {
    return extra().nameOr(() -> "tasklet-" + NAMED.incrementAndGet());
  }

  /** What few tasklets have; made when first needed. */
  final Extra extra() {
    Extra more = extraOrNull();
    if (more == null) {
      Extra made = new Extra();
      more = (Extra) EXTRA.compareAndExchange(this, null, made);
      if (more == null) {
        more = made;
      }
    }
    return more;
  }

  /** What few tasklets have, as another thread may have made it. */
  final @Nullable Extra extraOrNull() {
    return (Extra) EXTRA.getAcquire(this);
  }
}
