package io.bobbin.tests.oracle;

import io.bobbin.frame.FrameStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a target records its side effects, in order. The log follows the run from thread to thread;
 * outside a run, entries are dropped.
 */
public final class Log {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** By the thread: what a {@code ThreadLocal} has is a tasklet's own where one runs. */
  private static final Map<Thread, Log> RUNS = new ConcurrentHashMap<>();

  private final List<String> entries = new ArrayList<>();
  private final String entryClass;
  private final String entryMethod;

  /** Makes the log of a run that starts in the given method, at which traces are cut. */
  Log(String entryClass, String entryMethod) {
    this.entryClass = entryClass;
    this.entryMethod = entryMethod;
  }

  /** Records a side effect. */
  public static void note(@Nullable Object what) {
    TestStack.mustNotUnwind();
    Log log = current();
    if (log != null) {
      log.entries.add(Describe.value(what));
    }
  }

  /** Records that an expression was evaluated, and yields its value. */
  public static int value(int value) {
    note(value);
    return value;
  }

  /** Records that an expression was evaluated, and yields its value. */
  public static <T extends @Nullable Object> T value(T value) {
    note(value);
    return value;
  }

  /** Records an exception with causes, suppressed ones and traces. */
  public static void trace(Throwable t) {
    Log log = current();
    if (log != null) {
      Describe.Traces traces =
          isCallerWoven()
              ? Throwable::getStackTrace
              : any -> TestStack.completed(any.getStackTrace());
      log.entries.add(
          String.join("\n", Describe.throwable(t, traces, log.entryClass, log.entryMethod)));
    }
  }

  /** Whether what called the harness is a twin or a resume body. */
  private static boolean isCallerWoven() {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> frame.getDeclaringClass() != Log.class)
                .findFirst()
                .filter(frame -> frame.getMethodType().parameterList().contains(FrameStack.class))
                .isPresent());
  }

  /** Records a stack trace. */
  static void trace(List<StackTraceElement> trace) {
    Log log = current();
    if (log != null) {
      StackTraceElement[] elements = trace.toArray(new StackTraceElement[0]);
      log.entries.add(
          "stack\n" + String.join("\n", Describe.trace(elements, log.entryClass, log.entryMethod)));
    }
  }

  /** The entries so far. */
  List<String> entries() {
    return List.copyOf(entries);
  }

  /** The log of the run on this thread. */
  static @Nullable Log current() {
    return RUNS.get(Thread.currentThread());
  }

  /** Records what is done on this thread. */
  <T> T during(Callable<T> run) throws Exception {
    RUNS.put(Thread.currentThread(), this);
    try {
      return run.call();
    } finally {
      RUNS.remove(Thread.currentThread());
    }
  }
}
