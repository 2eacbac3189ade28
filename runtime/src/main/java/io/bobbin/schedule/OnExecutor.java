package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler on a thread that belongs to someone else (N:1): it asks an executor for turns, and in
 * each runs tasklets until none is runnable or the turn's time is over.
 *
 * <p>Invariants, beside those of {@link OneAtATime}:
 *
 * <ul>
 *   <li>While {@link #requested} is true a turn is under way, or the executor has one to come; so
 *       there is at most one at a time, whatever threads the executor has. The {@link #driver} is
 *       the thread of the turn.
 *   <li>A poster looks at {@code requested} after it posted, the driver at the inbox after it
 *       cleared {@code requested}: one of the two sees the other. The driver sleeps only in a
 *       pinned wait.
 *   <li>{@link #live} and {@link #quiet} are as in {@link Pool}.
 * </ul>
 */
public final class OnExecutor extends OneAtATime {
  private static final System.Logger LOG = System.getLogger("io.bobbin");

  private final Executor executor;
  private final long budget;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicLong live = new AtomicLong();
  private final Event quiet = new Event(WaitReason.JOIN);
  private volatile @Nullable Runner runner;
  private volatile boolean closed;

  private OnExecutor(Executor executor, long budget) {
    this.executor = executor;
    this.budget = budget;
  }

  /**
   * Makes a scheduler.
   *
   * @param executor what runs its turns, one at a time
   * @param budget how long a turn lasts, if there is so much to do
   * @return the scheduler
   */
  public static OnExecutor of(Executor executor, Duration budget) {
    long nanos = Timers.nanos(budget);
    if (nanos <= 0) {
      throw new IllegalArgumentException("the time of a turn must be positive, and is " + budget);
    }
    return new OnExecutor(Objects.requireNonNull(executor, "executor"), nanos);
  }

  // Turns

  /** Sees that there is a turn to come, unless one is under way. */
  private void requestTurn() {
    if (!requested.get() && requested.compareAndSet(false, true)) {
      try {
        executor.execute(this::turn);
      } catch (Throwable t) {
        requested.set(false);
        throw t;
      }
    }
  }

  /** As {@link #requestTurn()}, for a tasklet that cannot be told that the executor refuses. */
  private void requestTurnForWoken() {
    try {
      requestTurn();
    } catch (RuntimeException e) { // whatever it is, it is not for who woke the tasklet
      LOG.log(
          Level.ERROR,
          () ->
              "BBN027 " + this + ": its executor takes no more work, so " + live + " tasklets stop",
          e);
    }
  }

  private void turn() {
    refuseTurnInTasklet();
    Runner mine = new Runner(this, Thread.currentThread());
    mine.loader = contextClassLoader();
    ThreadIdentity.Saved saved = ThreadIdentity.save(mine.thread);
    ThreadIdentity.clear(mine.thread, mine.loader);
    Runner before = mine.register();
    runner = mine;
    driver = mine.thread;
    boolean more = true;
    try {
      long start = System.nanoTime();
      while (more && System.nanoTime() - start < budget) {
        more = runNext(mine);
      }
    } finally {
      mine.idles();
      driver = null;
      runner = null;
      mine.unregister(before);
      ThreadIdentity.restore(mine.thread, saved);
      more = !queue.isEmpty();
      requested.set(false);
      if (more || !inbox.isEmpty()) {
        requestTurnForWoken();
      }
    }
  }

  /** An executor that runs its work at once, in whoever wakes a tasklet, has no thread to offer. */
  private void refuseTurnInTasklet() {
    Runner known = Runner.ofThisThread();
    if (known != null && (known.thread instanceof RunnerThread || known.current != null)) {
      throw new RejectedExecutionException(
          "the "
              + this
              + " was to run inside of a tasklet, in "
              + known.thread.getName()
              + ". Use an executor that runs its work later, on a thread of its own.");
    }
  }

  /** Runs the others meanwhile, on top of the tasklet that cannot be left. */
  @Override
  void blockPinned(Runner by, ThreadStrand strand) {
    runOthersUntil(by, strand);
  }

  @Override
  OneAtATime lockable(Runner by) {
    throw new UnsupportedOperationException(
        "lockToThread(): a tasklet of the " + this + " runs where the executor says");
  }

  // Messages

  @Override
  void adopt(TaskletStrand<?> tasklet) {
    live.incrementAndGet();
    SharedRoster.begins(tasklet);
    if (closed) {
      ended(tasklet);
      throw new RejectedExecutionException("the " + this + " is closed");
    }
  }

  @Override
  void submit(TaskletStrand<?> tasklet) {
    adopt(tasklet);
    try {
      requestTurn(); // first, so that nothing has begun if it is refused
    } catch (Throwable t) {
      ended(tasklet);
      throw t;
    }
    ready(tasklet);
  }

  @Override
  void post(Object message) {
    inbox.post(message);
    requestTurnForWoken();
    wakeIfAsleep();
  }

  // The rest

  @Override
  void ended(TaskletStrand<?> tasklet) {
    SharedRoster.ended(tasklet);
    if (live.decrementAndGet() == 0 && closed) {
      quiet.happen();
    }
  }

  @Override
  public List<Tasklet<?>> leaks() {
    return LeakSearch.in(this, List.of(SharedRoster.required("leaks()", this)));
  }

  @Override
  @Nullable Thread carrierOf(TaskletStrand<?> tasklet) {
    Runner now = runner;
    return now != null && now.current == tasklet ? now.thread : null;
  }

  @Override
  @Nullable ClassLoader contextClassLoader() {
    return ClassLoader.getSystemClassLoader();
  }

  @Override
  @Suspendable
  public void close() {
    closed = true;
    if (live.get() == 0) {
      quiet.happen();
    }
    quiet.await(null);
  }

  @Override
  public String toString() {
    return "scheduler on " + executor;
  }
}
