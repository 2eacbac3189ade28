package io.bobbin.schedule;

import io.bobbin.Registration;
import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.greenlet.Greenlet;
import io.bobbin.greenlet.GreenletListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A greenlet: its stack, and its handle. A root greenlet has no stack here: its code runs on that
 * of its thread or tasklet, and this only takes what it is given.
 *
 * <pre>
 *   phase   what it does                                   leaves it by
 *   NEW     has not begun                                  {@link #begin}: BEGUN; raise(): OVER
 *   BEGUN   has control, or is left at a switch or a       its end: OVER
 *           wait, with its frames on the heap
 *   OVER    has ended, or was ended before it began        reset(): NEW
 * </pre>
 *
 * <p>Besides, one in any phase is <i>held</i> while its native stack is below that of others, whom
 * it drives: see {@link Greenlets}.
 *
 * @param <A> the type of the values that are given to it
 * @param <R> the type of the values that come back
 */
public final class GreenletStrand<A extends @Nullable Object, R extends @Nullable Object>
    extends InnerStrand implements Greenlet<A, R> {
  private static final byte NEW = 0;
  private static final byte BEGUN = 1;
  private static final byte OVER = 2;

  private final Greenlets greenlets;

  /** The body; null for a root greenlet. */
  private final @Nullable Run<A, R> run;

  private @Nullable GreenletStrand<?, ?> parent;
  private byte phase;
  private boolean held;
  private @Nullable Queue<Runnable> injected;
  private @Nullable Locals locals;
  private @Nullable Guard guard;

  /** Makes a root greenlet. */
  GreenletStrand(Greenlets greenlets) {
    this.greenlets = greenlets;
    this.run = null;
    this.phase = BEGUN;
  }

  private GreenletStrand(Run<A, R> run, GreenletStrand<?, ?> parent) {
    this.greenlets = parent.greenlets;
    this.run = Objects.requireNonNull(run, "run");
    this.parent = parent;
  }

  // What the interface's static methods do

  /**
   * Makes a greenlet.
   *
   * @param run its body
   * @param parent its parent, or null for the current one
   * @param <A> the type of the values that are given to it
   * @param <R> the type of the values that come back
   * @return the greenlet
   */
  public static <A extends @Nullable Object, R extends @Nullable Object> Greenlet<A, R> make(
      Run<A, R> run, @Nullable Greenlet<?, ?> parent) {
    Greenlets mine = Greenlets.ofCaller();
    mine.exitLost();
    GreenletStrand<?, ?> above = parent == null ? mine.current : (GreenletStrand<?, ?>) parent;
    if (above.greenlets != mine) {
      throw new IllegalArgumentException(
          "Greenlet.of(): the parent belongs to another thread or tasklet: " + above);
    }
    return new GreenletStrand<>(run, above);
  }

  /**
   * The caller's greenlet.
   *
   * @param root whether the root is wanted instead of the current one
   * @param <A> what the caller says that its type is
   * @param <R> what the caller says that its type is
   * @return the greenlet
   */
  @SuppressWarnings("unchecked") // the caller's promise
  public static <A extends @Nullable Object, R extends @Nullable Object> Greenlet<A, R> ofCaller(
      boolean root) {
    Greenlets mine = Greenlets.ofCaller();
    return (Greenlet<A, R>) (root ? mine.root : mine.current);
  }

  /**
   * Has a listener told of the caller's greenlets.
   *
   * @param listener who is told
   * @return the registration
   */
  public static Registration listen(GreenletListener listener) {
    return Greenlets.ofCaller().listen(listener);
  }

  /**
   * The values that the caller's greenlet has of greenlet locals.
   *
   * @return what the caller may use until it switches
   */
  public static Locals currentLocals() {
    GreenletStrand<?, ?> current = Greenlets.ofCaller().current;
    Locals known = current.locals;
    if (known == null) {
      known = new Locals();
      current.locals = known;
    }
    return known;
  }

  boolean hasLocals() {
    return locals != null && !locals.isEmpty();
  }

  // Switching

  @Override
  @Suspendable
  @SuppressWarnings({"unchecked", "NullAway"}) // what it was given, null if that may be
  public R switchTo(A value) {
    return (R) greenlets.switchFromNative(this, value, null);
  }

  /**
   * The twin of {@link #switchTo(Object)}.
   *
   * @param value what this gets
   * @param stack the caller's stack
   * @param room the native stack that is left
   * @return what the caller is given, or the dummy
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // what it was given, null if that may be; the dummy
  public R switchTo(A value, FrameStack stack, int room) {
    Greenlets mine = greenlets;
    if (stack == mine.current // so it is this thread's, and driven
        && phase == BEGUN
        && !held
        && inner() == null
        && !mine.attention
        && !stack.isPinned()) {
      refResult = value;
      mine.current = this;
      mine.switching = true;
      stack.unwind();
      return null;
    }
    return (R) mine.switchFrom(stack, room, this, value, null);
  }

  @Override
  @Suspendable
  public @Nullable Object raise(Throwable exception) {
    Objects.requireNonNull(exception, "exception");
    return greenlets.switchFromNative(this, null, exception);
  }

  /**
   * The twin of {@link #raise(Throwable)}.
   *
   * @param exception what to throw
   * @param stack the caller's stack
   * @param room the native stack that is left
   * @return what the caller is given, or the dummy
   */
  public @Nullable Object raise(Throwable exception, FrameStack stack, int room) {
    Objects.requireNonNull(exception, "exception");
    return greenlets.switchFrom(stack, room, this, null, exception);
  }

  // What Greenlets asks and does

  boolean isNew() {
    return phase == NEW;
  }

  boolean isOver() {
    return phase == OVER;
  }

  /** Whether its native stack is below that of others. */
  boolean isHeld() {
    return held;
  }

  /** Notes whether it is; returns whether it was. */
  boolean isHeld(boolean now) {
    boolean before = held;
    held = now;
    return before;
  }

  /** The strand that has switched away, and goes on with what this is given. */
  Strand leftAt() {
    return held ? this : innermost();
  }

  /** Stores the outcome of the call at which this was left, or what it begins with. */
  void give(@Nullable Object value, @Nullable Throwable thrown) {
    Strand left = leftAt();
    left.refResult = value;
    left.exception = thrown;
  }

  /** Takes what a greenlet was given that has driven others. */
  @Nullable Object takeOutcome() {
    if (exception != null) {
      throw Sneaky.raise(takeException());
    }
    Object value = refResult;
    refResult = null;
    return value;
  }

  /** Runs until this is left, or ends; true if it ended, with its outcome in place. */
  boolean runs(int nativeRoom) {
    room = nativeRoom;
    if (phase == NEW) {
      item = refResult; // which is cleared before the body begins
    }
    return inner() == null ? run() : runWithInner();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what it was given, null if that may be
  protected @Nullable Object begin(int nativeRoom) throws Throwable {
    A first = (A) item;
    item = null;
    phase = BEGUN;
    guard();
    return Objects.requireNonNull(run).run(first, this, nativeRoom);
  }

  /** Notes the end, whose outcome was taken, or drops what was given to one that has ended. */
  void dies() {
    if (phase != NEW) {
      setTop(null);
    }
    phase = OVER;
    unwinding = false;
    setInner(null);
    refResult = null;
    exception = null;
    injected = null;
    locals = null;
    if (guard != null) {
      guard.disarm();
      guard = null;
    }
  }

  GreenletStrand<?, ?> parentStrand() {
    return Objects.requireNonNull(parent); // a root does not end
  }

  void parentIs(GreenletStrand<?, ?> greenlet) {
    parent = greenlet;
  }

  boolean isInjected() {
    return injected != null;
  }

  void runInjected() {
    while (injected != null) {
      Runnable action = injected.poll();
      if (action == null) {
        injected = null;
      } else {
        action.run();
      }
    }
  }

  /** Takes back a switch for which this was being left; false if there was none. */
  boolean takesBackOwnSwitch() {
    boolean was = greenlets.switching;
    if (was) {
      greenlets.switching = false;
      greenlets.current = this;
    }
    return was;
  }

  // Greenlets that nobody refers to

  /** Becomes unreachable with its greenlet, and brings that back. */
  private static final class Guard {
    private volatile @Nullable GreenletStrand<?, ?> greenlet;

    Guard(GreenletStrand<?, ?> greenlet) {
      this.greenlet = greenlet;
    }

    void disarm() {
      greenlet = null;
    }

    /** Nothing but a finalizer brings back what is unreachable, cycles included. */
    @Override
    @SuppressWarnings({"deprecation", "Finalize"}) // for want of another way
    protected void finalize() {
      GreenletStrand<?, ?> found = greenlet;
      if (found != null) {
        found.greenlets.found(found);
      }
    }
  }

  /** Has this be told to exit should nobody refer to it any more. */
  void guard() {
    guard = new Guard(this);
  }

  // The rest of the interface

  @Override
  @SuppressWarnings("unchecked") // the program's promise
  public Greenlet<R, A> parent() {
    if (parent == null) {
      throw new IllegalStateException("Greenlet.parent(): a root greenlet has none: " + this);
    }
    return (Greenlet<R, A>) parent;
  }

  @Override
  public void setParent(Greenlet<?, ?> to) {
    GreenletStrand<?, ?> above = (GreenletStrand<?, ?>) Objects.requireNonNull(to, "parent");
    if (isRoot()) {
      throw new IllegalStateException("Greenlet.setParent(): a root greenlet has none: " + this);
    }
    if (above.greenlets != greenlets) {
      throw new IllegalArgumentException(
          "Greenlet.setParent(): the parent belongs to another thread or tasklet: " + above);
    }
    for (GreenletStrand<?, ?> each = above; each != null; each = each.parent) {
      if (each == this) {
        throw new IllegalArgumentException(
            "Greenlet.setParent(): " + this + " would be among its own parents");
      }
    }
    parent = above;
  }

  @Override
  public boolean isRoot() {
    return run == null;
  }

  @Override
  public boolean isStarted() {
    return hasBegun() || isRoot();
  }

  @Override
  public boolean isActive() {
    return phase == BEGUN && !greenlets.areGone();
  }

  @Override
  public boolean isDead() {
    return phase == OVER || greenlets.areGone();
  }

  @Override
  public void reset() {
    if (isRoot() || phase == BEGUN) {
      throw new IllegalStateException("Greenlet.reset(): has not ended: " + this);
    }
    beginAgain();
    phase = NEW;
  }

  @Override
  public void inject(Runnable action) {
    Objects.requireNonNull(action, "action");
    if (isDead()) {
      throw new IllegalStateException("Greenlet.inject(): has ended: " + this);
    }
    if (injected == null) {
      injected = new ArrayDeque<>();
    }
    injected.add(action);
  }

  @Override
  public List<StackTraceElement> stackTrace() {
    List<StackTraceElement> calls = new ArrayList<>();
    if (phase == BEGUN && !held && greenlets.current != this) {
      Strand base = this;
      for (Strand each = innermost();
          each != null;
          each = each == base ? null : each.outerStrand()) {
        each.appendCalls(calls);
      }
    }
    return List.copyOf(calls);
  }

  @Override
  public String toString() {
    String kind = isRoot() ? "root greenlet " : "greenlet ";
    String state =
        greenlets.areGone()
            ? "its thread or tasklet has ended"
            : phase == OVER
                ? "dead"
                : phase == NEW ? "new" : greenlets.current == this ? "current" : "suspended";
    return kind + Integer.toHexString(System.identityHashCode(this)) + " (" + state + ")";
  }

  // As a strand

  @Override
  boolean runsInner() {
    return true;
  }

  @Override
  void runInner(int nativeRoom) {
    greenlets.loopAgain(nativeRoom);
  }

  @Override
  boolean hasStopped() {
    return greenlets.isDriverNext();
  }

  @Override
  void abandon() {
    unwindFailed();
    dies();
    greenlets.abandonLoop();
  }

  @Override
  @Nullable Strand outerStrand() {
    return greenlets.outer();
  }
}
