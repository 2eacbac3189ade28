package io.bobbin.sync;

import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import org.jspecify.annotations.Nullable;

/** Who owns what: a tasklet, or a thread that runs none. */
public final class Callers {
  private Callers() {}

  /**
   * The tasklet that calls, or else the thread.
   *
   * @return a {@link TaskletStrand} or a {@link Thread}
   */
  public static Object current() {
    TaskletStrand<?> tasklet = Dispatcher.currentTasklet();
    return tasklet == null ? Thread.currentThread() : tasklet;
  }

  /**
   * The caller of a twin, as {@link #current()} tells it.
   *
   * @param stack the twin's stack
   * @return a {@link TaskletStrand} or a {@link Thread}
   */
  public static Object of(FrameStack stack) {
    TaskletStrand<?> tasklet = ((Strand) stack).host();
    return tasklet == null ? current() : tasklet;
  }

  /**
   * A caller's name, for messages.
   *
   * @param caller a tasklet, a thread, or null
   * @return what it is and is called
   */
  public static String name(@Nullable Object caller) {
    if (caller == null) {
      return "nobody";
    }
    return caller instanceof TaskletStrand<?> tasklet
        ? "tasklet " + tasklet.name()
        : "thread " + ((Thread) caller).getName();
  }
}
