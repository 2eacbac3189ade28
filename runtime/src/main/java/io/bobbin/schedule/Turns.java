package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.frame.FrameStack;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tasklets of a scheduler of one thread do about whose turn it is, after Stackless Python's
 * {@code tasklet.run}, {@code switch}, {@code remove} and {@code schedule_remove}.
 *
 * <p>Each has a twin for callers that can be left. The plain form is for threads, and for tasklets
 * that cannot be left here.
 */
public final class Turns {
  private Turns() {}

  /**
   * Takes a tasklet out of its scheduler's queue.
   *
   * @param tasklet the tasklet
   */
  @Suspendable
  public static void pause(TaskletStrand<?> tasklet) {
    if (Dispatcher.currentTasklet() == tasklet) {
      throw cannotBeLeft("pause()");
    }
    tasklet.dispatcherVolatile().pause(tasklet);
  }

  /**
   * The twin of {@link #pause(TaskletStrand)}.
   *
   * @param tasklet the tasklet
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void pause(TaskletStrand<?> tasklet, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (self.host() != tasklet) {
      pause(tasklet);
      return;
    }
    leave(self, tasklet, new Departure(null, true), "pause()");
  }

  /**
   * Has a tasklet run at once, and the caller after it.
   *
   * @param other the tasklet
   */
  @Suspendable
  public static void yieldTo(Tasklet<?> other) {
    TaskletStrand<?> next = (TaskletStrand<?>) Objects.requireNonNull(other, "tasklet");
    if (Dispatcher.currentTasklet() != null) {
      throw cannotBeLeft("yieldTo(tasklet)");
    }
    if (!(next.dispatcherVolatile() instanceof Here here)) {
      throw new IllegalStateException(
          "yieldTo(tasklet): " + next + " is not the caller's to run" + Dormant.advice(next));
    }
    here.runAlone(next);
  }

  /**
   * The twin of {@link #yieldTo(Tasklet)}.
   *
   * @param other the tasklet
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void yieldTo(Tasklet<?> other, FrameStack stack, int room) {
    go(other, false, (Strand) stack, "yieldTo(tasklet)");
  }

  /**
   * Has a tasklet run at once, and pauses the caller.
   *
   * @param other the tasklet
   */
  @Suspendable
  public static void switchTo(Tasklet<?> other) {
    Objects.requireNonNull(other, "tasklet");
    throw cannotBeLeft("switchTo(tasklet)");
  }

  /**
   * The twin of {@link #switchTo(Tasklet)}.
   *
   * @param other the tasklet
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void switchTo(Tasklet<?> other, FrameStack stack, int room) {
    go(other, true, (Strand) stack, "switchTo(tasklet)");
  }

  private static void go(Tasklet<?> other, boolean pauses, Strand self, String what) {
    TaskletStrand<?> next = (TaskletStrand<?>) Objects.requireNonNull(other, "tasklet");
    TaskletStrand<?> host = self.host();
    if (host == null) {
      yieldOrFail(next, pauses);
    } else if (next != host) {
      oneAtATime(host, what).requireRunnable(next, what);
      leave(self, host, new Departure(next, pauses), what);
    }
  }

  /** For the body of a generator that a thread consumes. */
  private static void yieldOrFail(TaskletStrand<?> next, boolean pauses) {
    if (pauses) {
      switchTo(next);
    } else {
      yieldTo(next);
    }
  }

  private static void leave(Strand self, TaskletStrand<?> host, Departure how, String what) {
    OneAtATime scheduler = oneAtATime(host, what);
    if (!self.entersWait()) {
      throw cannotBeLeft(what);
    }
    scheduler.leavesBy(how);
    host.yieldNext();
    self.unwind();
  }

  private static OneAtATime oneAtATime(TaskletStrand<?> host, String what) {
    if (host.dispatcher instanceof OneAtATime scheduler) {
      return scheduler;
    }
    throw host.dispatcher.hasNoOrder(what);
  }

  private static IllegalStateException cannotBeLeft(String what) {
    @Nullable TaskletStrand<?> caller = Dispatcher.currentTasklet();
    return new IllegalStateException(
        what
            + (caller == null
                ? ": is for tasklets; called by " + Thread.currentThread().getName()
                : ": "
                    + caller
                    + " cannot be left here, as it is in code that is not woven, in a"
                    + " monitor, or in Tasklet.nonBlocking"));
  }
}
