package io.bobbin.go;

import io.bobbin.schedule.Sneaky;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Sets handlers of signals, by {@code sun.misc.Signal}: the JDK has nothing else for that. By
 * reflection, as the compiler warns of each use of it, and that cannot be suppressed.
 */
final class NativeSignals {
  private static final Class<?> SIGNAL;
  private static final Class<?> HANDLER;
  private static final Method HANDLE;

  static {
    try {
      SIGNAL = Class.forName("sun.misc.Signal");
      HANDLER = Class.forName("sun.misc.SignalHandler");
      HANDLE = SIGNAL.getMethod("handle", SIGNAL, HANDLER);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private NativeSignals() {}

  /** Has an action run, by a thread of the JVM's, for each signal; returns the handler before. */
  static Object handle(String name, Runnable action) {
    return set(
        name,
        Proxy.newProxyInstance(
            HANDLER.getClassLoader(),
            new Class<?>[] {HANDLER},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() != Object.class) {
                action.run();
                return null;
              }
              return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "Bobbin's handler of " + name;
              };
            }));
  }

  /**
   * Has a signal do nothing; returns the handler before. Not by {@code SIG_IGN}: HotSpot leaves
   * HUP, INT and TERM as they are once they are ignored so, and no handler could be set any more.
   */
  static Object ignore(String name) {
    return handle(name, () -> {});
  }

  static void restore(String name, Object handler) {
    set(name, handler);
  }

  private static Object set(String name, Object handler) {
    try {
      return HANDLE.invoke(null, SIGNAL.getConstructor(String.class).newInstance(name), handler);
    } catch (InvocationTargetException e) {
      if (e.getTargetException() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(
            refused.getMessage()
                + " (asked for \""
                + name
                + "\"; a signal has the name that it has in C, without SIG: \"INT\")",
            refused);
      }
      throw Sneaky.raise(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signals cannot be handled here", e);
    }
  }
}
