package io.bobbin.schedule;

import io.bobbin.DeadlockError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Looks, once a pool has been idle for a second, whether anybody can wake its tasklets, and tells
 * if it is certain that nobody can. What is not certain yet is looked at again, less and less
 * often.
 */
final class DeadlockWatch implements Runnable {
  private static final Logger LOGGER = System.getLogger("io.bobbin");

  private static final long SOON = TimeUnit.SECONDS.toNanos(1);
  private static final long LATEST = TimeUnit.MINUTES.toNanos(1);

  private final Pool pool;
  private final AtomicBoolean isSet = new AtomicBoolean();
  private final CopyOnWriteArrayList<Consumer<? super DeadlockError>> listeners =
      new CopyOnWriteArrayList<>();

  private long delay = SOON;
  private long turnsThen = -1;
  private long turnsTold = -1;

  DeadlockWatch(Pool pool) {
    this.pool = pool;
  }

  void add(Consumer<? super DeadlockError> listener) {
    listeners.add(listener);
  }

  void remove(Consumer<? super DeadlockError> listener) {
    listeners.remove(listener);
  }

  /** Sees that there is a look in a while. Called by a carrier that has nothing to do. */
  void set() {
    if (!isSet.get() && isSet.compareAndSet(false, true)) {
      delay = SOON;
      again();
    }
  }

  private void again() {
    try {
      var unused = Timers.schedule(this, delay);
    } catch (OutOfMemoryError e) {
      isSet.set(false); // who is idle next tries again
    }
  }

  @Override
  public void run() {
    long turns = Pool.quietTurns();
    if (pool.live() == 0) {
      isSet.set(false);
      if (pool.live() != 0) { // whoever got idle meanwhile has found this set
        set();
      }
      return;
    }
    if (turns >= 0 && turns == turnsThen && turns != turnsTold && !Outsiders.mayExist()) {
      turnsTold = turns;
      tell(deadlock());
    }
    delay = turns == turnsThen ? Math.min(LATEST, 2 * delay) : SOON;
    turnsThen = turns;
    again();
  }

  private DeadlockError deadlock() {
    String what =
        "the " + pool.live() + " tasklets of the " + pool + " wait, and nobody is left who";
    SharedRoster known = SharedRoster.OF_JVM;
    if (known == null) {
      return new DeadlockError(
          what + " could wake them. With -Dbobbin.track=true this shows what each waits for.");
    }
    List<TaskletStrand<?>> left = known.list();
    left.removeIf(tasklet -> tasklet.home() != pool);
    return new DeadlockError(what + " could wake them:" + Picture.of(left));
  }

  private void tell(DeadlockError error) {
    LOGGER.log(Level.ERROR, "BBN031 " + error.getMessage());
    for (Consumer<? super DeadlockError> listener : listeners) {
      try {
        listener.accept(error);
      } catch (Throwable t) {
        LOGGER.log(Level.ERROR, "BBN030 a listener to deadlocks failed: " + listener, t);
      }
    }
  }
}
