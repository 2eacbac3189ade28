package io.bobbin.schedule;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An action at a time, on behalf of a strand that waits for it. */
public final class Alarm implements Runnable {
  private final Runnable action;
  private final @Nullable Dispatcher dispatcher;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Future<?> timer;

  private Alarm(Strand strand, Runnable action) {
    TaskletStrand<?> host = strand.host();
    this.dispatcher = host == null ? null : host.dispatcher;
    this.action = action;
  }

  /**
   * Sets an alarm.
   *
   * @param strand who waits
   * @param nanos when it rings, in nanoseconds from now
   * @param action what to do then, on the timers' thread: must not wait
   * @return the alarm
   */
  public static Alarm set(Strand strand, long nanos, Runnable action) {
    Alarm alarm = new Alarm(strand, action);
    if (alarm.dispatcher != null) {
      alarm.dispatcher.outsideBegins();
    }
    try {
      alarm.timer = Timers.schedule(alarm, nanos);
    } catch (Throwable t) {
      alarm.end();
      throw t;
    }
    return alarm;
  }

  @Override
  public void run() {
    try {
      action.run();
    } finally {
      end();
    }
  }

  /** Takes the alarm back, if it has not rung. */
  public void cancel() {
    Future<?> running = timer;
    if (running != null) {
      running.cancel(false);
    }
    end();
  }

  private void end() {
    if (over.compareAndSet(false, true) && dispatcher != null) {
      dispatcher.outsideEnds();
    }
  }
}
