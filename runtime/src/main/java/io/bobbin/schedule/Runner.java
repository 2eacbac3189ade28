package io.bobbin.schedule;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What runs tasklets on one thread, one after the other. */
final class Runner {
  /**
   * The runners of threads that are not the runtime's. A thread local would be lost in tasklets,
   * which have their own.
   */
  private static final Map<Thread, Runner> OF_OTHERS = new ConcurrentHashMap<>();

  /**
   * One of those in the map, as there is mostly only one. It is the present one of its thread, as
   * that thread alone stores it here, and takes it away; to others it is of no use.
   */
  private static @Nullable Runner recent;

  /** How long a tasklet runs before its loops let others run, in nanoseconds. */
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(Long.getLong("bobbin.slice", 10));

  /** What runs tasklets on the thread. Written by the thread. */
  Dispatcher dispatcher;

  final Thread thread;

  /** The thread's context class loader between tasklets. */
  @Nullable ClassLoader loader;

  /** The tasklet that is mounted. Written by the thread; others may look. */
  @Nullable TaskletStrand<?> current;

  /** The tasklet that was run last, if somebody listens to switches. Used by the thread. */
  private @Nullable TaskletStrand<?> last;

  /**
   * When the tasklet that is mounted polled for the first time, or 0 if it has not yet. Its time
   * slice begins then, so that switches to tasklets that do not poll need not look at the clock.
   */
  private long polled;

  Runner(Dispatcher dispatcher, Thread thread) {
    this.dispatcher = dispatcher;
    this.thread = thread;
  }

  /** The runner of the calling thread, or null if it is no carrier. */
  static @Nullable Runner ofThisThread() {
    Thread thread = Thread.currentThread();
    if (thread instanceof RunnerThread of) {
      return of.runner;
    }
    Runner known = recent;
    return known != null && known.thread == thread ? known : OF_OTHERS.get(thread);
  }

  /**
   * Makes this the runner of its thread, which is not the runtime's.
   *
   * @return the runner that the thread had, or null
   */
  @Nullable Runner register() {
    OF_OTHERS.keySet().removeIf(other -> !other.isAlive());
    Runner before = OF_OTHERS.put(thread, this);
    recent = this;
    return before;
  }

  /** Gives the thread back the runner that it had, or none. */
  void unregister(@Nullable Runner before) {
    if (recent == this) {
      recent = before;
    }
    if (before == null) {
      OF_OTHERS.remove(thread, this);
    } else {
      OF_OTHERS.replace(thread, this, before);
    }
  }

  /** Notes that the thread runs nothing for now. */
  void idles() {
    TaskletStrand<?> before = last;
    if (before != null) {
      last = null;
      Switches listened = dispatcher.switches();
      if (listened != null) {
        listened.tell(before, null);
      }
    }
  }

  private static void tellHome(TaskletStrand<?> tasklet) {
    Dispatcher home = tasklet.home();
    Extra more = tasklet.extraOrNull();
    if (more != null && more.lock != null) {
      more.lock.taskletEnded();
    }
    home.ended(tasklet);
    Dispatcher awaiting = more == null ? null : more.takeAwaitedBy();
    if (awaiting != null) {
      awaiting.outsideEnds();
    }
  }

  /** Called by the tasklet that is mounted: whether its time slice is over. */
  boolean isSliceOver() {
    long now = System.nanoTime();
    if (polled == 0) {
      polled = now;
    }
    return now - polled >= SLICE;
  }

  /** Runs a tasklet until it parks or ends; true if it ended. */
  boolean run(TaskletStrand<?> tasklet) {
    Switches listened = dispatcher.switches();
    if (listened != null) {
      listened.tell(last, tasklet);
      last = tasklet;
    }
    current = tasklet;
    polled = 0;
    boolean ended;
    try {
      ThreadIdentity.mount(thread, tasklet);
      ended = tasklet.runs();
    } catch (Throwable t) {
      tasklet.crashed(t);
      ended = true;
    }
    if (ended) {
      tasklet.ended();
    }
    try {
      ThreadIdentity.unmount(thread, tasklet, loader);
    } catch (OutOfMemoryError e) {
      ThreadIdentity.clear(thread, loader); // the tasklet loses its thread locals
    }
    current = null;
    if (ended) {
      tellHome(tasklet);
    }
    return ended;
  }
}
