package io.bobbin.adapt;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Alarm;
import io.bobbin.schedule.Blocking;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.OneShot;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.ThreadStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A call of a method that blocks, made by another thread on behalf of a tasklet that waits for it.
 *
 * <pre>
 *   an errand is  until
 *   in line       its line's thread makes the call: under way; it is late, or withdrawn: over
 *   under way     the call has returned or thrown: over
 *   over
 * </pre>
 *
 * <p>Invariants, guarded by the monitor of {@link #LOCK}:
 *
 * <ul>
 *   <li>An errand under way is never withdrawn: if something is raised in the tasklet, the call is
 *       interrupted, where it may be, and then tells itself whether it has had its effect. If it
 *       has, the tasklet gets what it returned, and what was raised is thrown at its next wait. So
 *       nothing that it has taken is lost.
 *   <li>A line is in its map, and has a thread, as long as it has errands, and until that thread
 *       has seen that there are none. The thread makes one call at a time.
 * </ul>
 */
final class Errand extends OneShot {
  /** What is done elsewhere. */
  interface Call {
    /**
     * Blocks.
     *
     * @param nanos how long at most, or {@link Wait#FOR_EVER}
     * @return the outcome
     */
    @Nullable Object within(long nanos) throws Exception;
  }

  /** Errands that are made one after the other, as they wait for the same. */
  private static final class Line implements Runnable {
    private final Deque<Errand> errands = new ArrayDeque<>();
    private final IdentityHashMap<Object, Line> lines;
    private final Object object;

    Line(IdentityHashMap<Object, Line> lines, Object object) {
      this.lines = lines;
      this.object = object;
    }

    @Override
    public void run() {
      for (Errand errand = next(); errand != null; errand = next()) {
        errand.make();
      }
    }

    private @Nullable Errand next() {
      synchronized (LOCK) {
        Errand errand = errands.poll();
        if (errand == null) {
          lines.remove(object);
        } else {
          errand.thread = Thread.currentThread();
        }
        return errand;
      }
    }
  }

  /** The errands for some objects, or for one. */
  static final class Lines {
    private final IdentityHashMap<Object, Line> lines = new IdentityHashMap<>();

    private Line of(Object object) {
      Line line = lines.get(object);
      if (line == null) {
        line = new Line(lines, object);
        Blocking.threads().execute(line);
        lines.put(object, line);
      }
      return line;
    }
  }

  private static final Object LOCK = new Object();

  private final Call call;
  private final boolean interruptible;
  private final boolean timed;
  private final long deadline;

  private @Nullable Strand strand;
  private @Nullable Dispatcher dispatcher;
  private @Nullable Line line;
  private @Nullable Alarm alarm;

  /** That which makes the call, while it does. */
  private @Nullable Thread thread;

  private boolean interrupts;
  private boolean interrupted;
  private boolean late;
  private @Nullable Object result;
  private @Nullable Throwable failure;

  private Errand(Call call, boolean interruptible, boolean timed, long deadline) {
    this.call = call;
    this.interruptible = interruptible;
    this.timed = timed;
    this.deadline = deadline;
  }

  /**
   * Has a call made that can be interrupted, behind those that were asked for before.
   *
   * @param lines what has a line for each object
   * @param object what the call waits for
   * @param call the call
   * @param nanos how long to wait at most
   * @param late what to return if it was not even begun by then
   * @return what the call returned
   * @throws Exception what the call threw
   */
  @Suspendable
  static @Nullable Object inLine(
      Lines lines, Object object, Call call, long nanos, @Nullable Object late) throws Exception {
    boolean timed = nanos != Wait.FOR_EVER;
    long deadline = timed ? System.nanoTime() + nanos : 0;
    while (true) {
      Errand errand = new Errand(call, true, timed, deadline);
      errand.runTimed(lines, object);
      if (errand.late) {
        return late;
      }
      if (!errand.interrupted) {
        return errand.outcome();
      }
      // What was raised is thrown where the next wait begins.
    }
  }

  /**
   * Has a call made that cannot be interrupted: what is raised in the tasklet has to wait.
   *
   * @param call the call
   * @return what the call returned
   * @throws Exception what the call threw
   */
  @Suspendable
  static @Nullable Object alone(Call call) throws Exception {
    Errand errand = new Errand(call, false, false, 0);
    errand.await(new Lines(), errand);
    return errand.outcome();
  }

  @Suspendable
  private void runTimed(Lines lines, Object object) {
    if (!timed) {
      await(lines, object);
      return;
    }
    try {
      await(lines, object);
    } finally {
      if (alarm != null) {
        alarm.cancel();
      }
    }
  }

  private @Nullable Object outcome() throws Exception {
    if (failure instanceof Exception exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return result;
  }

  /** Waits until the errand is over. */
  @Suspendable
  private void await(Lines lines, Object object) {
    ThreadStrand self = new ThreadStrand();
    begin(self, lines, object);
    self.block();
  }

  /** The twin of {@link #await(Lines, Object)}. */
  @SuppressWarnings("unused") // called by the woven callers of what it is the twin of
  private void await(Lines lines, Object object, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (self.entersWait()) {
      begin(self, lines, object);
      self.unwind();
    } else {
      await(lines, object);
    }
  }

  private void begin(Strand self, Lines lines, Object object) {
    strand = self;
    dispatcher = Dispatcher.ofCaller();
    self.waitsAt(this);
    dispatcher.outsideBegins();
    try {
      synchronized (LOCK) {
        Line found = lines.of(object);
        found.errands.add(this);
        line = found;
      }
      if (timed) {
        alarm = Alarm.set(self, Math.max(0, deadline - System.nanoTime()), new Late(this));
      }
    } catch (Throwable t) {
      if (line == null || leavesLine()) {
        dispatcher.outsideEnds();
        throw t;
      }
    }
  }

  /** Called by the thread of the line. */
  private void make() {
    try {
      result = call.within(timed ? Math.max(0, deadline - System.nanoTime()) : Wait.FOR_EVER);
    } catch (Throwable t) {
      failure = t;
    }
    synchronized (LOCK) {
      thread = null;
      interrupted = interrupts && failure instanceof InterruptedException;
      if (interrupts) {
        Thread.interrupted(); // which may have come too late, and is not for the next errand
      }
    }
    if (claim()) {
      wake();
    }
  }

  private void wake() {
    if (strand != null && dispatcher != null) {
      strand.wake();
      dispatcher.outsideEnds();
    }
  }

  /** Takes the errand out of its line; false if it is under way, or over. */
  private boolean leavesLine() {
    synchronized (LOCK) {
      return line != null && line.errands.remove(this) && claim();
    }
  }

  /** Ends an errand that has stood in line for too long. */
  private static final class Late implements Runnable {
    private final Errand errand;

    Late(Errand errand) {
      this.errand = errand;
    }

    @Override
    public void run() {
      if (errand.leavesLine()) {
        errand.late = true;
        errand.wake();
      }
    }
  }

  @Override
  public boolean withdraw(Strand waiter, @Nullable Timeout onBehalfOf) {
    if (waiter != strand) {
      return false;
    }
    boolean left = leavesLine();
    if (left && dispatcher != null) {
      dispatcher.outsideEnds();
    } else {
      interrupt();
    }
    return left;
  }

  private void interrupt() {
    synchronized (LOCK) {
      if (interruptible && thread != null && !interrupts) {
        interrupts = true;
        thread.interrupt();
      }
    }
  }

  @Override
  public @Nullable WaitReason reason(Strand waiter) {
    return isClaimed() ? null : WaitReason.BLOCKING;
  }
}
