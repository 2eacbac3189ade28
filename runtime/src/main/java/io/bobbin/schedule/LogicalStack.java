package io.bobbin.schedule;

import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stack of a tasklet as if it were a thread's, and exceptions that are to show it. */
public final class LogicalStack {
  private static final StackTraceElement[] NONE = {};

  private LogicalStack() {}

  /** The stack of a tasklet, innermost call first: see {@link Tasklet#stackTrace()}. */
  static List<StackTraceElement> of(TaskletStrand<?> tasklet) {
    if (Dispatcher.currentTasklet() == tasklet) {
      return mounted(tasklet, Thread.currentThread().getStackTrace());
    }
    Thread carrier = tasklet.dispatcher.carrierOf(tasklet);
    if (carrier != null) {
      StackTraceElement[] trace = carrier.getStackTrace();
      if (tasklet.dispatcher.carrierOf(tasklet) == carrier) {
        return mounted(tasklet, trace);
      }
    }
    List<StackTraceElement> elements = new ArrayList<>();
    if (!tasklet.isOver()) {
      append(tasklet.innermost(), elements);
    }
    return List.copyOf(elements);
  }

  /** A carrier's trace, completed by what is on the heap, without what shows the trace itself. */
  private static List<StackTraceElement> mounted(
      TaskletStrand<?> tasklet, StackTraceElement[] trace) {
    Throwable holder = new Throwable();
    holder.setStackTrace(trace);
    tasklet.completeTrace(holder);
    List<StackTraceElement> elements = new ArrayList<>(List.of(holder.getStackTrace()));
    if (!elements.isEmpty() && elements.get(0).getMethodName().equals("getStackTrace")) {
      elements.remove(0);
    }
    return List.copyOf(elements);
  }

  /** The callers on the heap of the calling thread's tasklet. */
  static List<StackTraceElement> callersOf(TaskletStrand<?> tasklet) {
    List<StackTraceElement> elements = new ArrayList<>();
    tasklet.appendCalls(elements);
    if (!elements.isEmpty()) {
      elements.remove(0); // the frame that is running
    }
    return elements;
  }

  private static void append(@Nullable Strand innermost, List<StackTraceElement> to) {
    for (Strand s = innermost; s != null; s = s.outerStrand()) {
      s.appendCalls(to);
    }
  }

  /**
   * Makes an exception on behalf of a strand, in which it will be thrown; so it is to have that
   * strand's trace and not its maker's. Does not throw, as the strand would wait for ever.
   *
   * @param maker makes the exception
   * @return the exception, or what was thrown by the maker, for want of memory
   */
  public static Throwable forStrand(Supplier<? extends Throwable> maker) {
    try {
      Throwable made = maker.get();
      made.setStackTrace(NONE);
      return made;
    } catch (Throwable t) {
      return t;
    }
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
