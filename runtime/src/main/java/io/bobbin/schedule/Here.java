package io.bobbin.schedule;

import io.bobbin.DeadlockError;
import io.bobbin.FailureListener;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of one thread, its owner (N:1).
 *
 * <p>The owner runs tasklets while it is <em>inside</em>: in {@link #run()}, in the join of one of
 * them, or in another wait of its own. While the tasklet that it runs is pinned at a wait, a {@link
 * StandIn} runs the others, as one of them may be what is waited for.
 *
 * <p>Invariants, beside those of {@link OneAtATime}:
 *
 * <ul>
 *   <li>The thread that has the {@link #baton} is the {@link #driver}.
 *   <li>The baton changes hands between two tasklets, or when a pinned wait begins. Who wants it
 *       posts that, and waits for it in line.
 *   <li>Only the owner touches {@link #inside} and {@link #watch}, and writes {@link #joined}.
 *   <li>A tasklet that is {@linkplain Extra#setAside set aside} is in no queue. Only the driver
 *       sets one aside, or puts it back.
 *   <li>Who makes {@link #outside} 0 looks at {@link #asleep} as a poster does: it may become 0
 *       without a message, as by an alarm that rang too late.
 * </ul>
 */
public class Here extends OneAtATime {
  /** How long a thread waits before it looks again whether anybody can wake those who are left. */
  private static final long NEXT_LOOK = TimeUnit.SECONDS.toNanos(1);

  /** How long it waits before it looks first, as to look takes longer than most waits do. */
  private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(20);

  private final Thread owner = Thread.currentThread();
  final Runner runner = new Runner(this, owner);

  /** What it gives to the channels where its tasklets wait. The owner's. */
  private @Nullable Bias bias = Bias.of(owner);

  private final LiveSet live = new LiveSet();
  private final Baton baton = new Baton();
  private final AtomicInteger outside = new AtomicInteger();
  private boolean inside;

  /**
   * Whether somebody has asked for the baton since the owner looked last. The driver's: messages
   * are read not only where it can be passed on, but by tasklets too, as by {@link #runnable()}.
   */
  private boolean batonAsked;

  /** What looks at how long tasklets run, while the thread is in {@link #watch} and not blocked. */
  private @Nullable Watch watch;

  /** The tasklet that the owner joins, if it does. */
  private @Nullable JoinableStrand<?> joined;

  /** What a {@link FailureListener} has thrown, until it is thrown in the owner. The driver's. */
  private @Nullable Throwable surfacing;

  private volatile boolean closed;

  Here() {
    driver = owner;
  }

  /**
   * The scheduler of the calling thread.
   *
   * @return that of its tasklet, if it runs one
   * @throws IllegalStateException if the thread is a pool's
   */
  public static Dispatcher ofThisThread() {
    Runner known = Runner.ofThisThread();
    if (known == null) {
      Here here = new Here();
      here.runner.register();
      return here;
    }
    if (known.thread instanceof Carrier) {
      throw new IllegalStateException(
          "Scheduler.here() in "
              + known.thread.getName()
              + ": a pool's thread runs the tasklets of its pool only");
    }
    return known.dispatcher;
  }

  // Running

  @Override
  public void run() {
    requireOwnerOutside("run()");
    runWhile(null, null, null);
  }

  @Override
  public boolean run(Duration time) {
    requireOwnerOutside("run(time)");
    return runWhile(null, null, new Limit(() -> false, Timers.nanos(time)));
  }

  @Override
  public boolean run(int turns) {
    requireOwnerOutside("run(turns)");
    return runWhile(null, null, new Limit.OfTurns(turns));
  }

  /** Runs a tasklet until it leaves, and no other. */
  final void runAlone(TaskletStrand<?> tasklet) {
    requireOwnerOutside("yieldTo(tasklet)");
    requireRunnable(tasklet, "yieldTo(tasklet)");
    makeFirst(tasklet);
    runWhile(null, null, new Limit.OfTurns(1));
  }

  @Override
  public boolean runUntil(BooleanSupplier condition) {
    requireOwnerOutside("runUntil(condition)");
    Objects.requireNonNull(condition, "condition");
    return !runWhile(null, null, new Limit(condition, Long.MAX_VALUE)) || condition.getAsBoolean();
  }

  @Override
  public @Nullable Tasklet<?> watch(Duration budget) {
    return watch(budget, Long.MAX_VALUE);
  }

  @Override
  public @Nullable Tasklet<?> watch(Duration budget, Duration time) {
    return watch(budget, Timers.nanos(time));
  }

  private @Nullable Tasklet<?> watch(Duration budget, long time) {
    requireOwnerOutside("watch(budget)");
    long nanos = Timers.nanos(budget);
    if (nanos <= 0) {
      throw new IllegalArgumentException("the budget must be positive, and is " + budget);
    }
    Watch mine = new Watch(nanos, time);
    watch = mine;
    try {
      while (true) {
        boolean nothingLeft = runWhile(null, null, mine);
        TaskletStrand<?> interrupted = mine.take();
        if (interrupted != null && takeOut(interrupted)) { // or it could not be left
          setAside(interrupted);
          return interrupted;
        }
        if (nothingLeft || mine.isTimeOver()) {
          return null;
        }
      }
    } finally {
      watch = null;
    }
  }

  @Override
  boolean isSliceOver(Runner by) {
    Watch mine = by == runner ? watch : null;
    return mine == null ? super.isSliceOver(by) : mine.interrupts(by.current);
  }

  private void requireOwnerOutside(String what) {
    if (Thread.currentThread() != owner || inside) {
      throw new IllegalStateException(
          what
              + " is for the scheduler's own thread, "
              + owner.getName()
              + ", outside of its tasklets; called by "
              + Thread.currentThread().getName());
    }
  }

  @Override
  void runUntil(ThreadStrand strand) {
    if (inside) {
      strand.parkUntilWoken();
    } else {
      runWhile(strand, null, null);
    }
  }

  /** Whether the calling thread is the one whose tasklets these are. */
  final boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  @Override
  boolean runsUntilEnded(JoinableStrand<?> tasklet) {
    if (Thread.currentThread() != owner || inside || OpenerThread.withOpenGroups() != null) {
      return false; // the wait is that of a strand, which can be ended
    }
    joined = tasklet;
    try {
      runWhile(null, tasklet, null);
    } finally {
      joined = null;
    }
    return true;
  }

  @Override
  boolean isJoined(JoinableStrand<?> tasklet) {
    return joined == tasklet;
  }

  /**
   * Runs until a strand is woken, a tasklet has ended, or, if both are null, nothing is left to do
   * or the limit is reached. Returns whether nothing is left to do.
   */
  boolean runWhile(
      @Nullable ThreadStrand strand, @Nullable JoinableStrand<?> tasklet, @Nullable Limit limit) {
    inside = true;
    ThreadIdentity.Saved saved = ThreadIdentity.save(owner);
    runner.loader = saved == null ? null : saved.loader();
    boolean interrupted = false;
    long look = FIRST_LOOK;
    try {
      throwSurfaced(strand);
      while (strand != null ? !strand.isWoken() : tasklet == null || !tasklet.isOver()) {
        if (limit != null && limit.isReached()) {
          return false;
        }
        if (runNext(runner)) {
          if (limit != null) {
            limit.ran();
          }
          throwSurfaced(strand);
          look = FIRST_LOOK;
        } else {
          runner.idles();
          if (isQuiet()) {
            if (strand != null) {
              endIfDeadlock(strand, look);
            } else if (limit == watch) { // both null, or the same
              nothingLeft(tasklet != null);
            }
            if (strand == null && tasklet == null) {
              return true;
            }
          }
          sleep(strand, tasklet, limit, look);
          look = NEXT_LOOK;
          interrupted |= Thread.interrupted();
        }
      }
      return false;
    } finally {
      inside = false;
      runner.loader = null; // this lives as long as its thread, and must not keep it
      ThreadIdentity.restore(owner, saved);
      if (interrupted) {
        owner.interrupt();
      }
    }
  }

  /** Whether nothing is on its way that this scheduler knows of. Asked when nothing can run. */
  final boolean isQuiet() {
    return outside.get() == 0 && inbox.isEmpty() && queue.isEmpty();
  }

  /** Called in a run or join when nothing can run, and nothing is on its way. */
  private void nothingLeft(boolean joins) {
    List<TaskletStrand<?>> left = live.list();
    boolean callerGoesOn = !joins && left.stream().anyMatch(TaskletStrand::isSetAside);
    if (!left.isEmpty() && !callerGoesOn && isDeadlock()) {
      throw new DeadlockError(
          "tasklets of the "
              + this
              + " wait, and nobody is left who could wake them:"
              + Picture.of(left));
    }
  }

  /** Ends the wait of the owner, outside of tasklets, if it has looked before and nobody comes. */
  private void endIfDeadlock(ThreadStrand strand, long look) {
    if (look == NEXT_LOOK && !strand.isWoken() && isDeadlock()) {
      strand.endsBy(
          new DeadlockError(
              owner.getName()
                  + " waits ("
                  + strand.reason()
                  + "), and nobody is left who could wake it, or one of the tasklets of its"
                  + " scheduler:"
                  + Picture.of(live.list())));
    }
  }

  @Override
  void surfaces(Throwable thrown) {
    if (Thread.currentThread() != driver) {
      super.surfaces(thrown);
    } else if (surfacing == null) {
      surfacing = thrown;
    } else if (surfacing != thrown) {
      surfacing.addSuppressed(thrown);
    }
  }

  /** Throws what a listener has thrown: here, or in the wait of the owner. */
  private void throwSurfaced(@Nullable ThreadStrand strand) {
    Throwable thrown = surfacing;
    if (thrown == null) {
      return;
    }
    if (strand == null) {
      surfacing = null;
      throw Sneaky.raise(thrown);
    }
    if (strand.endsBy(thrown)) {
      surfacing = null;
    }
  }

  /** Whether nobody else can wake the tasklets that are left. */
  boolean isDeadlock() {
    return !Outsiders.mayExist();
  }

  /** The tasklets that have begun and not ended. */
  final List<TaskletStrand<?>> live() {
    return live.list();
  }

  @Override
  final void runOne(Runner by, TaskletStrand<?> tasklet) {
    if (tasklet.isNew() && !live.contains(tasklet)) {
      live.add(tasklet);
    }
    super.runOne(by, tasklet);
    if (tasklet.isOver()) {
      live.remove(tasklet);
    }
  }

  @Override
  void setAside(TaskletStrand<?> tasklet) {
    super.setAside(tasklet);
    if (tasklet.isNew() && !live.contains(tasklet)) {
      live.add(tasklet); // though it has not begun, as it is in no queue
    }
  }

  @Override
  boolean runNext(Runner by) {
    if (!inbox.isEmpty()) {
      inbox.empty(queue);
    }
    if (batonAsked && by == runner) {
      batonAsked = false;
      if (baton.isWanted()) {
        drop();
        take();
        if (watch != null) {
          watch.begin();
        }
      }
    }
    return runFirst(by);
  }

  /**
   * Sleeps until there is a message, or the strand is woken, or the tasklet has ended, or (if both
   * are null) nothing is outside, or the time is over, or it is time to look around.
   */
  private void sleep(
      @Nullable ThreadStrand strand,
      @Nullable JoinableStrand<?> tasklet,
      @Nullable Limit limit,
      long look) {
    asleep = true;
    if (inbox.isEmpty()
        && queue.isEmpty()
        && !batonAsked
        && (strand == null || !strand.isWoken())
        && (tasklet == null || !tasklet.isOver())
        && (strand != null || tasklet != null || outside.get() != 0)) {
      if (limit != null) {
        LockSupport.parkNanos(this, limit.left());
      } else if (strand != null || tasklet != null) {
        LockSupport.parkNanos(this, look); // then it may be certain that nobody can wake them
      } else {
        LockSupport.park(this);
      }
    }
    asleep = false;
  }

  // Pinned waits

  @Override
  void blockPinned(Runner by, ThreadStrand strand) {
    if (by != runner) {
      block(by, strand);
      return;
    }
    Watch mine = watch;
    watch = null; // this call cannot be left, so nobody who runs meanwhile could be handed over
    try {
      block(by, strand);
    } finally {
      watch = mine;
      if (mine != null) {
        mine.begin();
      }
    }
  }

  private void block(Runner by, ThreadStrand strand) {
    if (locked.get() != 0 && by == runner) {
      runOthersUntil(by, strand); // as no stand-in may run what is locked to this thread
    } else if (!strand.isWoken()) {
      outsideBegins();
      boolean replaced = baton.isWanted() || StandIn.start(this, owner);
      if (replaced) {
        drop();
      }
      strand.parkUntilWoken();
      if (replaced) {
        take();
      }
      outsideEnds();
    }
  }

  /** Called by a stand-in, who is in line: runs tasklets until somebody wants the baton. */
  void standIn(Runner by) {
    baton.await();
    driver = by.thread;
    while (!baton.isWanted()) {
      if (!runNext(by) && !baton.isWanted()) { // the message that it is may have been read
        sleepUntilMessage();
      }
    }
    drop();
  }

  private void drop() {
    driver = null;
    baton.pass();
  }

  private void take() {
    baton.want();
    post(new Inbox.Letter(() -> batonAsked = true));
    baton.await();
    driver = Thread.currentThread();
  }

  void lineUp() {
    baton.want();
  }

  void stepBack() {
    baton.wantNoMore();
  }

  // Messages

  @Override
  void submit(TaskletStrand<?> tasklet) {
    requireOpen();
    ready(tasklet);
  }

  @Override
  public List<TaskletStrand<?>> tasklets() {
    if (Thread.currentThread() != driver) {
      throw new IllegalStateException(
          "the tasklets of the " + this + " can be looked at by its own thread only");
    }
    inbox.empty(queue);
    Set<TaskletStrand<?>> all = new LinkedHashSet<>(live.list());
    queue.addTo(all);
    return new ArrayList<>(all);
  }

  @Override
  void requireTaskletsKnown() {}

  @Override
  void runAside(Runnable action) {
    post(new Inbox.Letter(action));
  }

  @Override
  void adopt(TaskletStrand<?> tasklet) {
    requireOpen();
    if (!tasklet.isNew()) {
      if (Thread.currentThread() == driver) {
        live.add(tasklet);
      } else {
        post(new Inbox.Letter(() -> live.add(tasklet)));
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new RejectedExecutionException("the scheduler of " + owner.getName() + " is closed");
    }
  }

  // The rest

  @Override
  OneAtATime lockable(Runner by) {
    if (by != runner) {
      throw new IllegalStateException(
          "lockToThread(): the thread is blocked by a tasklet that waits and cannot be left, and "
              + by.thread.getName()
              + " stands in for it");
    }
    return this;
  }

  @Override
  public List<Tasklet<?>> leaks() {
    if (Thread.currentThread() != driver) {
      throw new IllegalStateException(
          "leaks() is for the scheduler's own thread, "
              + owner.getName()
              + "; called by "
              + Thread.currentThread().getName());
    }
    SharedRoster others = SharedRoster.OF_JVM;
    return LeakSearch.in(this, others == null ? List.of(live) : List.of(live, others));
  }

  /** Notes the end of a tasklet, which may have been locked to another thread, and joined here. */
  @Override
  void ended(TaskletStrand<?> tasklet) {
    if (Thread.currentThread() != driver) {
      wakeIfAsleep();
    }
  }

  @Override
  @Nullable Thread carrierOf(TaskletStrand<?> tasklet) {
    if (runner.current == tasklet) {
      return owner;
    }
    return driver instanceof StandIn standIn && standIn.runner.current == tasklet ? standIn : null;
  }

  @Override
  @Nullable Bias bias() {
    Bias known = Thread.currentThread() == owner ? bias : null;
    if (known != null && known.isRevoked()) {
      known = known.next();
      bias = known;
    }
    return known;
  }

  @Override
  @Nullable ClassLoader contextClassLoader() {
    return inside ? runner.loader : ThreadIdentity.loader(owner);
  }

  @Override
  public void outsideBegins() {
    outside.incrementAndGet();
  }

  @Override
  public void outsideEnds() {
    if (outside.decrementAndGet() == 0) {
      wakeIfAsleep();
    }
  }

  @Override
  @Suspendable
  public void close() {
    requireOwnerOutside("close()");
    closed = true;
    runWhile(null, null, new Limit(() -> false, Long.MAX_VALUE));
    runner.unregister(null);
  }

  @Override
  public String toString() {
    return "scheduler of " + owner.getName();
  }
}
