package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.Priority;
import io.bobbin.Suspendable;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tasklet: one object that is its stack, its node in queues, and its handle.
 *
 * <pre>
 *   phase     where it is                           leaves it by
 *   NEW       in a run queue                        a runner mounts it: MOUNTED
 *   MOUNTED   on a carrier: running, pinned at a    yieldNext(): YIELDING; the runner, when it
 *             wait, or unwinding                    has unwound: PARKED; its end: ENDED
 *   YIELDING  on a carrier, unwinding               the runner, when it has unwound: YIELDED
 *   YIELDED   in a run queue, or set aside by who   a runner mounts it: MOUNTED
 *             interrupted it; without an outcome
 *   PARKED    at a place, or, once woken with an    a runner mounts it: MOUNTED
 *             outcome, in a run queue
 *   ENDED     nowhere
 *   HELD      as PARKED, but is not to be run             letGo(): PARKED
 * </pre>
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only the runner that has it mounted writes {@link #phase}. A tasklet may be woken, and so
 *       be in a run queue, while it still unwinds; a runner that takes it from there waits until it
 *       is not mounted any more.
 *   <li>It is in a run queue once for each time it was started, yielded, was put back after it was
 *       set aside, or was woken, and it is woken once for each wait.
 *   <li>Raising: the raiser stores the exception, then looks whether the tasklet is mounted; the
 *       runner stores that it is not, then looks for an exception. So one of the two (or both) sees
 *       the other, and ends the wait by claiming it. A scheduler with one thread does both on that
 *       thread.
 * </ul>
 *
 * @param <T> the type of the body's result
 */
public final class TaskletStrand<T extends @Nullable Object> extends JoinableStrand<T>
    implements Opener, Portable {
  static final byte NEW = 0;
  static final byte YIELDED = 1;
  static final byte PARKED = 2;
  static final byte MOUNTED = 3;
  static final byte YIELDING = 4;
  static final byte ENDED = 5;
  static final byte HELD = 6;

  private static final VarHandle PHASE;
  private static final VarHandle REFUSES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PHASE = lookup.findVarHandle(TaskletStrand.class, "phase", byte.class);
      REFUSES = lookup.findVarHandle(TaskletStrand.class, "refuses", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** As a {@link #priority}. */
  static final byte NORMAL = 0;

  /** Written by its runner, and by who restores it. */
  byte phase;

  /** Where it stands in a {@link LiveSet}, which alone uses this. */
  int number;

  /** How urgent it is. Written by anybody; looked at when it is put into a run queue. */
  byte priority;

  /** Whether the body returns something. */
  boolean hasResult;

  /** Whether this has not run since {@link #hasRestedSince()} was asked last. */
  private boolean rests;

  @SuppressWarnings("unused") // by REFUSES
  private boolean refuses;

  /**
   * Makes a tasklet that is still to be given to its dispatcher.
   *
   * @param dispatcher what will run it
   * @param body a {@link Body} or {@link VoidBody}
   */
  TaskletStrand(Dispatcher dispatcher, Object body) {
    super(dispatcher);
    this.item = body;
  }

  /** Makes an empty one, for who restores it from a pickle. */
  private TaskletStrand(Dormant dormant) {
    super(dormant);
  }

  /**
   * Makes an empty tasklet, to be restored.
   *
   * @return a tasklet that no scheduler has
   */
  public static TaskletStrand<?> empty() {
    return new TaskletStrand<@Nullable Object>(new Dormant());
  }

  // Running: called by the runner

  /** Whether this has never been run. */
  boolean isNew() {
    return phase == NEW;
  }

  /** Whether a carrier still has this tasklet, which was taken from a run queue. */
  boolean isMounted() {
    return (byte) PHASE.getAcquire(this) >= MOUNTED;
  }

  /** Runs until the tasklet parks or ends; true if its body is over. */
  boolean runs() {
    byte was = phase;
    boolean begun = was != NEW;
    if (extra != null) {
      prepare(extra);
    }
    phase = MOUNTED;
    rests = false;
    if (was != PARKED) {
      throwInside();
    }
    if (exception != null) {
      LogicalStack.traceIfMissing(exception, this);
      if (!begun) {
        return true;
      }
    }
    return runWithInner();
  }

  private void prepare(Extra more) {
    AtRest looks = more.atRest;
    if (looks != null) {
      more.atRest = null;
      looks.look(this);
    }
  }

  /**
   * Notes that the tasklet has left the native stack; from here on any runner may take it.
   *
   * @return whether it is to be run again, and nobody else will see to that
   */
  boolean unmount() {
    boolean yields = phase == YIELDING;
    PHASE.setRelease(this, yields ? YIELDED : PARKED);
    return yields;
  }

  /** As {@link #unmount()}, in one order with exceptions being raised. */
  boolean unmountVolatile() {
    boolean yields = phase == YIELDING;
    PHASE.setVolatile(this, yields ? YIELDED : PARKED);
    return yields;
  }

  /** Whether a scheduler counts on its coming home: see {@link Extra#takeAwaitedBy}. */
  boolean isAwaited() {
    Extra more = extra;
    return more != null && more.isAwaited();
  }

  /** Ends the tasklet, whose outcome is in place, and tells those who wait for it. */
  void ended() {
    phase = ENDED;
    item = null;
    place = null;
    if (!hasResult) {
      refResult = null;
    }
    ends();
  }

  /**
   * Ends the tasklet though its stack could not be run properly, for instance for want of memory.
   */
  void crashed(Throwable cause) {
    setTop(null);
    unwinding = false;
    refResult = null;
    exception = cause;
  }

  @Override
  protected @Nullable Object begin(int room) throws Throwable {
    Object body = item;
    item = null;
    if (body instanceof Body<?> withResult) {
      hasResult = true;
      return withResult.run(this, room);
    }
    ((VoidBody) Objects.requireNonNull(body)).run(this, room);
    return null;
  }

  // Waiting

  @Override
  public boolean entersWait() {
    Extra more = extra;
    if (more != null) {
      throwRaised(more);
      if (more.nonBlocking != 0) {
        return false;
      }
    }
    return !isPinned();
  }

  /** Whether loops of the code that it runs are to go on without a look at others. */
  boolean isAtomic() {
    Extra more = extra;
    return more != null && (more.atomic | more.nonBlocking) != 0;
  }

  /** Whether it must not wait. Asked by itself. */
  boolean isNonBlocking() {
    Extra more = extra;
    return more != null && more.nonBlocking != 0;
  }

  @Override
  public TaskletStrand<?> host() {
    return this;
  }

  @Override
  public void wake() {
    dispatcher.ready(this);
  }

  @Override
  void wakeInTurn() {
    dispatcher.readyInTurn(this);
  }

  /** Has the tasklet run again after it unwound. */
  void yieldNext() {
    phase = YIELDING;
  }

  @Override
  protected void yieldAtRandom() {
    if (!isPinned() && !isNonBlocking()) {
      phase = YIELDING;
      unwind();
    }
  }

  /** Lets go of what an earlier wait or call has left behind. Called by the tasklet, which runs. */
  void dropLeftovers() {
    place = null;
    dropReturned();
  }

  /** Asks whoever takes this tasklet from a run queue to drop it. */
  void refuseRun() {
    REFUSES.setVolatile(this, true);
  }

  boolean refusesRun() {
    return (boolean) REFUSES.getVolatile(this);
  }

  /** Called by who has dropped it. */
  void runRefused() {
    REFUSES.setVolatile(this, false);
  }

  /** Takes back a {@link #yieldNext()} whose unwinding failed; false if there was none. */
  boolean takesBackYield() {
    boolean was = phase == YIELDING;
    phase = MOUNTED;
    dispatcher.departureFailed();
    return was;
  }

  // Raising

  @Override
  public void raise(Throwable e) {
    Objects.requireNonNull(e, "exception");
    if (!isOver() && extra().raise(e)) {
      dispatcherVolatile().raised(this);
    }
  }

  @Override
  public void kill() {
    if (!isOver()) {
      raise(killed());
    }
  }

  @Override
  public void opens() {}

  @Override
  public void closes() {}

  @Override
  public boolean raiseForGroup(Throwable failure) {
    if (isOver()) {
      return false;
    }
    extra().raiseForGroup(failure);
    dispatcherVolatile().raised(this);
    return true;
  }

  @Override
  public boolean takesBack(@Nullable Throwable failure) {
    return extra().takesBack(failure);
  }

  private Throwable killed() {
    return LogicalStack.forStrand(() -> new TaskletKilled(name()));
  }

  /** Throws what was raised, if something was. */
  static void throwRaised(Extra more) {
    Throwable raised = more.take();
    if (raised != null) {
      if (raised.getStackTrace().length == 0) {
        raised.fillInStackTrace();
      }
      Sneaky.raise(raised);
    }
  }

  /** Whether an exception was raised and not thrown yet. */
  boolean isRaised() {
    Extra more = extraOrNull();
    return more != null && more.isRaised();
  }

  /** Whether the tasklet runs, or its thread waits in its stead. */
  boolean isMountedVolatile() {
    return (byte) PHASE.getVolatile(this) >= MOUNTED;
  }

  /**
   * Ends the current wait by what was raised, if there is a wait that nobody has claimed. Called by
   * any thread, after the tasklet was seen not to run; it may run again meanwhile.
   */
  void throwAtWait() {
    Extra more = extraOrNull();
    if (more != null && more.isRaised()) {
      more.throwAtWaitOf(innermost());
    }
  }

  /**
   * As {@link #throwAtWait()}; if the tasklet is set aside, it is put into its queue, to throw.
   * Called by the driver of an N:1 scheduler.
   */
  void throwAtWait(RunQueue queue) {
    Extra more = extraOrNull();
    if (more != null && more.setAside && more.isRaised()) {
      more.setAside = false;
      queue.add(this);
    } else {
      throwAtWait();
    }
  }

  /** Whether it was taken out of its scheduler's queue. Asked by the driver. */
  boolean isSetAside() {
    Extra more = extraOrNull();
    return more != null && more.setAside;
  }

  /** Has the stack go on with what was raised, if something was, as no outcome is there to lose. */
  private void throwInside() {
    Extra more = extra;
    Throwable raised = more == null ? null : more.take();
    if (raised != null) {
      innermost().exception = raised;
    }
  }

  @Override
  @Nullable Strand inner() {
    Extra more = extraOrNull();
    return more == null ? null : more.inner;
  }

  @Override
  void setInner(@Nullable Strand inner) {
    if (inner != null || extra != null) {
      extra().inner = inner;
    }
  }

  /**
   * Draws a number for the tasklet, which calls.
   *
   * @param bound how many numbers there are
   * @return one of them, from 0 on
   */
  public int draw(int bound) {
    return dispatcher.draw(bound);
  }

  @Override
  public Priority priority() {
    int number = priority;
    return number > 0 ? Priority.HIGH : number < 0 ? Priority.LOW : Priority.NORMAL;
  }

  @Override
  public int priorityNumber() {
    return priority;
  }

  @Override
  public void setPriority(Priority to) {
    setPriority(to.number());
  }

  @Override
  public void setPriority(int number) {
    if (Math.abs((long) number) > Priority.MOST) {
      throw new IllegalArgumentException(
          "priority " + number + ": from -" + Priority.MOST + " to " + Priority.MOST);
    }
    priority = (byte) number;
  }

  // Pickling

  /**
   * Keeps this from being run, if it is parked and waits. It must be {@linkplain #letGo let go} by
   * who has held it.
   *
   * @return false if it does not wait, or is being left or woken at this moment
   */
  public boolean holdAtWait() {
    Strand waiting = innermost();
    WaitPlace where = waiting.place;
    return where != null && where.hold(waiting, this);
  }

  /**
   * Called by the place where it waits, while nobody can end the wait.
   *
   * @return false if it is being left at this moment
   */
  public boolean hold() {
    if ((byte) PHASE.getAcquire(this) != PARKED) {
      return false;
    }
    PHASE.setVolatile(this, HELD);
    return true;
  }

  /** Lets it be run again. Called once by who has held it. */
  public void letGo() {
    PHASE.setVolatile(this, PARKED);
    if (isRaised()) {
      throwAtWait();
    }
  }

  /**
   * Whether it is held, and still waits.
   *
   * @return false if it was woken meanwhile
   */
  public boolean isHeldAtWait() {
    return (byte) PHASE.getAcquire(this) == HELD && waitReason() != null;
  }

  /**
   * Where it waits, or waited last, or what runs in its stead. Who has held it compares this later:
   * a signal moves it from a condition to the mutex, and does not wake it.
   *
   * @return the place, or null
   */
  public @Nullable WaitPlace waitPlace() {
    return innermost().place;
  }

  // Hibernating

  /** Whether this has not run since this was asked last. Asked by one thread now and then. */
  boolean hasRestedSince() {
    boolean before = rests;
    rests = true;
    return before;
  }

  /** Packs the frames of this, and of the generators that wait in its stead, if it waits. */
  boolean hibernates() {
    if (!holdAtWait()) {
      return false;
    }
    boolean packed = false;
    try {
      for (Strand strand = this; strand != null; strand = strand.inner()) {
        packed |= strand.packFrames();
      }
    } finally {
      letGo();
    }
    return packed;
  }

  /** Whether the frames are packed, of this or of a generator that waits in its stead. */
  boolean isHibernating() {
    for (Strand strand = this; strand != null; strand = strand.inner()) {
      if (strand.hasPackedFrames()) {
        return true;
      }
    }
    return false;
  }

  @Override
  @Suspendable
  public void pause() {
    Turns.pause(this);
  }

  @Override
  public void resume() {
    Dispatcher mine = dispatcherVolatile();
    (mine instanceof Dormant ? Dispatcher.ofCaller() : mine).resume(this);
  }

  /** Has something done when this, which was restored, is resumed. */
  public void atResume(Runnable action) {
    ((Dormant) dispatcher).atResume(action);
  }

  /**
   * Has something done when this, which was restored, is resumed.
   *
   * @param action what to do; it gets the scheduler
   */
  public void atResumeOn(Consumer<Dispatcher> action) {
    atResume(() -> action.accept(dispatcherVolatile()));
  }

  /** Whether this is at rest; asked by {@link Resting}. */
  boolean isAtRest(Resting asking) {
    byte now = (byte) PHASE.getAcquire(this);
    if (isOver()) {
      return true;
    }
    return now != MOUNTED && now != YIELDING && dispatcher.letsRest(this, asking);
  }

  @Override
  public void save(Outlet to) {
    TaskletImage.save(this, (byte) PHASE.getAcquire(this), to);
  }

  @Override
  public void restore(Inlet from) {
    TaskletImage.restore(this, from);
  }

  // Telling

  /** What it waits for, or null. */
  @Nullable Object waitedFor() {
    Strand waiting = innermost();
    WaitPlace where = waiting.place;
    return where == null || where.reason(waiting) == null ? null : where.subject(waiting);
  }

  /** The tasklet that alone can end its wait, or null. */
  @Nullable TaskletStrand<?> waitedForTasklet() {
    Strand waiting = innermost();
    WaitPlace where = waiting.place;
    Object by = where == null || where.reason(waiting) == null ? null : where.endedBy(waiting);
    return by instanceof TaskletStrand<?> tasklet ? tasklet : null;
  }

  @Override
  public State state() {
    if (isOver()) {
      return State.ENDED;
    }
    return switch ((byte) PHASE.getAcquire(this)) {
      case MOUNTED, YIELDING -> State.RUNNING;
      case PARKED, HELD -> waitReason() == null ? State.RUNNABLE : State.WAITING;
      case ENDED -> State.ENDED;
      default -> State.RUNNABLE;
    };
  }

  /**
   * Why the tasklet is parked.
   *
   * @return the reason, or null if it is not parked
   */
  public @Nullable WaitReason waitReason() {
    Strand waiting = innermost();
    WaitPlace where = waiting.place;
    return where == null ? null : where.reason(waiting);
  }

  @Override
  public List<StackTraceElement> stackTrace() {
    return LogicalStack.of(this);
  }

  @Override
  public String toString() {
    WaitReason reason = waitReason();
    String what = reason == null ? "" : ": " + Picture.wait(this, reason);
    return "tasklet " + name() + " (" + state() + what + ")";
  }
}
