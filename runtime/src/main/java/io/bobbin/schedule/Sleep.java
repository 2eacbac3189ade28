package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One sleep of one strand, ended by its alarm or by a withdrawal. */
public final class Sleep extends OneShot implements Portable {
  private @Nullable Strand strand;
  private volatile @Nullable Alarm alarm;

  /** Nanoseconds that are left, while there is no alarm. */
  private long left;

  private Sleep(@Nullable Strand strand) {
    this.strand = strand;
  }

  /**
   * Makes an empty one, to be restored.
   *
   * @return a sleep
   */
  public static Sleep empty() {
    return new Sleep(null);
  }

  /**
   * Waits for a time.
   *
   * @param time how long
   */
  @Suspendable
  public static void sleep(Duration time) {
    long nanos = Timers.nanos(time);
    if (nanos <= 0) {
      Yield.yield();
    } else {
      ThreadStrand self = new ThreadStrand();
      new Sleep(self).begin(self, nanos);
      self.block();
    }
  }

  /**
   * The twin of {@link #sleep(Duration)}.
   *
   * @param time how long
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void sleep(Duration time, FrameStack stack, int room) {
    long nanos = Timers.nanos(time);
    if (nanos <= 0) {
      Yield.yield(stack, room);
      return;
    }
    Strand self = (Strand) stack;
    if (self.entersWait()) {
      new Sleep(self).begin(self, nanos);
      self.unwind();
    } else {
      sleep(time);
    }
  }

  private void begin(Strand sleeper, long nanos) {
    sleeper.waitsAt(this);
    try {
      alarm = Alarm.set(sleeper, nanos, () -> end(sleeper));
    } catch (Throwable t) {
      if (claim()) {
        throw t;
      }
    }
  }

  private void end(Strand sleeper) {
    if (claim()) {
      sleeper.wake();
    }
  }

  @Override
  public Portable portable() {
    return this;
  }

  @Override
  public void save(Outlet to) {
    Alarm set = alarm;
    to.reference(strand);
    to.number(set == null ? left : set.left());
  }

  @Override
  public void restore(Inlet from) {
    Strand sleeper = from.reference(Strand.class);
    left = from.number();
    if (sleeper == null) {
      throw from.damaged("nobody sleeps");
    }
    strand = sleeper;
    sleeper.waitsAt(this);
    from.atResume(
        sleeper,
        () -> {
          if (!isClaimed()) {
            begin(sleeper, left);
          }
        });
  }

  @Override
  public boolean withdraw(Strand waiter, @Nullable Timeout onBehalfOf) {
    if (waiter != strand || !claim()) {
      return false;
    }
    Alarm set = alarm;
    if (set != null) {
      set.cancel();
    }
    return true;
  }

  @Override
  public @Nullable WaitReason reason(Strand waiter) {
    return isClaimed() ? null : WaitReason.SLEEP;
  }
}
