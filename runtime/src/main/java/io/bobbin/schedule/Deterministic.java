package io.bobbin.schedule;

import io.bobbin.DeadlockError;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler of one thread whose decisions are drawn from a seed: which of the runnable tasklets
 * runs next, and which of the ready cases a select takes. Time is virtual. So a run is a function
 * of the program and the seed, as long as nobody else has a part in it.
 *
 * <p>Invariants, beside those of {@link Here}: {@link #runnable} has what was in {@link #queue} at
 * the last decision and has not been drawn. All is used by the owner alone; others may only start
 * tasklets, which makes the run depend on them.
 */
public final class Deterministic extends Here {
  /** So often tasklets are drawn before the clock advances though somebody can run. */
  private static final int PATIENCE = 10_000;

  private final long seed;
  private final SplittableRandom random;
  private final VirtualClock clock = new VirtualClock();
  private final List<TaskletStrand<?>> runnable = new ArrayList<>();
  private final List<TaskletStrand<?>> failed = new ArrayList<>();
  private final @Nullable Recording recording;
  private final ArrayDeque<TaskletStrand<?>> preferred = new ArrayDeque<>();
  private int drawn;

  /** Yields at each poll, as the clock stands still, and another clock would make runs differ. */
  @Override
  boolean isSliceOver(Runner runner) {
    return true;
  }

  private Deterministic(long seed, @Nullable Recording recording) {
    this.seed = seed;
    this.recording = recording;
    random = new SplittableRandom(seed);
  }

  /**
   * Makes one for the calling thread.
   *
   * @param seed from which all decisions are drawn
   * @return the scheduler
   */
  public static Deterministic of(long seed) {
    return of(seed, null);
  }

  static Deterministic of(long seed, @Nullable Recording recording) {
    if (currentTasklet() != null) {
      throw new IllegalStateException(
          "Scheduler.deterministic(seed) is for a thread outside of tasklets; called by "
              + currentTasklet());
    }
    return new Deterministic(seed, recording);
  }

  // Decisions

  @Override
  boolean runFirst(Runner by) {
    for (TaskletStrand<?> next = queue.poll(); next != null; next = queue.poll()) {
      runnable.add(next);
    }
    boolean isTime = runnable.isEmpty() || ++drawn % PATIENCE == 0;
    if (preferred.isEmpty() && isTime && clock.advance()) {
      return true;
    }
    TaskletStrand<?> tasklet = preferred.poll();
    if (tasklet == null && !runnable.isEmpty()) {
      tasklet = runnable.remove(random.nextInt(runnable.size()));
    }
    if (tasklet != null) {
      runAndNote(by, tasklet);
    }
    return tasklet != null;
  }

  private void runAndNote(Runner by, TaskletStrand<?> tasklet) {
    runOne(by, tasklet);
    if (tasklet.failure() != null) {
      failed.add(tasklet);
    }
    if (recording != null) {
      recording.note(tasklet);
    }
  }

  /** Where a channel prefers somebody there is nothing to be drawn. */
  @Override
  void ready(TaskletStrand<?> tasklet, boolean first) {
    if (first && Thread.currentThread() == driver) {
      preferred.addFirst(tasklet);
    } else {
      ready(tasklet);
    }
  }

  @Override
  void putFirst(TaskletStrand<?> tasklet) {
    preferred.addFirst(tasklet);
  }

  @Override
  boolean takeOut(TaskletStrand<?> tasklet) {
    return runnable.remove(tasklet) || preferred.remove(tasklet) || super.takeOut(tasklet);
  }

  @Override
  void addRunnable(Collection<TaskletStrand<?>> to) {
    to.addAll(preferred);
    to.addAll(runnable);
    super.addRunnable(to);
  }

  @Override
  void absorb(TaskletStrand<?> tasklet) {
    if (!runnable.remove(tasklet) && !preferred.remove(tasklet)) {
      super.absorb(tasklet);
    }
  }

  @Override
  public int draw(int bound) {
    return random.nextInt(bound);
  }

  // Time

  @Override
  public Future<?> schedule(Runnable action, long nanos) {
    return clock.schedule(action, nanos);
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(clock.nanoTime());
  }

  @Override
  boolean makesBlockingCallsItself() {
    return true;
  }

  // Running

  @Override
  public @Nullable Tasklet<?> watch(Duration budget) {
    throw cannotWatch();
  }

  @Override
  public @Nullable Tasklet<?> watch(Duration budget, Duration time) {
    throw cannotWatch();
  }

  private UnsupportedOperationException cannotWatch() {
    return new UnsupportedOperationException(
        "watch(budget): the clock of the " + this + " stands still while a tasklet runs");
  }

  @Override
  boolean runWhile(
      @Nullable ThreadStrand strand, @Nullable JoinableStrand<?> tasklet, @Nullable Limit limit) {
    Runner before = runner.register();
    try {
      return super.runWhile(strand, tasklet, limit);
    } finally {
      runner.unregister(before);
    }
  }

  /** Waits of its own thread run its tasklets, as those of {@code here()} do. */
  @Override
  void await(Event event, @Nullable Timeout limit) {
    if (!isOwner()) {
      super.await(event, limit);
      return;
    }
    Runner before = runner.register();
    try {
      super.await(event, limit);
    } finally {
      runner.unregister(before);
    }
  }

  /** Others have no part in the run, or it is not drawn from the seed. */
  @Override
  boolean isDeadlock() {
    return true;
  }

  private DeadlockError deadlock() {
    return new DeadlockError(
        "with seed " + seed + " nobody is left who could wake:" + Picture.of(live()));
  }

  /** There is one thread only, so the others run on top of a tasklet that is pinned. */
  @Override
  void blockPinned(Runner by, ThreadStrand strand) {
    runOthersUntil(by, strand);
  }

  @Override
  void awaitPinned(@Nullable TaskletStrand<?> pinned, ThreadStrand strand) {
    if (pinned != null && isQuiet()) {
      pinned.raise(deadlock());
    } else {
      super.awaitPinned(pinned, strand);
    }
  }

  @Override
  void submit(TaskletStrand<?> tasklet) {
    if (recording != null) {
      recording.begins(tasklet);
    }
    super.submit(tasklet);
  }

  /** The tasklets that have failed, and whose failure nobody has seen. */
  List<TaskletStrand<?>> unseenFailures() {
    List<TaskletStrand<?>> unseen = new ArrayList<>();
    for (TaskletStrand<?> tasklet : failed) {
      if (!tasklet.isFailureSeen()) {
        unseen.add(tasklet);
      }
    }
    return unseen;
  }

  @Override
  public String toString() {
    return "deterministic scheduler with seed " + seed;
  }
}
