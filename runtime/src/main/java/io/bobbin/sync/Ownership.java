package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitPlace;
import io.bobbin.schedule.WaitReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has a mutex, and who waits for it.
 *
 * <p>Invariant, while nobody holds the latch: somebody waits only while there is an {@link #owner}.
 * Whoever gives the mutex up makes the first in line the owner in the same instant.
 */
public final class Ownership extends Turnstile {
  private final Line line = new Line(this, WaitReason.MUTEX);

  /** A tasklet, or a thread that runs none. */
  private @Nullable Object owner;

  /** Makes a mutex that nobody has. */
  public Ownership() {}

  /**
   * Waits until the caller has the mutex.
   *
   * @param limit how long to wait at most, or null
   * @throws IllegalStateException if the caller has it already
   */
  @Suspendable
  public void take(@Nullable Timeout limit) {
    Object caller = Callers.current();
    requireOther(caller);
    if (!tryTake(caller)) {
      line.await(caller, limit);
    }
  }

  /**
   * The twin of {@link #take(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the bytes of native stack that are left
   * @throws IllegalStateException if the caller has it already
   */
  public void take(@Nullable Timeout limit, FrameStack stack, int room) {
    Object caller = Callers.of(stack);
    requireOther(caller);
    line.await(caller, limit, stack, room);
  }

  /** Only the owner itself makes itself owner, so it needs no latch to know that it is. */
  private void requireOther(Object caller) {
    if (owner == caller) {
      throw new IllegalStateException(
          "Mutex.lock: "
              + Callers.name(caller)
              + " has locked this mutex already, and would wait for itself for ever. A mutex is not"
              + " reentrant: unlock it first, or call a method that expects it to be locked");
    }
  }

  /**
   * Takes the mutex if nobody has it.
   *
   * @return whether the caller has got it now
   */
  public boolean tryTake() {
    return tryTake(Callers.current());
  }

  private boolean tryTake(Object caller) {
    lock();
    boolean free = owner == null;
    if (free) {
      owner = caller;
    }
    unlock();
    return free;
  }

  /**
   * Gives the mutex up, to the first in line.
   *
   * @throws IllegalMonitorStateException if the caller does not have it; it stays as it is
   */
  public void give() {
    Object caller = Callers.current();
    requireOwner(caller, "unlock");
    lock();
    giveUp();
  }

  void requireOwner(Object caller, String what) {
    Object has = owner;
    if (has != caller) {
      throw new IllegalMonitorStateException(
          what
              + " by "
              + Callers.name(caller)
              + " of a mutex that "
              + Callers.name(has)
              + " has locked");
    }
  }

  /** Gives the mutex up. Called with the latch held, which is released. */
  void giveUp() {
    owner = null;
    unlockAndWake();
  }

  /** Has somebody wait for the mutex who was signalled; he is woken when he has it. Latch held. */
  void enterSignalled(Strand strand, Signals.Signalled place) {
    strand.waitsAt(place);
    line.add(strand);
  }

  /** Takes somebody out of the line who was signalled. Called with the latch held. */
  void leaveSignalled(Strand strand) {
    line.remove(strand);
  }

  // Pickling

  @Override
  List<Line> lines() {
    return List.of(line);
  }

  @Override
  void saveMore(Line of, WaitPlace at, Outlet to) {
    if (of == line) {
      to.reference(at == line ? null : at.portable());
    }
  }

  @Override
  @Nullable Signals restoreMore(Line of, Inlet from) {
    return of == line ? from.reference(Signals.class) : null;
  }

  @Override
  public void save(Outlet to) {
    LineCopy waiting = new LineCopy();
    Object has;
    do {
      lock();
      has = owner;
      waiting.take(line);
      unlock();
    } while (!waiting.isWhole());
    saveHolder(has, to);
    waiting.save(line, to);
  }

  @Override
  public void restore(Inlet from) {
    owner = from.reference(TaskletStrand.class);
    LineCopy.restore(line, from);
  }

  @Override
  boolean admits(Line at, Object request) {
    boolean free = owner == null;
    if (free) {
      owner = request;
    }
    return free;
  }

  @Override
  @Nullable Strand admitNext() {
    Strand next = null;
    if (owner == null) {
      next = line.take();
      if (next != null) {
        owner = next.item;
      }
    }
    return next;
  }

  @Override
  void takeBack(Line at, Object request) {
    owner = null;
  }

  /**
   * Whether somebody has the mutex.
   *
   * @return a snapshot
   */
  public boolean isOwned() {
    lock();
    boolean owned = owner != null;
    unlock();
    return owned;
  }

  /**
   * Whether the caller has the mutex.
   *
   * @return true if it may give it up
   */
  public boolean isOwnedByCaller() {
    return owner == Callers.current();
  }

  @Override
  @Nullable Object holder() {
    return owner;
  }

  @Override
  public String toString() {
    lock();
    Object has = owner;
    unlock();
    return has == null ? "mutex" : "mutex locked by " + Callers.name(has);
  }
}
