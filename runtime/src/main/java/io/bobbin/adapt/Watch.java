package io.bobbin.adapt;

import io.bobbin.Suspendable;
import io.bobbin.schedule.Blocking;
import io.bobbin.schedule.WaitReason;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is blocked on behalf of all tasklets that wait for one object, until something has
 * come about that will stay so.
 *
 * <p>Invariants, guarded by the monitor of {@link #WATCHES}: a watch is in that map as long as
 * {@link #waits} is not empty; {@link #waits} are those whom it will tell. When the last of them
 * leaves before that, the thread is interrupted.
 */
final class Watch implements Runnable {
  private static final IdentityHashMap<Object, Watch> WATCHES = new IdentityHashMap<>();

  private final Object object;
  private final Callable<?> blocks;
  private final Set<Wait> waits = new LinkedHashSet<>();
  private @Nullable Future<?> thread;

  private Watch(Object object, Callable<?> blocks) {
    this.object = object;
    this.blocks = blocks;
  }

  /**
   * Waits until a call would not block any more, or for a time.
   *
   * @param object what is waited for
   * @param blocks a call that blocks until then and changes nothing; any one for the same object
   *     serves all
   * @param nanos how long to wait at most
   */
  @Suspendable
  static void await(Object object, Callable<?> blocks, long nanos) {
    Wait wait = new Wait(WaitReason.BLOCKING);
    Watch watch = enter(object, blocks, wait);
    try {
      wait.await(nanos);
    } finally {
      watch.leave(wait);
    }
  }

  private static Watch enter(Object object, Callable<?> blocks, Wait wait) {
    synchronized (WATCHES) {
      Watch known = WATCHES.get(object);
      if (known != null) {
        known.waits.add(wait);
        return known;
      }
      Watch made = new Watch(object, blocks);
      made.waits.add(wait);
      made.thread = Blocking.threads().submit(made);
      WATCHES.put(object, made);
      return made;
    }
  }

  private void leave(Wait wait) {
    synchronized (WATCHES) {
      if (waits.remove(wait) && waits.isEmpty()) {
        WATCHES.remove(object);
        if (thread != null) {
          thread.cancel(true);
        }
      }
    }
  }

  @Override
  public void run() {
    try {
      blocks.call();
    } catch (Exception e) {
      // Nobody waits any more; or the call fails for those who wait too, and tells them.
    } finally {
      tell();
    }
  }

  private void tell() {
    List<Wait> told;
    synchronized (WATCHES) {
      told = new ArrayList<>(waits);
      waits.clear();
      WATCHES.remove(object, this);
    }
    told.forEach(Wait::run);
  }
}
