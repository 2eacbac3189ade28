package io.bobbin.sync;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a semaphore. What a strand asks for is a {@link Long}.
 *
 * <p>Only the first in line is looked at: what it asks for is kept for it, however long that takes,
 * so that a large request is not starved by small ones.
 */
public final class Permits extends Turnstile {
  private final Line line = new Line(this, WaitReason.SEMAPHORE);
  private final long all;
  private long free;

  /** Whether there is enough for all, as nobody counts any more. */
  private boolean endless;

  /**
   * Makes permits that nobody has.
   *
   * @param all how many there are
   * @throws IllegalArgumentException if that is negative
   */
  public Permits(long all) {
    if (all < 0) {
      throw new IllegalArgumentException("a semaphore of " + all + " permits");
    }
    this.all = all;
    this.free = all;
  }

  /**
   * Waits until the caller has got permits.
   *
   * @param count how many
   * @param limit how long to wait at most, or null
   * @throws IllegalArgumentException if there are not so many, or {@code count} is less than 1
   */
  @Suspendable
  public void take(long count, @Nullable Timeout limit) {
    if (!tryTake(count)) {
      line.await(count, limit);
    }
  }

  /**
   * The twin of {@link #take(long, Timeout)}.
   *
   * @param count how many
   * @param limit how long to wait at most, or null
   * @param stack the caller's stack
   * @param room the bytes of native stack that are left
   * @throws IllegalArgumentException if there are not so many, or {@code count} is less than 1
   */
  public void take(long count, @Nullable Timeout limit, FrameStack stack, int room) {
    requireLikely(count, "acquire");
    line.await(count, limit, stack, room);
  }

  /**
   * Takes permits if they are free and nobody waits.
   *
   * @param count how many
   * @return whether the caller has got them
   * @throws IllegalArgumentException if there are not so many, or {@code count} is less than 1
   */
  public boolean tryTake(long count) {
    requireLikely(count, "acquire");
    lock();
    boolean taken = fits(count);
    unlock();
    return taken;
  }

  private void requireLikely(long count, String what) {
    if (count < 1 || count > all) {
      throw new IllegalArgumentException(
          what + " of " + count + " permits of a semaphore that has " + all);
    }
  }

  private boolean fits(long count) {
    if (endless) {
      return true;
    }
    boolean taken = count <= free && line.isEmpty();
    if (taken) {
      free -= count;
    }
    return taken;
  }

  /**
   * Gives permits back.
   *
   * @param count how many
   * @throws IllegalStateException if so many were not taken; nothing changes
   * @throws IllegalArgumentException if there are not so many, or {@code count} is less than 1
   */
  public void give(long count) {
    requireLikely(count, "release");
    lock();
    long taken = all - free;
    if (count > taken && !endless) {
      unlock();
      throw new IllegalStateException(
          "release of " + count + " permits of a semaphore of which " + taken + " are acquired");
    }
    free = Math.min(all, free + count);
    unlockAndWake();
  }

  /** Has everybody get what he asks for from now on, and lets all go on who wait. */
  public void makeEndless() {
    lock();
    endless = true;
    unlockAndWake();
  }

  // Pickling

  /**
   * Makes an empty one, to be restored.
   *
   * @param from what was written as its shape
   * @return permits
   */
  public static Permits empty(Inlet from) {
    long all = from.number();
    if (all < 0) {
      throw from.damaged("a semaphore of " + all + " permits");
    }
    return new Permits(all);
  }

  @Override
  List<Line> lines() {
    return List.of(line);
  }

  @Override
  long number(Line at, Object request) {
    return (Long) request;
  }

  @Override
  boolean mayAsk(Line at, long number) {
    return number >= 1 && number <= all;
  }

  @Override
  @Nullable Object request(Line at, Strand strand, long number) {
    return mayAsk(at, number) && strand.host() != null ? (Long) number : null;
  }

  @Override
  public void saveShape(Outlet to) {
    to.number(all);
  }

  @Override
  public void save(Outlet to) {
    LineCopy waiting = new LineCopy();
    long now;
    boolean forAll;
    do {
      lock();
      now = free;
      forAll = endless;
      waiting.take(line);
      unlock();
    } while (!waiting.isWhole());
    to.number(now);
    to.number(forAll ? 1 : 0);
    waiting.save(line, to);
  }

  @Override
  public void restore(Inlet from) {
    free = from.number();
    if (free < 0 || free > all) {
      throw from.damaged("a semaphore with " + free + " of " + all + " permits free");
    }
    endless = from.number(0, 1) != 0;
    LineCopy.restore(line, from);
  }

  @Override
  boolean admits(Line at, Object request) {
    return fits((Long) request);
  }

  @Override
  @Nullable Strand admitNext() {
    Object request = line.firstRequest();
    if (request == null || (!endless && (Long) request > free)) {
      return null;
    }
    if (!endless) {
      free -= (Long) request;
    }
    return line.take();
  }

  @Override
  void takeBack(Line at, Object request) {
    free = Math.min(all, free + (Long) request);
  }

  /**
   * How many permits nobody has.
   *
   * @return a snapshot; more may be wanted than these
   */
  public long free() {
    lock();
    long now = free;
    unlock();
    return now;
  }

  @Override
  public String toString() {
    return "semaphore with " + free() + " of " + all + " permits free";
  }
}
