package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.DeadlockError;
import io.bobbin.FailureListener;
import io.bobbin.Priority;
import io.bobbin.Registration;
import io.bobbin.Scheduler;
import io.bobbin.SwitchListener;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all schedulers share, and what the rest of the runtime asks of one. */
public abstract class Dispatcher implements Scheduler {
  private static final Logger LOGGER = System.getLogger("io.bobbin");

  private volatile @Nullable Switches switches;
  private volatile List<FailureListener> failureListeners = List.of();

  Dispatcher() {}

  /**
   * The scheduler on which the caller starts tasklets when it names none.
   *
   * @return that of the calling tasklet, else the shared one
   */
  public static Dispatcher ofCaller() {
    TaskletStrand<?> caller = currentTasklet();
    return caller == null ? Pool.shared() : caller.home();
  }

  /**
   * The tasklet that the calling thread runs.
   *
   * @return the tasklet, or null
   */
  public static @Nullable TaskletStrand<?> currentTasklet() {
    Runner runner = Runner.ofThisThread();
    return runner == null ? null : runner.current;
  }

  @Override
  public final <T extends @Nullable Object> Tasklet<T> start(Body<T> body) {
    Unwoven.requireAgent();
    return launch(null, body, null);
  }

  @Override
  public final Tasklet<@Nullable Void> start(VoidBody body) {
    Unwoven.requireAgent();
    return launch(null, body, null);
  }

  @Override
  public final <T extends @Nullable Object> Tasklet<T> start(String name, Body<T> body) {
    Unwoven.requireAgent();
    return launch(Objects.requireNonNull(name, "name"), body, null);
  }

  @Override
  public final Tasklet<@Nullable Void> start(String name, VoidBody body) {
    Unwoven.requireAgent();
    return launch(Objects.requireNonNull(name, "name"), body, null);
  }

  @Override
  public final <T extends @Nullable Object> Tasklet<T> start(Priority priority, Body<T> body) {
    return startAt(priority.number(), body);
  }

  @Override
  public final Tasklet<@Nullable Void> start(Priority priority, VoidBody body) {
    return startAt(priority.number(), body);
  }

  @Override
  public final <T extends @Nullable Object> Tasklet<T> start(int priority, Body<T> body) {
    return startAt(priority, body);
  }

  @Override
  public final Tasklet<@Nullable Void> start(int priority, VoidBody body) {
    return startAt(priority, body);
  }

  private <T extends @Nullable Object> Tasklet<T> startAt(int priority, Object body) {
    Unwoven.requireAgent();
    TaskletStrand<T> tasklet = create(null, body, null);
    tasklet.setPriority(priority);
    submit(tasklet);
    return tasklet;
  }

  @Override
  public final Registration onSwitch(SwitchListener listener) {
    Objects.requireNonNull(listener, "listener");
    SwitchListener mine =
        (from, to) -> listener.switched(from, to); // so that one listener can be registered twice
    synchronized (this) {
      Switches known = switches;
      Switches listened = known == null ? new Switches() : known;
      listened.add(mine);
      switches = listened;
    }
    return () -> {
      synchronized (this) {
        Switches known = switches;
        if (known != null && !known.remove(mine)) {
          switches = null;
        }
      }
    };
  }

  /** Who listens to switches, if somebody does. */
  @Nullable Switches switches() {
    return switches;
  }

  @Override
  public final Registration onFailure(FailureListener listener) {
    Objects.requireNonNull(listener, "listener");
    FailureListener mine =
        (tasklet, e) -> listener.failed(tasklet, e); // so that one can be registered twice
    synchronized (this) {
      List<FailureListener> more = new ArrayList<>(failureListeners);
      more.add(mine);
      failureListeners = List.copyOf(more);
    }
    return () -> {
      synchronized (this) {
        List<FailureListener> less = new ArrayList<>(failureListeners);
        less.remove(mine);
        failureListeners = List.copyOf(less);
      }
    };
  }

  /** Tells of a tasklet that has failed, and that nobody joins; false if nobody listens. */
  final boolean tellFailure(JoinableStrand<?> tasklet, Throwable failure) {
    List<FailureListener> told = failureListeners;
    if (told.isEmpty() || failure instanceof TaskletKilled || isJoined(tasklet)) {
      return false;
    }
    for (FailureListener listener : told) {
      try {
        listener.failed(tasklet, failure);
      } catch (Throwable t) {
        surfaces(t);
      }
    }
    return true;
  }

  /** Whether the thread that runs a tasklet does that in order to join it. */
  boolean isJoined(JoinableStrand<?> tasklet) {
    return false;
  }

  /** Takes what a listener to failures has thrown. Called on the thread that ran the tasklet. */
  void surfaces(Throwable thrown) {
    LOGGER.log(Level.ERROR, "BBN030 a FailureListener of the " + this + " failed", thrown);
  }

