package io.bobbin.schedule;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An action at a time, on behalf of those who wait for it. */
public final class Alarm implements Runnable {
  /** How many there are for which no tasklet waits. */
  private static final AtomicInteger OF_THREADS = new AtomicInteger();

  private final Runnable action;
  private final @Nullable Dispatcher dispatcher;
  private final long start;
  private final long nanos;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Future<?> timer;

  private Alarm(@Nullable Dispatcher dispatcher, long nanos, Runnable action) {
    this.dispatcher = dispatcher;
    this.nanos = nanos;
    this.action = action;
    this.start = now();
  }

  private long now() {
    return dispatcher == null ? System.nanoTime() : dispatcher.nanoTime();
  }

  /** How long it is until this rings, in nanoseconds: 0 if it is over. */
  public long left() {
    return Math.max(0, nanos - (now() - start));
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
    TaskletStrand<?> host = strand.host();
    return set(host == null ? null : host.dispatcher, nanos, action);
  }

  /**
   * Sets an alarm for which no strand waits, but may come to. If a tasklet calls, its scheduler
   * goes on {@linkplain io.bobbin.Scheduler#run() running} until it has rung or was cancelled.
   *
   * @param nanos when it rings, in nanoseconds from now
   * @param action what to do then, on the timers' thread: must not wait
   * @return the alarm
   */
  public static Alarm set(long nanos, Runnable action) {
    TaskletStrand<?> caller = Dispatcher.currentTasklet();
    return set(caller == null ? null : caller.dispatcher, nanos, action);
  }

  /**
   * Sets an alarm for which no strand waits, but may come to.
   *
   * @param dispatcher what goes on running until it has rung or was cancelled; null for none
   * @param nanos when it rings, in nanoseconds from now
   * @param action what to do then, on the timers' thread: must not wait
   * @return the alarm
   */
  public static Alarm set(@Nullable Dispatcher dispatcher, long nanos, Runnable action) {
    Alarm alarm = new Alarm(dispatcher, nanos, action);
    if (alarm.dispatcher != null) {
      alarm.dispatcher.outsideBegins();
    } else {
      OF_THREADS.incrementAndGet();
    }
    try {
      alarm.timer =
          dispatcher == null ? Timers.schedule(alarm, nanos) : dispatcher.schedule(alarm, nanos);
    } catch (Throwable t) {
      alarm.end();
      throw t;
    }
    return alarm;
  }

  /** Whether some thread waits for a time. */
  static boolean areAwaitedByThreads() {
    return OF_THREADS.get() != 0;
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
    if (over.compareAndSet(false, true)) {
      if (dispatcher != null) {
        dispatcher.outsideEnds();
      } else {
        OF_THREADS.decrementAndGet();
      }
    }
  }
}
