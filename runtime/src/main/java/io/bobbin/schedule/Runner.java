package io.bobbin.schedule;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What runs tasklets on one thread, one after the other. */
final class Runner {
  /**
   * The runners of threads that are not the runtime's. A thread local would be lost in tasklets,
   * which have their own.
   */
  private static final Map<Thread, Runner> OF_OTHERS = new ConcurrentHashMap<>();

  /** What runs tasklets on the thread. Written by the thread. */
  Dispatcher dispatcher;

  final Thread thread;

  /** The thread's context class loader between tasklets. */
  @Nullable ClassLoader loader;

  /** The tasklet that is mounted. Written by the thread; others may look. */
  @Nullable TaskletStrand<?> current;

  Runner(Dispatcher dispatcher, Thread thread) {
    this.dispatcher = dispatcher;
    this.thread = thread;
  }

  /** The runner of the calling thread, or null if it is no carrier. */
  static @Nullable Runner ofThisThread() {
    Thread thread = Thread.currentThread();
    return thread instanceof RunnerThread of ? of.runner : OF_OTHERS.get(thread);
  }

  /**
   * Makes this the runner of its thread, which is not the runtime's.
   *
   * @return the runner that the thread had, or null
   */
  @Nullable Runner register() {
    OF_OTHERS.keySet().removeIf(other -> !other.isAlive());
    return OF_OTHERS.put(thread, this);
  }

  /** Gives the thread back the runner that it had, or none. */
  void unregister(@Nullable Runner before) {
    if (before == null) {
      OF_OTHERS.remove(thread, this);
    } else {
      OF_OTHERS.replace(thread, this, before);
    }
  }

  private static void tellHome(TaskletStrand<?> tasklet) {
    Dispatcher home = tasklet.home();
    Extra more = tasklet.extraOrNull();
    if (more != null && more.lock != null) {
      more.lock.taskletEnded();
    }
    home.ended();
    if (more != null && more.comesHome) {
      more.comesHome = false;
      home.outsideEnds();
    }
  }

  /** Runs a tasklet until it parks or ends; true if it ended. */
  boolean run(TaskletStrand<?> tasklet) {
    current = tasklet;
    boolean ended;
    try {
      ThreadIdentity.mount(thread, tasklet);
      ended = tasklet.resume();
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