  /**
   * Starts a tasklet, whether the agent is there or not.
   *
   * @param name its name, or null
   * @param body a {@link Body} or {@link VoidBody}
   * @param whenEnded who is told when it has ended, or null
   * @param <T> the type of the result
   * @return the tasklet
   */
  public final <T extends @Nullable Object> TaskletStrand<T> launch(
      @Nullable String name, Object body, @Nullable EndListener whenEnded) {
    TaskletStrand<T> tasklet = create(name, body, whenEnded);
    submit(tasklet);
    return tasklet;
  }

  /**
   * Makes a tasklet that no scheduler has, until it is resumed on one.
   *
   * @param name its name, or null
   * @param body a {@link Body} or {@link VoidBody}
   * @param <T> the type of the result
   * @return the tasklet
   */
  public static <T extends @Nullable Object> TaskletStrand<T> unstarted(
      @Nullable String name, Object body) {
    Unwoven.requireAgent();
    Dormant dormant = new Dormant();
    dormant.isRunnable();
    return dormant.create(name, body, null);
  }

  /** Makes a tasklet that is still to be {@linkplain #submit submitted}. */
  final <T extends @Nullable Object> TaskletStrand<T> create(
      @Nullable String name, Object body, @Nullable EndListener whenEnded) {
    TaskletStrand<T> tasklet = new TaskletStrand<>(this, Objects.requireNonNull(body, "body"));
    if (name != null) {
      tasklet.extra().name = name;
    }
    if (whenEnded != null) {
      tasklet.extra().endListener = whenEnded;
    }
    ThreadIdentity.inherit(tasklet, Thread.currentThread());
    Locals.inherit(tasklet);
    return tasklet;
  }

  @Override
  public void run() {
    throw runsByItself();
  }

  @Override
  public boolean run(Duration time) {
    throw runsByItself();
  }

  @Override
  public boolean run(int turns) {
    throw runsByItself();
  }

  @Override
  public boolean runUntil(BooleanSupplier condition) {
    throw runsByItself();
  }

  @Override
  public @Nullable Tasklet<?> watch(Duration budget) {
    throw runsByItself();
  }

  @Override
  public @Nullable Tasklet<?> watch(Duration budget, Duration time) {
    throw runsByItself();
  }

  @Override
  public final void resume(Tasklet<?> tasklet) {
    TaskletStrand<?> strand = (TaskletStrand<?>) Objects.requireNonNull(tasklet, "tasklet");
    if (strand.dispatcherVolatile() instanceof Dormant dormant) {
      dormant.resume(strand, this);
    } else {
      putBack(strand);
    }
  }

  /** Puts a tasklet back that this has taken out of its queue. */
  void putBack(TaskletStrand<?> tasklet) {
    throw new IllegalStateException(
        "resume(): "
            + tasklet
            + " was not read from a pickle, nor made by unstarted(), nor taken out by watch(budget) or"
            + " pause(), or was resumed before");
  }

  /** Takes a tasklet that does not run out of the queue, until it is put back. */
  void pause(TaskletStrand<?> tasklet) {
    throw hasNoOrder("pause()");
  }

  /** Notes that the tasklet that runs does not leave as it was about to. */
  void departureFailed() {}

  @Override
  public List<Tasklet<?>> runnable() {
    throw hasNoOrder("runnable()");
  }

  /** What is thrown where turns matter, unless there is one thread. */
  final UnsupportedOperationException hasNoOrder(String what) {
    return new UnsupportedOperationException(
        what + ": the " + this + " has several threads, and no order in which its tasklets run");
  }

  @Override
  public Registration onDeadlock(Consumer<? super DeadlockError> listener) {
    throw new UnsupportedOperationException(
        "onDeadlock(): is for pools. The " + this + " does not know of deadlocks, or throws them");
  }

  @Override
  public List<Tasklet<?>> leaks() {
    throw new UnsupportedOperationException("leaks(): nobody starts tasklets on the " + this);
  }

  @Override
  public final int hibernate() {
    return Hibernation.of(tasklets());
  }

  @Override
  public final Registration hibernateAfter(Duration limit) {
    return Hibernation.after(this, limit);
  }

  @Override
  public final int hibernating() {
    return (int) tasklets().stream().filter(TaskletStrand::isHibernating).count();
  }

  /** Fails if this does not know its tasklets. May be called by any thread. */
  void requireTaskletsKnown() {
    var unused = tasklets();
  }

  /** Has something done by a thread that may look at {@link #tasklets()}, soon. */
  void runAside(Runnable action) {
    Blocking.threads().execute(action);
  }

  private UnsupportedOperationException runsByItself() {
    return new UnsupportedOperationException("run(): the " + this + " runs its tasklets by itself");
  }

  /** The context class loader of a tasklet that is given none. */
  abstract @Nullable ClassLoader contextClassLoader();

  /** Takes a tasklet that is to begin. */
  abstract void submit(TaskletStrand<?> tasklet);

  /** Counts a tasklet that was restored, and will be made {@linkplain #ready ready} when it is. */
  void adopt(TaskletStrand<?> tasklet) {}

