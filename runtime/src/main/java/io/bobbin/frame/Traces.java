package io.bobbin.frame;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes stack traces read as if the program ran on a plain thread: callers that are on the heap are
 * put in their place, and the machinery is taken out.
 *
 * <p>A raw trace has the native activations above a trampoline ({@link FrameStack#run()}), then
 * whatever called the trampoline. Between the two belong the heap frames below the one under
 * execution. A trace without a trampoline is complete already, so completing twice does no harm.
 */
final class Traces {
  /** As the JVM's own {@code MaxJavaStackTraceDepth}. */
  private static final int MAX_DEPTH = 1024;

  private static final String MACHINERY = Traces.class.getPackageName() + ".";

  /** What the names of methods that the weaver made up begin with. */
  private static final String SYNTHESIZED = "bobbin$";

  /** What calls trampolines, and the bodies above them. */
  private static final String RUNNERS = "io.bobbin.schedule.";

  private static final String TRAMPOLINE = FrameStack.class.getName();

  private Traces() {}

  /** Completes the trace of an exception just made or caught by code that runs on a stack. */
  static void complete(Throwable t, FrameStack stack) {
    StackTraceElement[] raw = t.getStackTrace();
    if (!hasTrampoline(raw)) {
      return;
    }
    List<StackTraceElement> whole = new ArrayList<>(raw.length + 16);
    FrameStack current = stack;
    for (int i = 0; i < raw.length && whole.size() < MAX_DEPTH; i++) {
      StackTraceElement element = raw[i];
      if (isTrampoline(element)) {
        if (current == null) {
          break;
        }
        appendCallers(current, whole);
        FrameStack outer = current.outer();
        while (outer != null && current.isOuterSaved()) {
          appendFrames(outer.top(), whole);
          current = outer;
          outer = current.outer();
        }
        if (current.endsTraces()) {
          break;
        }
        current = outer;
      } else if (!isMachinery(element)) {
        whole.add(element);
      }
    }
    t.setStackTrace(whole.toArray(new StackTraceElement[0]));
  }

  /** The frames on the heap, innermost first. */
  static void appendFrames(@Nullable Frame innermost, List<StackTraceElement> to) {
    for (Frame f = innermost; f != null && to.size() < MAX_DEPTH; f = f.parent) {
      StackTraceElement element = element(f);
      if (element != null) {
        to.add(element);
      }
    }
  }

  private static void appendCallers(FrameStack stack, List<StackTraceElement> to) {
    Frame running = stack.top();
    if (running != null) {
      appendFrames(running.parent, to);
    }
  }

  private static boolean isMachinery(StackTraceElement element) {
    return element.getClassName().startsWith(MACHINERY)
        || element.getClassName().startsWith(RUNNERS)
        || element.getMethodName().startsWith(SYNTHESIZED);
  }

  private static @Nullable StackTraceElement element(Frame frame) {
    FrameCode code = frame.code;
    ResumePoint point = code == null ? null : code.point(frame.point);
    if (code == null || point == null || code.method().startsWith(SYNTHESIZED)) {
      return null;
    }
    Class<?> owner = code.owner();
    ClassLoader loader = owner.getClassLoader();
    Module module = owner.getModule();
    return new StackTraceElement(
        nameToPrint(loader),
        module.getName(),
        module.getDescriptor() == null ? null : module.getDescriptor().rawVersion().orElse(null),
        owner.getName(),
        code.method(),
        point.file().isEmpty() ? null : point.file(),
        point.line());
  }

  /**
   * The name of a loader, but not that of one of the JVM's own, which it leaves out when it prints
   * an element that it has made itself.
   */
  private static @Nullable String nameToPrint(@Nullable ClassLoader loader) {
    return loader == null
            || loader == ClassLoader.getSystemClassLoader()
            || loader == ClassLoader.getPlatformClassLoader()
        ? null
        : loader.getName();
  }

  private static boolean hasTrampoline(StackTraceElement[] trace) {
    for (StackTraceElement element : trace) {
      if (isTrampoline(element)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrampoline(StackTraceElement element) {
    return element.getClassName().equals(TRAMPOLINE) && element.getMethodName().equals("run");
  }
}
