package io.bobbin.tests.oracle;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs a stack on two threads in turn, with a garbage collection in between. */
final class Hopper {
  /** After that many segments, most stay on the calling thread, so that deep targets end soon. */
  private static final int ALWAYS_HOPS = 500;

  private final TestStack stack;
  private final Log log;

  Hopper(TestStack stack, Log log) {
    this.stack = stack;
    this.log = log;
  }

  @Nullable Object finish() throws Throwable {
    ExecutorService other =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread =
                  new Thread(task, "other thread of " + Thread.currentThread().getName());
              thread.setDaemon(true);
              return thread;
            });
    try {
      boolean ended = false;
      for (int segment = 0; !ended; segment++) {
        boolean hops = segment % 2 == 1 && (segment < ALWAYS_HOPS || segment % 1001 == 0);
        ended = hops ? stepOn(other) : stack.step();
        if (segment == 4) {
          System.gc();
        }
      }
    } finally {
      other.shutdown();
    }
    return stack.outcome();
  }

  private boolean stepOn(ExecutorService other) throws Throwable {
    Future<Boolean> step = other.submit(() -> log.during(stack::step));
    try {
      return step.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }
}
