package io.bobbin.schedule;

import java.util.Objects;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody but tasklets that wait might wake one of them: some other thread. That cannot be
 * known of a thread that does something, so all such threads might; those cannot that wait in the
 * runtime themselves, or wait for work that nobody gives them.
 */
public final class Outsiders {
  /** How many sources there are of events that no thread waits for. */
  private static final AtomicInteger SOURCES = new AtomicInteger();

  private Outsiders() {}

  /** Notes that something may wake tasklets for which there is no thread yet: a signal. */
  public static void sourceBegins() {
    SOURCES.incrementAndGet();
  }

  /** Notes that such a source is closed. */
  public static void sourceEnds() {
    SOURCES.decrementAndGet();
  }

  /** Whether there may be one, beside the calling thread. */
  static boolean mayExist() {
    long turns = Pool.quietTurns();
    if (turns < 0 || SOURCES.get() != 0 || Alarm.areAwaitedByThreads()) {
      return true;
    }
    for (Thread thread : threads()) {
      if (thread != null && thread != Thread.currentThread() && mayWake(thread)) {
        return true;
      }
    }
    return Pool.quietTurns() != turns;
  }

  /** All platform threads, and nulls. Virtual ones leave a thread behind that is none of ours. */
  private static @Nullable Thread[] threads() {
    ThreadGroup root = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    for (ThreadGroup parent = root.getParent(); parent != null; parent = root.getParent()) {
      root = parent;
    }
    @Nullable Thread[] found = new Thread[16];
    int count = root.enumerate(found);
    while (count == found.length) {
      found = new Thread[2 * found.length];
      count = root.enumerate(found);
    }
    return found;
  }

  private static boolean mayWake(Thread thread) {
    if (thread instanceof Carrier) {
      return false; // its pool has told
    }
    if (LockSupport.getBlocker(thread) instanceof ThreadStrand waiting) {
      return waiting.isWoken();
    }
    ThreadGroup group = thread.getThreadGroup();
    boolean isOfJvm =
        group == null
            || group.getParent() == null
            || thread.getName().equals("DestroyJavaVM")
            || thread.getName().equals("Common-Cleaner");
    return !isOfJvm && !isIdleWorker(thread) && !thread.getName().equals("bobbin-timers");
  }

  private static boolean isIdleWorker(Thread thread) {
    Thread.State state = thread.getState();
    return thread instanceof ForkJoinWorkerThread worker
        && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && LockSupport.getBlocker(worker) == worker.getPool();
  }
}
