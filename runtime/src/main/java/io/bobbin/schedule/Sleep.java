package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One sleep of one strand, ended by its alarm or by a withdrawal. */
public final class Sleep extends OneShot {
  private final Strand strand;
  private volatile @Nullable Alarm alarm;

  private Sleep(Strand strand) {
    this.strand = strand;
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
      new Sleep(self).begin(nanos);
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
      new Sleep(self).begin(nanos);
      self.unwind();
    } else {
      sleep(time);
    }
  }

  private void begin(long nanos) {
    strand.waitsAt(this);
    try {
      alarm = Alarm.set(strand, nanos, this::end);
    } catch (Throwable t) {
      if (claim()) {
        throw t;
      }
    }
  }

  private void end() {
    if (claim()) {
      strand.wake();
    }
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
