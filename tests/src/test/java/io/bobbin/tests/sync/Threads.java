package io.bobbin.tests.sync;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.locks.LockSupport;

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

  /**
   * Has others run before the caller. A virtual thread rests in order to: where as many yield as
   * there are carriers, JDK 25 goes on with these, and starts or wakes no other.
   */
  @Suspendable
  public static void letOthersRun() {
    if (Tasklet.current() == null && isVirtual(Thread.currentThread())) {
      LockSupport.parkNanos(1_000);
    } else {
      Tasklet.yield();
    }
  }

  private static boolean isVirtual(Thread thread) {
    return thread.getThreadGroup().getName().equals("VirtualThreads");
  }
}
