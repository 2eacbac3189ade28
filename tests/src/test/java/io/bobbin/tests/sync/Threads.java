package io.bobbin.tests.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Threads of both kinds; virtual ones by reflection, as this is compiled for JDK 17. */
public final class Threads {
  private static final Method START_VIRTUAL = find();

  private Threads() {}

  private static Method find() {
    try {
      Method found = Thread.class.getMethod("startVirtualThread", Runnable.class);
      found.invoke(null, (Runnable) () -> {});
      return found;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return null; // an older JDK, or one where they are a preview
    }
  }

  public static boolean haveVirtual() {
    return START_VIRTUAL != null;
  }

  /** Starts a thread that keeps no JVM alive: a virtual one if that is wanted and possible. */
  public static Thread start(boolean virtual, Runnable body) {
    try {
      if (virtual && START_VIRTUAL != null) {
        return (Thread) START_VIRTUAL.invoke(null, body);
      }
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
    Thread thread = new Thread(body);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
