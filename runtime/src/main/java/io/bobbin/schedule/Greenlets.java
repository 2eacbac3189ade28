package io.bobbin.schedule;

import io.bobbin.Registration;
import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameStack;
import io.bobbin.greenlet.GreenletExit;
import io.bobbin.greenlet.GreenletListener;
import io.bobbin.greenlet.GreenletListener.Event;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The greenlets of one thread, or of one tasklet: which of them has control, and the loop that runs
 * them in turn.
 *
 * <p>Who first switches away stays on the native stack: it is the {@link #driver}, and runs the
 * others in a loop, each until its stack is left because it switched. When control is to be the
 * driver's again, its call returns. So a switch between two others leaves one stack and enters
 * another, whatever their depth. A greenlet that cannot be left becomes the driver of a loop on top
 * of the present one.
 *
 * <p>If the greenlets of a tasklet are driven by code that can be left, a wait of one of them parks
 * the tasklet, the loop included: the one with control is then what {@linkplain Strand#inner()
 * waits} in the stead of {@link #outer}, and the loop goes on in its {@link Strand#runInner}.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Only the thread or tasklet uses this; {@link #lost} alone is others' too, under its lock.
 *   <li>Those that cannot be left are NATIVE: the driver of each loop. Control goes to one of them
 *       only as the driver of the innermost loop.
 *   <li>{@link #switching} is true only while a stack is being left in order to switch.
 * </ul>
 */
final class Greenlets {
  private static final System.Logger LOGGER = System.getLogger("io.bobbin");

  /** Of threads that run no tasklet: while they do the thread locals are the tasklet's. */
  private static final ThreadLocal<@Nullable Greenlets> OF_THREAD = new ThreadLocal<>();

  /** What the code that drives needs, once it is left: see {@link Return}. */
  private static final class Call extends Frame {
    private final Greenlets greenlets;

    Call(Greenlets greenlets) {
      this.greenlets = greenlets;
    }
  }

  /** How a driver that was left, as a greenlet parked the tasklet, goes on. */
  private static final class Return extends FrameCode {
    @Override
    public @Nullable Object resume(Frame frame, FrameStack stack, @Nullable Object value) {
      Greenlets greenlets = ((Call) frame).greenlets;
      GreenletStrand<?, ?> root = greenlets.root;
      greenlets.driver = null;
      greenlets.outer = null;
      root.isHeld(false);
      return root.takeOutcome();
    }
  }

  private static final FrameCode RETURN = new Return();

  final GreenletStrand<?, ?> root = new GreenletStrand<>(this);

  /** The one that has control. */
  GreenletStrand<?, ?> current = root;

  /** Whether a stack is being left in order to switch. */
  boolean switching;

  /** Whether there is something to do at each switch: to listen, or to look for lost ones. */
  volatile boolean attention;

  /** Whose native stack the innermost loop stands on; null if the root runs and nothing else. */
  private @Nullable GreenletStrand<?, ?> driver;

  /** The strand that runs the loop, if it can be left; else a wait blocks the thread. */
  private @Nullable Strand outer;

  private final Thread thread;
  private final @Nullable TaskletStrand<?> tasklet;

  private @Nullable Listening listening;

  /** What the listener is to be told next: who had control. Null if nothing. */
  private @Nullable GreenletStrand<?, ?> from;

  private final Queue<GreenletStrand<?, ?>> lost = new ArrayDeque<>();

  private Greenlets(@Nullable TaskletStrand<?> tasklet) {
    this.thread = Thread.currentThread();
    this.tasklet = tasklet;
  }

  /** Those of the tasklet that calls, or else of the thread. */
  static Greenlets ofCaller() {
    TaskletStrand<?> caller = Dispatcher.currentTasklet();
    Greenlets known = caller == null ? OF_THREAD.get() : caller.extra().greenlets;
    if (known == null) {
      known = new Greenlets(caller);
      if (caller == null) {
        OF_THREAD.set(known);
      } else {
        caller.extra().greenlets = known;
      }
    }
    return known;
  }

  /** Whether the thread or tasklet has ended. */
  boolean areGone() {
    return tasklet != null ? tasklet.isOver() : !thread.isAlive();
  }

  /** Whether some are running, or the root has values of its own. */
  boolean areInUse() {
    return driver != null || root.hasLocals();
  }

  @Nullable Strand outer() {
    return outer;
  }

  /** Whether control is to go back to the code that runs the loop. */
  boolean isDriverNext() {
    return current == driver;
  }

  // Switching

  /** Switches from code that cannot be left: it drives until it gets control. */
  @Nullable Object switchFromNative(
      GreenletStrand<?, ?> to, @Nullable Object value, @Nullable Throwable exception) {
    requireMine(to);
    exitLost();
    GreenletStrand<?, ?> caller = current;
    pass(to, value, exception, caller);
    drives(caller, null, FrameStack.DEFAULT_ROOM);
    return caller.takeOutcome();
  }

  /** Switches from woven code. */
  @Nullable Object switchFrom(
      FrameStack stack,
      int room,
      GreenletStrand<?, ?> to,
      @Nullable Object value,
      @Nullable Throwable exception) {
    requireMine(to);
    exitLost();
    GreenletStrand<?, ?> caller = current;
    Strand strand = (Strand) stack;
    if (driver != null && strand.isLeftWith(caller)) {
      pass(to, value, exception, driver);
      switching = true;
      stack.unwind();
      return null;
    }
    if (driver != null || strand.host() == null || strand.isPinnedWithin()) {
      return switchFromNative(to, value, exception);
    }
    pass(to, value, exception, caller);
    if (drives(caller, strand, Math.max(room, FrameStack.DEFAULT_ROOM / 4))) {
      return caller.takeOutcome();
    }
    leave(strand);
    return null;
  }

  private void leave(Strand strand) {
    Call call;
    try {
      call = new Call(this);
    } catch (OutOfMemoryError e) {
      current.abandon();
      throw e;
    }
    strand.setInner(current);
    strand.push(call, RETURN, 0);
    strand.unwind();
  }

  /** A greenlet's wait is over, as the code that drives could not be left: that has control. */
  void abandonLoop() {
    current = root;
    driver = null;
    outer = null;
    root.isHeld(false);
  }

  /** Has a greenlet stay on the native stack and drive until it gets control; false to park. */
  private boolean drives(GreenletStrand<?, ?> caller, @Nullable Strand strand, int room) {
    GreenletStrand<?, ?> driverBelow = driver;
    Strand outerBelow = outer;
    driver = caller;
    outer = strand;
    boolean wasHeld = caller.isHeld(true);
    boolean back = true;
    try {
      back = loop(room);
    } finally {
      if (back) {
        caller.isHeld(wasHeld);
        driver = driverBelow;
        outer = outerBelow;
      }
    }
    return back;
  }

  /** Goes on with a loop that had been left. What it throws is the driver's outcome. */
  void loopAgain(int room) {
    try {
      if (!loop(room)) {
        Objects.requireNonNull(outer).setInner(current);
      }
    } catch (Throwable t) {
      root.give(null, t);
    }
  }

  /** Runs whoever has control, until the driver has it (true) or the tasklet is to park (false). */
  private boolean loop(int room) {
    while (true) {
      GreenletStrand<?, ?> next = current;
      if (attention || next.isInjected()) {
        arrive();
        next = current;
      }
      if (next == driver) {
        return true;
      }
      boolean over;
      try {
        over = next.runs(room);
      } catch (Throwable t) { // for want of memory or native stack
        next.dies();
        current = Objects.requireNonNull(driver);
        throw t;
      }
      if (over) {
        end(next);
      } else if (switching) {
        switching = false;
      } else if (!next.innermost().isToRun()) {
        return false;
      }
    }
  }

  private void end(GreenletStrand<?, ?> ended) {
    GreenletStrand<?, ?> heir = Objects.requireNonNull(driver);
    Object value = ended.refResult;
    Throwable exception = ended.exception;
    ended.dies();
    try {
      pass(ended, value, exception, heir);
    } catch (IllegalStateException e) {
      if (exception != null) {
        e.addSuppressed(exception);
      }
      current = heir;
      heir.give(null, e);
    }
  }

  /**
   * Gives control to a greenlet, or to the first of its parents that can have it.
   *
   * @param reachable which of those that cannot be left can be returned to
   * @throws IllegalStateException if it is held below on the native stack
   */
  private void pass(
      GreenletStrand<?, ?> to,
      @Nullable Object value,
      @Nullable Throwable exception,
      @Nullable GreenletStrand<?, ?> reachable) {
    Object given = value;
    Throwable thrown = exception;
    GreenletStrand<?, ?> target = to;
    while (target.isOver() || (thrown != null && target.isNew())) {
      target.dies();
      if (thrown instanceof GreenletExit) {
        given = thrown;
        thrown = null;
      }
      target = target.parentStrand();
    }
    if (target.isHeld() && target != reachable) {
      throw new IllegalStateException(
          "Greenlet: cannot switch to "
              + target
              + ": it has switched away by a call that cannot be left (below code that is not woven,"
              + " in a monitor, or from a plain thread), and others stand above it on the native"
              + " stack. Switch from @Suspendable methods and lambdas, or let those above return"
              + " first");
    }
    from = listening == null ? null : current; // which would keep it from being collected
    current = target;
    target.give(given, thrown);
  }

  private void requireMine(GreenletStrand<?, ?> to) {
    if (ofCaller() != this) {
      throw new IllegalStateException(
          "Greenlet: cannot switch to "
              + to
              + ": it belongs to "
              + (tasklet != null ? tasklet : thread)
              + (areGone() ? ", which has ended" : "")
              + ". Greenlets of one thread or tasklet switch among themselves only");
    }
  }

  // Listening, and what is injected

  Registration listen(GreenletListener to) {
    listening = new Listening(Objects.requireNonNull(to, "listener"), listening);
    from = null;
    noteAttention();
    return listening;
  }

  /** A listener, and those whose place it has taken. */
  private final class Listening implements Registration {
    private final GreenletListener listener;
    private final @Nullable Listening before;
    private boolean isClosed;

    Listening(GreenletListener listener, @Nullable Listening before) {
      this.listener = listener;
      this.before = before;
    }

    @Override
    public void close() {
      isClosed = true;
      while (listening != null && listening.isClosed) {
        listening = listening.before;
      }
      noteAttention();
    }
  }

  /** Does what is to be done in the greenlet that has got control, before it goes on. */
  private void arrive() {
    GreenletStrand<?, ?> to = current;
    GreenletStrand<?, ?> before = from;
    GreenletListener told = listening == null ? null : listening.listener;
    from = null;
    Strand left = to.leftAt();
    Object value = left.refResult;
    Throwable exception = left.exception;
    to.give(null, null); // as an action that switches is given something else
    try {
      if (told != null && before != null && before != to) {
        tell(told, exception == null ? Event.SWITCH : Event.THROW, before, to);
      }
      to.runInjected();
      to.give(value, exception);
    } catch (Throwable t) {
      pass(to, null, t, driver);
    }
  }

  private void tell(
      GreenletListener told, Event event, GreenletStrand<?, ?> before, GreenletStrand<?, ?> to) {
    try {
      told.switched(event, before, to);
    } catch (Throwable t) {
      listening = null;
      noteAttention();
      throw t;
    }
  }

  // Greenlets that nobody refers to

  /** Notes a greenlet that the garbage collector has found. Called by the finalizing thread. */
  void found(GreenletStrand<?, ?> greenlet) {
    synchronized (lost) {
      lost.add(greenlet);
      attention = true;
    }
  }

  private void noteAttention() {
    synchronized (lost) {
      attention = listening != null || !lost.isEmpty();
    }
  }

  private @Nullable GreenletStrand<?, ?> nextLost() {
    synchronized (lost) {
      return lost.poll();
    }
  }

  /** Has those exit that nobody refers to. They find the current one as their parent. */
  void exitLost() {
    if (!attention) {
      return;
    }
    for (GreenletStrand<?, ?> each = nextLost(); each != null; each = nextLost()) {
      if (each.isActive()) {
        GreenletStrand<?, ?> parent = each.parentStrand();
        each.parentIs(current);
        try {
          switchFromNative(each, null, new GreenletExit());
        } catch (Throwable t) {
          LOGGER.log(
              System.Logger.Level.ERROR,
              "BBN036 a greenlet that was told to exit failed: " + each,
              t);
        }
        if (each.isActive()) {
          each.parentIs(parent);
          each.guard();
        }
      }
    }
    noteAttention();
  }
}
