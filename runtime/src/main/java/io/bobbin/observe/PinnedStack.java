package io.bobbin.observe;

import io.bobbin.frame.FrameStack;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stack of a pinned wait, with the frames that pin marked.
 *
 * <p>A woven method appears on it as its twin or as its resume body; both have the stack among
 * their parameters, and can be left. Every other frame between the wait and the trampoline cannot:
 *
 * <ul>
 *   <li>a method without a twin is not woven;
 *   <li>a method with a twin that runs plain was called so, by a frame that is not woven, or by a
 *       woven one inside of a monitor.
 * </ul>
 */
final class PinnedStack {
  private static final int MOST_PRINTED = 1000;
  private static final int MOST_CALLERS = 64;
  private static final Set<Integer> PRINTED = ConcurrentHashMap.newKeySet();
  private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

  private PinnedStack() {}

  /** Prints the calling thread's stack, unless one like it was printed. */
  static void print(Object tasklet, Object wait, List<StackTraceElement> callers) {
    String stack = describe(callers);
    if (PRINTED.size() < MOST_PRINTED && PRINTED.add(stack.hashCode())) {
      System.err.print(
          "bobbin: "
              + tasklet
              + " is pinned while it waits: "
              + wait
              + ", blocking "
              + Thread.currentThread().getName()
              + '\n'
              + stack);
    }
  }

  /** The calling thread's stack down to the trampoline, then the callers on the heap. */
  static String describe(List<StackTraceElement> callers) {
    List<StackFrame> frames =
        WALKER.walk(
            all -> all.takeWhile(frame -> frame.getDeclaringClass() != FrameStack.class).toList());
    StringBuilder text = new StringBuilder();
    boolean pins = false;
    for (int i = 0; i < frames.size(); i++) {
      StackFrame frame = frames.get(i);
      if (!isMachinery(frame)) {
        String why = why(frames, i);
        pins |= !why.isEmpty();
        text.append("    at ").append(frame.toStackTraceElement()).append(why).append('\n');
      }
    }
    callers.stream()
        .limit(MOST_CALLERS)
        .forEach(e -> text.append("    at ").append(e).append('\n'));
    if (!pins) {
      text.append("    <== pins: an owned lock is held, taken by woven code\n");
    }
    return text.toString();
  }

  /** Why a frame pins, to be printed behind it; empty if it does not. */
  private static String why(List<StackFrame> frames, int at) {
    StackFrame frame = frames.get(at);
    if (isWoven(frame)) {
      // The innermost woven frame that calls a plain entry, though the callee has a twin.
      return at > 0 && !isWoven(frames.get(at - 1)) && hasTwin(frames.get(at - 1))
          ? " <== pins: holds a monitor"
          : "";
    }
    if (at + 1 < frames.size() && isForwarding(frames.get(at + 1))) {
      return isSynchronized(frame) ? " <== pins: is synchronized" : " <== pins: is not woven";
    }
    if (hasTwin(frame)) {
      return "";
    }
    return switch (frame.getMethodName()) {
      case "<init>" -> " <== pins: is a constructor";
      case "<clinit>" -> " <== pins: is a static initialiser";
      default -> isSynchronized(frame) ? " <== pins: is synchronized" : " <== pins: is not woven";
    };
  }

  private static boolean isMachinery(StackFrame frame) {
    String name = frame.getClassName();
    return isForwarding(frame)
        || frame.getDeclaringClass() == PinnedStack.class
        || frame.getDeclaringClass() == PinnedWaits.class
        || FrameStack.class.isAssignableFrom(frame.getDeclaringClass())
        || name.startsWith("io.bobbin.schedule.")
        || name.startsWith("io.bobbin.channel.")
        || name.startsWith("io.bobbin.frame.")
        || name.startsWith("java.lang.invoke.")
        || name.equals("io.bobbin.Tasklet");
  }

  /** A twin that only calls the plain method, as that cannot be left. */
  private static boolean isForwarding(StackFrame frame) {
    return frame.getLineNumber() == FrameStack.FORWARDING_LINE;
  }

  /** A twin ends with the stack and the room; a resume body begins with the frame and the stack. */
  private static boolean isWoven(StackFrame frame) {
    return frame.getMethodType().parameterList().contains(FrameStack.class);
  }

  private static boolean hasTwin(StackFrame frame) {
    MethodType type = frame.getMethodType();
    MethodType twin = type.appendParameterTypes(FrameStack.class, int.class);
    for (Method method : frame.getDeclaringClass().getDeclaredMethods()) {
      if (method.getName().equals(frame.getMethodName())
          && twin.parameterList().equals(List.of(method.getParameterTypes()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSynchronized(StackFrame frame) {
    for (Method method : frame.getDeclaringClass().getDeclaredMethods()) {
      if (method.getName().equals(frame.getMethodName())
          && frame.getMethodType().parameterList().equals(List.of(method.getParameterTypes()))) {
        return Modifier.isSynchronized(method.getModifiers());
      }
    }
    return false;
  }
}
