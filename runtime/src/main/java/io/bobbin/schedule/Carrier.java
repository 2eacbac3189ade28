package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A thread of a pool.
 *
 * <p>Besides the pool's queue it has a <em>slot</em>: the tasklet that its tasklet woke or started
 * last, which it runs next, while the data that they share are in its cache; and a {@linkplain
 * LocalQueue queue of its own} for those that were in the slot before, and for those that yield.
 */
final class Carrier extends RunnerThread {
  private static final VarHandle SLOT;

  static {
    try {
      SLOT = MethodHandles.lookup().findVarHandle(Carrier.class, "slot", TaskletStrand.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The pool that this belongs to; null while tasklets are locked to this. Used by this alone. */
  @Nullable Pool pool;

  /** What runs the tasklets that are locked to this, if there are any. Used by this alone. */
  @Nullable LockedThread locked;

  /** The next in the pool's stack of idle carriers. Guarded by the pool. */
  @Nullable Carrier nextIdle;

  /** Whether this is idle. Written with the pool's latch held. */
  volatile boolean idle;

  /** Whether this looks for work, though it is idle, and need not be unparked. */
  volatile boolean looks;

  private final Patience patience = new Patience(() -> idle);

  /** How many tasklets this has taken; tells a watcher whether it is busy with the same one. */
  int turn;

  /** What a watcher saw at its last look. */
  @Nullable TaskletStrand<?> seenSlot;

  /** The turn that a watcher saw at its last look. */
  int seenTurn;

  /**
   * How many of those in the queue of this are to have a turn, if they yield, before those in the
   * common queue have theirs. Used by this alone.
   */
  int round;

  /**
   * How many tasklets the pool counts, because of this, that were not submitted yet or have ended;
   * so a start and an end cost no atomic operation. 0 while this is idle or blocked, or is not the
   * pool's. Used by this alone.
   */
  int counted;

  /** What this runs after what is in the slot. */
  final LocalQueue local = new LocalQueue();

  /** Filled by this alone; others may clear it. */
  private volatile @Nullable TaskletStrand<?> slot;

  Carrier(Pool pool, String name) {
    super(pool, name);
    this.pool = pool;
  }

  @Override
  public void run() {
    Pool mine = Objects.requireNonNull(pool);
    TaskletStrand<?> tasklet = mine.take(this);
    while (tasklet != null) {
      TaskletStrand<?> again = null;
      if (!awaitUnwound(tasklet)) {
        tasklet.runRefused();
      } else if (!runner.run(tasklet)) {
        again = letGo(mine, tasklet);
      }
      tasklet = null; // or the interpreter's frame would keep it while the carrier sleeps
      LockedThread of = locked;
      if (of != null && !of.runAll()) {
        return;
      }
      tasklet = again != null ? again : mine.take(this);
    }
  }

  /**
   * Leaves a tasklet that has not ended; returns that with which the carrier is to go on at once.
   */
  private @Nullable TaskletStrand<?> letGo(Pool mine, TaskletStrand<?> tasklet) {
    if (tasklet.dispatcher != mine || locked != null || tasklet.isAwaited()) {
      Dispatcher.handOver(tasklet);
      return null;
    }
    boolean yields = tasklet.unmountVolatile();
    // From here on the tasklet may be running elsewhere.
    if (yields) {
      return mine.yielded(this, tasklet);
    }
    if (tasklet.isRaised()) {
      tasklet.throwAtWait();
    }
    return null;
  }

  /**
   * Waits until the carrier that a woken tasklet is just leaving has left it. That is soon, as no
   * user code runs meanwhile, unless the operating system took the processor away from it. Returns
   * false if the carrier could not leave the tasklet, which is not to be run then.
   */
  @SuppressWarnings("ThreadPriorityCheck") // the other carrier may need our processor
  static boolean awaitUnwound(TaskletStrand<?> tasklet) {
    for (int spins = 0; tasklet.isMounted(); spins++) {
      if (tasklet.refusesRun()) {
        return false;
      }
      if (spins < 64) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return true;
  }

  /** Looks for a while whether it is woken; false if it was not. Called when it is idle. */
  boolean looksForWork() {
    looks = true;
    boolean woken = patience.looks();
    looks = false; // before the caller looks whether it is idle, and parks
    return woken;
  }

  /** Whether one more in the queue of this has its turn before the common queue; counts it. */
  boolean hasRoundLeft() {
    boolean left = round > 0;
    if (left) {
      round--;
    }
    return left;
  }

  /** Fills the slot; what was in it is returned. Called by this. */
  @Nullable TaskletStrand<?> fillSlot(TaskletStrand<?> tasklet) {
    if (slot == null) {
      SLOT.setRelease(this, tasklet); // nobody else fills it
      return null;
    }
    return (TaskletStrand<?>) SLOT.getAndSet(this, tasklet);
  }

  /** Takes what is in the slot, else the first in the queue of this; null if there is neither. */
  @Nullable TaskletStrand<?> takeOwn() {
    TaskletStrand<?> fromSlot = slot;
    return fromSlot != null && stealSlot(fromSlot) ? fromSlot : local.poll();
  }

  @Nullable TaskletStrand<?> slot() {
    return slot;
  }

  /** Takes a tasklet out of the slot if it is still there. */
  boolean stealSlot(TaskletStrand<?> tasklet) {
    return SLOT.compareAndSet(this, tasklet, null);
  }
}
