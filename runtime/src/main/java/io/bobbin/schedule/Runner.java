package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/** What runs tasklets on one thread, one after the other. */
final class Runner {
  final Dispatcher dispatcher;
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
    return thread instanceof RunnerThread of ? of.runner : Here.runnerOf(thread);
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
    return ended;
  }
}
