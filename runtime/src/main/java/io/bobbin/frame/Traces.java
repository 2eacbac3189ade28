package io.bobbin.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
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

  /** In {@link #FORMAT}: the name of the loader is not printed. */
  private static final byte BUILT_IN_LOADER = 1;

  private static final @Nullable VarHandle FORMAT = format();

  private static final String TRAMPOLINE = FrameStack.class.getName();

  /**
   * The last element of the trace that was completed last, by any thread: an exception that passes
   * one handler after another is recognised by it, whatever the other threads do meanwhile.
   */
  private static @Nullable StackTraceElement lastOfCompleted;

  private Traces() {}

  /** Completes the trace of an exception just made or caught by code that runs on a stack. */
  @SuppressWarnings("ReferenceEquality") // another trace may end with an equal element
  static void complete(Throwable t, FrameStack stack) {
    StackTraceElement[] raw = t.getStackTrace();
    if (raw.length == 0 || raw[raw.length - 1] == lastOfCompleted || trampoline(raw) < 0) {
      return;
    }
    StackTraceElement[] whole = whole(raw, stack);
    t.setStackTrace(whole);
    lastOfCompleted = whole.length == 0 ? null : whole[whole.length - 1];
    completeLinked(t, raw, stack);
  }

  /**
   * Completes the causes and suppressed exceptions that came from the same activation of woven code
   * and that it has not seen itself, as plain code or the JVM caught and wrapped them: those whose
   * raw trace agrees from the trampoline's callee down. Another may be older, with other callers on
   * the heap by now, or another stack's.
   */
  private static void completeLinked(
      Throwable outermost, StackTraceElement[] rawOutermost, FrameStack stack) {
    List<StackTraceElement> shared = fromTrampoline(rawOutermost);
    Queue<Throwable> completed = new ArrayDeque<>(List.of(outermost));
    for (Throwable t = completed.poll(); t != null; t = completed.poll()) {
      List<Throwable> linked = new ArrayList<>(Arrays.asList(t.getSuppressed()));
      linked.add(t.getCause());
      for (Throwable other : linked) {
        if (other != null) {
          StackTraceElement[] raw = other.getStackTrace();
          // One that is completed has no trampoline any more, so a cycle ends.
          if (trampoline(raw) >= 0 && fromTrampoline(raw).equals(shared)) {
            other.setStackTrace(whole(raw, stack));
            completed.add(other);
          }
        }
      }
    }
  }

  private static StackTraceElement[] whole(StackTraceElement[] raw, FrameStack stack) {
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
    return whole.toArray(new StackTraceElement[0]);
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
        || element.getMethodName().startsWith(SYNTHESIZED)
        || element.getLineNumber() == FrameStack.FORWARDING_LINE;
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
    boolean isBuiltIn =
        loader == null
            || loader == ClassLoader.getSystemClassLoader()
            || loader == ClassLoader.getPlatformClassLoader();
    StackTraceElement made =
        new StackTraceElement(
            loader == null || (isBuiltIn && FORMAT == null) ? null : loader.getName(),
            module.getName(),
            module.getDescriptor() == null
                ? null
                : module.getDescriptor().rawVersion().orElse(null),
            owner.getName(),
            code.method(),
            point.file().isEmpty() ? null : point.file(),
            point.line());
    if (isBuiltIn && FORMAT != null) {
      FORMAT.set(made, BUILT_IN_LOADER);
    }
    return made;
  }

  /**
   * The field by which the JVM notes what is not to be printed of an element. Without it an element
   * made here could not be both equal to and printed as one of the JVM's, and of the frames that an
   * exception has in common with its cause some would be printed twice.
   */
  private static @Nullable VarHandle format() {
    if (!StackTraceElement.class.getModule().isOpen("java.lang", Traces.class.getModule())) {
      return null;
    }
    try {
      return MethodHandles.privateLookupIn(StackTraceElement.class, MethodHandles.lookup())
          .findVarHandle(StackTraceElement.class, "format", byte.class);
    } catch (ReflectiveOperationException e) {
      return null; // another JDK: names are left out then
    }
  }

  /** Where the innermost trampoline is in a trace; negative if there is none. */
  private static int trampoline(StackTraceElement[] trace) {
    for (int i = 0; i < trace.length; i++) {
      if (isTrampoline(trace[i])) {
        return i;
      }
    }
    return -1;
  }

  /** What the innermost trampoline called, and all below. */
  private static List<StackTraceElement> fromTrampoline(StackTraceElement[] raw) {
    return List.of(raw).subList(Math.max(0, trampoline(raw) - 1), raw.length);
  }

  private static boolean isTrampoline(StackTraceElement element) {
    return element.getClassName().equals(TRAMPOLINE) && element.getMethodName().equals("run");
  }
}
