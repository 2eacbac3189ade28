package io.bobbin.schedule;

import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stack of a tasklet as if it were a thread's, and exceptions that are to show it. */
public final class LogicalStack {
  private static final StackTraceElement[] NONE = {};

  /** Stands between the trace of who sent an exception and that of who received it. */
  private static final StackTraceElement RECEIVED =
      new StackTraceElement("io.bobbin.Channel", "sendException", "received by", -1);

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

  /**
   * Gives an exception the trace of the strand in which it is about to be thrown, if it has none or
   * {@linkplain #traceEndsWithSender lacks} that.
   */
  static void traceIfMissing(Throwable e, Strand where) {
    StackTraceElement[] trace = e.getStackTrace();
    if (isOpen(trace)) {
      List<StackTraceElement> elements = new ArrayList<>(List.of(trace));
      append(where, elements);
      e.setStackTrace(elements.toArray(NONE));
    }
  }

  /** As {@link #traceIfMissing}, for an exception that the calling thread throws. */
  public static void traceHereIfMissing(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    if (trace.length == 0) {
      e.fillInStackTrace();
    } else if (isOpen(trace)) {
      List<StackTraceElement> elements = new ArrayList<>(List.of(trace));
      elements.addAll(List.of(new Throwable().getStackTrace()));
      e.setStackTrace(elements.toArray(NONE));
    }
  }

  /**
   * Prepares the trace of an exception that was sent, and is about to be thrown in its receiver:
   * the sender's is kept, and what follows is to be the receiver's, instead of that of an earlier
   * one.
   *
   * @param e the exception
   */
  public static void traceEndsWithSender(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    int end = List.of(trace).indexOf(RECEIVED);
    int ofSender = end < 0 ? trace.length : end;
    if (ofSender > 0) {
      StackTraceElement[] open = Arrays.copyOf(trace, ofSender + 1);
      open[ofSender] = RECEIVED;
      e.setStackTrace(open);
    }
  }

  /** Whether the trace of who throws the exception is to be appended. */
  private static boolean isOpen(StackTraceElement[] trace) {
    return trace.length == 0 || trace[trace.length - 1].equals(RECEIVED);
  }
}
