package io.bobbin.schedule;

import io.bobbin.Registration;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has the tasklets of a scheduler hibernate when they have waited for long: each time that the
 * limit has passed, those are looked for that have not run since the time before.
 *
 * <p>The scheduler is referred to weakly, so that it and its tasklets can be collected.
 */
final class Hibernation implements Registration, Runnable {
  private final WeakReference<Dispatcher> scheduler;
  private final long nanos;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile boolean closed;

  private Hibernation(Dispatcher scheduler, long nanos) {
    this.scheduler = new WeakReference<>(scheduler);
    this.nanos = nanos;
  }

  /** See {@link io.bobbin.Scheduler#hibernateAfter}. */
  static Registration after(Dispatcher scheduler, Duration limit) {
    long nanos = Timers.nanos(limit);
    if (nanos <= 0) {
      throw new IllegalArgumentException("the limit must be positive, and is " + limit);
    }
    scheduler.requireTaskletsKnown();
    Hibernation made = new Hibernation(scheduler, nanos);
    made.again();
    return made;
  }

  /** Has tasklets hibernate, if they wait; returns how many more do. */
  static int of(List<TaskletStrand<?>> tasklets) {
    int more = 0;
    for (TaskletStrand<?> tasklet : tasklets) {
      if (!tasklet.isHibernating() && tasklet.hibernates()) {
        more++;
      }
    }
    return more;
  }

  private void again() {
    var unused = Timers.schedule(this, nanos);
  }

  /** Called by the timers' thread, which has other things to do. */
  @Override
  public void run() {
    Dispatcher known = scheduler.get();
    if (known == null || closed) {
      return;
    }
    if (isLooking.compareAndSet(false, true)) {
      known.runAside(() -> lookAt(known));
    }
    again();
  }

  private void lookAt(Dispatcher known) {
    try {
      for (TaskletStrand<?> tasklet : known.tasklets()) {
        if (closed) {
          return;
        }
        if (!tasklet.isHibernating() && tasklet.hasRestedSince()) {
          tasklet.hibernates();
        }
      }
    } finally {
      isLooking.set(false);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
