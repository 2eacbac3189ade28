package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens once, for which strands wait.
 *
 * <p>Invariant: once {@link #happened} is true the queue is empty, or is being emptied by the
 * caller of {@link #happen()}.
 */
public final class Event extends Latch implements WaitPlace, Rejoined {
  private static final VarHandle HAPPENED;

  static {
    try {
      HAPPENED = MethodHandles.lookup().findVarHandle(Event.class, "happened", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private WaitReason reason;

  /** Whose event it is, for who looks on. */
  private @Nullable Object of;

  private final WaitQueue waiting = new WaitQueue();

  /** Written with the latch held; who reads it without sees all that was done before. */
  private boolean happened;

  /**
   * Makes an event that has not happened.
   *
   * @param reason why one waits for it
   */
  public Event(WaitReason reason) {
    this(reason, null);
  }

  Event(WaitReason reason, @Nullable Object of) {
    this.reason = reason;
    this.of = of;
  }

  /**
   * Makes one that a strand, which calls, waits for; nobody else knows it yet, but who raises an
   * exception in the strand.
   */
  Event(WaitReason reason, Object of, Strand first) {
    this(reason, of);
    first.waitsAt(this);
    waiting.add(first);
  }

  static Event happened(WaitReason reason) {
    Event event = new Event(reason);
    event.happened = true;
    return event;
  }

  /**
   * Lets it happen, and wakes all who wait. Later calls do nothing.
   *
   * @return whether somebody waited
   */
  public boolean happen() {
    lock();
    HAPPENED.setRelease(this, true);
    Object next = waiting.poll();
    boolean isLast = waiting.isEmpty(); // and nobody comes any more
    unlock();
    boolean waited = next != null;
    while (next != null) {
      ((Strand) next).wakeInTurn();
      next = null;
      if (!isLast) {
        lock();
        next = waiting.poll();
        isLast = waiting.isEmpty();
        unlock();
      }
    }
    return waited;
  }

  /**
   * Whether it has happened.
   *
   * @return true if waiting would return at once
   */
  public boolean hasHappened() {
    return (boolean) HAPPENED.getAcquire(this);
  }

  /**
   * Waits until it happens; if a timeout is given, it may throw a {@link TimeoutException}.
   *
   * @param limit how long to wait at most, or null
   */
  @Suspendable
  public void await(@Nullable Timeout limit) {
    if (!hasHappened()) {
      ThreadStrand self = new ThreadStrand();
      if (enters(self)) {
        Timeout.arm(limit, self, this);
        self.block();
      }
    }
  }

  /**
   * The twin of {@link #await(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public void await(@Nullable Timeout limit, FrameStack stack, int room) {
    if (hasHappened()) {
      return;
    }
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      await(limit);
    } else if (enters(self)) {
      Timeout.arm(limit, self, this);
      self.unwind();
    }
  }

  private boolean enters(Strand self) {
    lock();
    boolean waits = !happened;
    if (waits) {
      self.waitsAt(this);
      waiting.add(self);
    }
    unlock();
    return waits;
  }

  @Override
  public boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf) {
    lock();
    boolean waits = waiting.removeIfWaiting(strand, this, onBehalfOf);
    unlock();
    return waits;
  }

  @Override
  public boolean hold(Strand strand, TaskletStrand<?> tasklet) {
    lock();
    boolean held = strand.waitsIn(this) && tasklet.hold();
    unlock();
    return held;
  }

  @Override
  public Portable portable() {
    return this;
  }

  @Override
  public void save(Outlet to) {
    to.reference(reason);
    to.reference(of);
    boolean over = hasHappened();
    to.number(over ? 1 : 0);
    List<Object> included = new ArrayList<>();
    for (Object waiter : waiters()) {
      if (to.includes(waiter)) {
        included.add(waiter);
      } // who else waits for it goes on waiting here
    }
    to.number(included.size());
    included.forEach(to::reference);
  }

  /**
   * Whether this is an event of somebody.
   *
   * @param owner who
   * @return true if it is what happens to him
   */
  public boolean isOf(Object owner) {
    return of == owner;
  }

  @Override
  public void saveWait(Strand strand, Outlet to) {
    // There is one way to wait for an event.
  }

  @Override
  public void restoreWait(Strand strand, Inlet from) {
    new Back().enter(strand, from);
  }

  /** A wait that goes on here. */
  private final class Back extends Returning {
    Back() {
      super(Event.this, reason);
    }

    @Override
    public void saveWait(Strand strand, Outlet to) {
      Event.this.saveWait(strand, to);
    }

    @Override
    protected void lock() {
      Event.this.lock();
    }

    @Override
    protected void unlock() {
      Event.this.unlock();
    }

    @Override
    protected void rejoin(Strand strand) {
      lock();
      boolean leaves = leaves();
      boolean over = happened;
      if (leaves && !over) {
        strand.waitsAt(Event.this);
        waiting.add(strand);
      }
      unlock();
      if (leaves && over) {
        strand.wake();
      }
    }
  }

  /** Those who wait; nothing is allocated while the latch is held. */
  private Object[] waiters() {
    Object[] found = new Object[0];
    for (; ; ) {
      lock();
      int count = waiting.copyTo(found);
      unlock();
      if (count <= found.length) {
        return Arrays.copyOf(found, count);
      }
      found = new Object[count];
    }
  }

  @Override
  public void restore(Inlet from) {
    WaitReason why = from.reference(WaitReason.class);
    reason = why == null ? reason : why;
    of = from.reference();
    happened = from.number(0, 1) != 0;
    int count = from.number(0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      Strand strand = from.reference(Strand.class);
      if (strand == null || strand.isQueued() || happened) {
        throw from.damaged("somebody waits where he cannot");
      }
      strand.waitsAt(this);
      waiting.add(strand);
    }
  }

  @Override
  public @Nullable WaitReason reason(Strand strand) {
    return strand.waitsIn(this) ? reason : null;
  }

  @Override
  public @Nullable Object subject(Strand strand) {
    return of;
  }

  @Override
  public @Nullable Object endedBy(Strand strand) {
    return of;
  }
}
