package io.bobbin.adapt;

import java.lang.reflect.Method;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.util.Set;

/** Which objects do what the documentation of the JDK says. */
final class Jdk {
  /** What the methods that are stood in for are called, and those that are asked before. */
  private static final Set<String> NAMES =
      Set.of(
          "get", "join", "isDone", "await", "getCount", "waitFor", "take", "put", "offer", "poll");

  private static final ClassValue<Boolean> PLAIN =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isPlain(type);
        }
      };

  private Jdk() {}

  /**
   * Whether an object's methods that can be stood in for are the JDK's own. Those of a program may
   * do anything, and expect to do it on the caller's thread.
   */
  static boolean isPlain(Object object) {
    return PLAIN.get(object.getClass());
  }

  private static boolean isPlain(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (each.getClassLoader() == null) {
        return each != Object.class;
      }
      try {
        for (Method method : each.getDeclaredMethods()) {
          if (NAMES.contains(method.getName())) {
            return false;
          }
        }
      } catch (LinkageError e) {
        return false; // it names a class that is not there, so nobody knows
      }
    }
    return false;
  }

  /** Whether an object's class is one of the JDK's. */
  static boolean hasMade(Object object) {
    return object.getClass().getClassLoader() == null;
  }

  /** Whether using a channel may wait for the other side. */
  static boolean mayWait(Channel channel) {
    return channel instanceof SelectableChannel selectable
        && hasMade(channel)
        && selectable.isBlocking();
  }

  /** Whether the JDK's methods would throw an {@link InterruptedException} instead of waiting. */
  static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }
}
