package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stack of a tasklet as if it were a thread's. */
public final class LogicalStack {
  private static final StackTraceElement[] NONE = {};

  private LogicalStack() {}

  /** The stack of a tasklet, innermost call first. */
  static List<StackTraceElement> of(TaskletStrand<?> tasklet) {
    List<StackTraceElement> elements = new ArrayList<>();
    if (tasklet.state() != io.bobbin.Tasklet.State.ENDED) {
      append(tasklet.innermost(), elements);
    }
    return List.copyOf(elements);
  }

  private static void append(@Nullable Strand innermost, List<StackTraceElement> to) {
    for (Strand s = innermost; s != null; s = s.outerStrand()) {
      s.appendCalls(to);
    }
  }

  /**
   * Takes the trace off an exception that is made on behalf of a strand, which will give it its own.
   *
   * @param e the exception
   * @param <E> its type
   * @return {@code e}
   */
  public static <E extends Throwable> E withoutTrace(E e) {
    e.setStackTrace(NONE);
    return e;
  }

  /** Gives an exception without a trace that of the strand in which it is about to be thrown. */
  static void traceIfMissing(Throwable e, Strand where) {
    if (e.getStackTrace().length == 0) {
      List<StackTraceElement> elements = new ArrayList<>();
      append(where, elements);
      e.setStackTrace(elements.toArray(NONE));
    }
  }
}
