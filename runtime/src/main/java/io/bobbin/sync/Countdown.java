package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.schedule.Event;
import io.bobbin.schedule.Latch;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * The counter of a wait group.
 *
 * <p>Invariants, while nobody holds the latch: {@link #count} is not negative; {@link #zero} is the
 * event for which all wait who came since the counter was zero last, or null if nobody has. Each
 * return to zero is an event of its own, so those whom it releases are not held back by a counter
 * that is greater again before they run.
 */
public final class Countdown extends Latch implements Portable {
  private long count;
  private @Nullable Event zero;

  /** Makes a counter that is zero. */
  public Countdown() {}

  /**
   * Adds; wakes all who wait if that makes zero.
   *
   * @param delta what to add
   * @throws IllegalStateException if the counter would be negative; it is as it was
   */
  public void add(int delta) {
    lock();
    long sum = count + delta;
    if (sum < 0) {
      unlock();
      throw new IllegalStateException(
          "WaitGroup: adding "
              + delta
              + " to a counter of "
              + (sum - delta)
              + " would make it negative: something was done more often than it was added");
    }
    count = sum;
    Event reached = null;
    if (sum == 0) {
      reached = zero;
      zero = null;
    }
    unlock();
    if (reached != null) {
      reached.happen();
    }
  }

  /**
   * Waits until the counter is zero.
   *
   * @param limit how long to wait at most, or null
   */
  @Suspendable
  public void await(@Nullable Timeout limit) {
    Event event = event();
    if (event != null) {
      event.await(limit);
    }
  }

  /**
   * The twin of {@link #await(Timeout)}.
   *
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the bytes of native stack that are left
   */
  public void await(@Nullable Timeout limit, FrameStack stack, int room) {
    Event event = event();
    if (event != null) {
      event.await(limit, stack, room);
    }
  }

  /** What to wait for, or null if the counter is zero. */
  private @Nullable Event event() {
    lock();
    boolean isZero = count == 0;
    Event known = zero;
    unlock();
    if (isZero || known != null) {
      return isZero ? null : known;
    }
    Event made = new Event(WaitReason.WAIT_GROUP); // not with the latch held
    lock();
    Event event = null;
    if (count != 0) {
      event = zero == null ? made : zero;
      zero = event;
    }
    unlock();
    return event;
  }

  /**
   * The counter.
   *
   * @return a snapshot
   */
  public long count() {
    lock();
    long now = count;
    unlock();
    return now;
  }

  // Pickling: who waits is written by the event

  @Override
  public void save(Outlet to) {
    lock();
    long now = count;
    Event event = zero;
    unlock();
    to.number(now);
    to.reference(event);
  }

  @Override
  public void restore(Inlet from) {
    count = from.number();
    if (count < 0) {
      throw from.damaged("a wait group of " + count);
    }
    zero = from.reference(Event.class);
    from.atEnd(this::dropWhatHasHappened);
  }

  /** Others may have made it zero after the count was read, and nobody of the pickle waited. */
  private void dropWhatHasHappened() {
    if (zero != null && zero.hasHappened()) {
      zero = null;
    }
  }
}