  /**
   * The tasklets that this runs, or will.
   *
   * @return those that have not ended
   * @throws UnsupportedOperationException if this does not know them
   * @throws IllegalStateException if the calling thread may not look
   */
  public List<TaskletStrand<?>> tasklets() {
    throw new UnsupportedOperationException("the " + this + " does not know its tasklets");
  }

  /**
   * Whether a tasklet of this, which is not mounted, stays so while the calling thread looks at it.
   */
  boolean letsRest(TaskletStrand<?> tasklet, Resting asking) {
    return false;
  }

  /** Takes a tasklet that was woken: called once for each wait, by any thread. */
  abstract void ready(TaskletStrand<?> tasklet);

  /** As {@link #ready(TaskletStrand)}; it is to run after those that the caller has made ready. */
  void readyInTurn(TaskletStrand<?> tasklet) {
    ready(tasklet);
  }

  /**
   * Takes a tasklet on behalf of one of this scheduler's, which the calling thread runs and is
   * about to leave: see {@link Handover}.
   *
   * @param first whether it is to run before all others that are runnable, instead of after them
   */
  void ready(TaskletStrand<?> tasklet, boolean first) {
    ready(tasklet);
  }

  /**
   * Takes back a wake-up: the tasklet, which is mounted by the calling thread, has been claimed in
   * a wait that it could not begin for want of memory. Returns when it is in no run queue.
   */
  abstract void absorb(TaskletStrand<?> tasklet);

  /** Sees that an exception just raised in a tasklet is thrown. Called by any thread. */
  abstract void raised(TaskletStrand<?> tasklet);

  /** The thread that has a tasklet mounted, or null: a snapshot. */
  abstract @Nullable Thread carrierOf(TaskletStrand<?> tasklet);

  /** Blocks the calling carrier, whose tasklet is pinned, until the strand is woken. */
  abstract void blockPinned(Runner runner, ThreadStrand strand);

  /** Has the calling thread, which runs no tasklet now, run tasklets until the strand is woken. */
  void runUntil(ThreadStrand strand) {
    strand.parkUntilWoken();
  }

  /** Notes that a tasklet that was submitted here has ended. Called on the thread that ran it. */
  void ended(TaskletStrand<?> tasklet) {}

  /**
   * What tasklets are locked to that run on the calling thread, of which this is the dispatcher.
   *
   * @param runner that of the thread
   * @throws UnsupportedOperationException if there are none
   */
  abstract OneAtATime lockable(Runner runner);

  /**
   * Gives a tasklet that has been run, and has not ended, to another dispatcher, to which it was
   * moved meanwhile.
   */
  static void handOver(TaskletStrand<?> tasklet) {
    Dispatcher to = tasklet.dispatcher;
    Extra more = tasklet.extraOrNull();
    Dispatcher awaiting = more == null ? null : more.takeAwaitedBy();
    if (tasklet.unmountVolatile()) {
      to.ready(tasklet);
    } else if (tasklet.isRaised()) {
      tasklet.throwAtWait();
    }
    if (awaiting != null) {
      awaiting.outsideEnds(); // last, so that it does not take itself for quiet in between
    }
  }

  /**
   * Has the calling thread, which is on no tasklet that could be left, wait for an event of a
   * tasklet or a group of this.
   *
   * @param event the event
   * @param limit how long to wait at most, or null
   */
  void await(Event event, @Nullable Timeout limit) {
    event.await(limit);
  }

  /** Runs a tasklet until it has ended, if it runs on the calling thread only; else false. */
  boolean runsUntilEnded(JoinableStrand<?> tasklet) {
    return false;
  }

  // Decisions and time, which a deterministic scheduler has of its own

  /**
   * Draws a number. Called by the thread that has one of the tasklets mounted.
   *
   * @param bound how many numbers there are
   * @return one of them, from 0 on
   */
  public int draw(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  /**
   * Runs an action later.
   *
   * @param action what to run: short, and does not wait
   * @param nanos when, in nanoseconds from now
   * @return a handle by which it can be cancelled
   */
  public Future<?> schedule(Runnable action, long nanos) {
    return Timers.schedule(action, nanos);
  }

  /**
   * The time for measuring.
   *
   * @return as {@link System#nanoTime()}
   */
  public long nanoTime() {
    return System.nanoTime();
  }

  /**
   * The time of day.
   *
   * @return as {@link Instant#now()}
   */
  public Instant now() {
    return Instant.now();
  }

  /**
   * Whether a tasklet is to let others run. Asked by its loops now and then, on the thread that
   * runs it.
   *
   * @param runner what runs it
   */
  boolean isSliceOver(Runner runner) {
    return runner.isSliceOver();
  }

  /** The bias of the calling thread, if it is the only one that runs the tasklets. */
  @Nullable Bias bias() {
    return null;
  }

  /** Whether blocking calls are made by the thread that runs the tasklets. */
  boolean makesBlockingCallsItself() {
    return false;
  }

  /** Notes that a timer or a blocking call of a tasklet is under way. */
  public void outsideBegins() {}

  /** Notes that a timer or a blocking call is over, and has woken the tasklet if it was to. */
  public void outsideEnds() {}
}
