package io.bobbin.schedule;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/** Makes the runtime's own threads, which outlive the code that happened to need the first one. */
final class OwnThread {
  private OwnThread() {}

  /**
   * Makes a thread that keeps nothing of the code that calls. Before Java 24 a thread remembers the
   * protection domains of whoever makes it, and with them their class loaders, unless that is done
   * as a privileged action.
   */
  @SuppressWarnings("removal") // there is no other way in the JDKs that need it
  static <T extends Thread> T make(Supplier<T> maker) {
    PrivilegedAction<T> action = maker::get;
    return AccessController.doPrivileged(action);
  }

  /** Makes a daemon thread whose context class loader is the system's. */
  static Thread daemon(Runnable task, String name) {
    return make(
        () -> {
          Thread thread = new Thread(null, task, name, 0, false);
          thread.setDaemon(true);
          thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
          return thread;
        });
  }
}
