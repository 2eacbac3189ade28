package io.bobbin.schedule;

import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whatever can wait: a tasklet, the body of a generator, a greenlet, or a thread.
 *
 * <p>The strand is itself the node of the queue in which it waits, so that waiting allocates
 * nothing.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A strand waits at one place at a time, and is in at most one queue: a place's, or (a
 *       tasklet only) a run queue.
 *   <li>{@link #next}, {@link #prev} and {@link #isQueued()} are guarded by the lock of whatever
 *       has the queue. {@link #item} belongs to the strand until it is queued, then to the claimant
 *       of its wait.
 *   <li>{@link #place} is where the strand waits or waited last; it is not cleared, as a store to
 *       an old object costs a barrier. It is stored before {@code queued} becomes true, so whoever
 *       reads {@code queued} as true and then {@code place} under a place's lock knows whether the
 *       strand waits there.
 *   <li>The outcome ({@link #refResult}, {@link #primResult}, {@link #exception}) is stored by the
 *       claimant of the wait, once, before {@link #wake()}.
 * </ul>
 */
public abstract class Strand extends FrameStack {
  private static final VarHandle QUEUED;

  static {
    try {
      QUEUED = MethodHandles.lookup().findVarHandle(Strand.class, "queued", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The next in the queue: a strand or a {@link WaitNode}. */
  @Nullable Object next;

  /** The previous in the queue: a strand or a {@link WaitNode}. */
  @Nullable Object prev;

  /** What the wait is about, as the place wants: the value of a sender, the kind of a receiver. */
  public @Nullable Object item;

  /** Where this waits, or did last. */
  @Nullable WaitPlace place;

  private boolean queued;

  /** Makes a strand that does not wait. */
  protected Strand() {}

  /**
   * Called first by each twin that may wait.
   *
   * @return whether the native stack can be left; if not, the wait must block the thread
   */
  public abstract boolean entersWait();

  /**
   * The tasklet that parks when this strand waits.
   *
   * @return the tasklet, or null if the thread blocks
   */
  public abstract @Nullable TaskletStrand<?> host();

  /** Makes the strand go on. Called once for each wait, by its claimant, which holds no lock. */
  public abstract void wake();

  /**
   * As {@link #wake()}, by who has nothing to hand over: the strand goes on after those who are to
   * run already.
   */
  void wakeInTurn() {
    wake();
  }

  /**
   * Notes where this strand is about to wait, before anybody can claim the wait.
   *
   * @param where the place
   */
  public final void waitsAt(WaitPlace where) {
    if (place != where) {
      place = where;
    }
  }

  /**
   * Whether this waits in the queue of a place. Called with the place's lock held.
   *
   * @param where the place
   * @return true if it does
   */
  public final boolean waitsIn(WaitPlace where) {
    return (boolean) QUEUED.getAcquire(this) && place == where;
  }

  /**
   * Whether this waits at a place, or did last. Called with the place's lock held, without which a
   * strand that waits there is not moved to another.
   *
   * @param where the place
   * @return true if it does or did
   */
  public final boolean isAt(WaitPlace where) {
    return place == where;
  }

  /**
   * Where this waits, or did last.
   *
   * @return the place, or null if it never waited
   */
  public final @Nullable WaitPlace place() {
    return place;
  }

  final boolean isQueued() {
    return queued;
  }

  /**
   * Whether this is in a queue. Called while nobody else knows this, as when it is restored.
   *
   * @return true if it is
   */
  public final boolean waitsSomewhere() {
    return queued;
  }

  final void setQueued(boolean now) {
    QUEUED.setRelease(this, now);
  }

  // Pickling

  // How an image says that a stack waits; 0 if it does not
  private static final int WAITS = 1;
  private static final int COMES_BACK = 2;

  /**
   * Writes how this stack goes on: its frames, and where it waits, or with which outcome it was
   * woken.
   */
  final void saveStack(Outlet to) {
    to.number(hasBegun() ? 1 : 0);
    if (hasBegun()) {
      to.frames(top());
    }
    WaitPlace where = place;
    if (where != null && where.reason(this) != null) {
      Portable portable = where.portable();
      if (portable == null) {
        throw to.refusal("waits for what stays here: " + where.reason(this));
      }
      boolean comesBack = to.stays(portable) || where.isAway();
      to.number(comesBack ? COMES_BACK : WAITS);
      to.reference(portable);
      if (comesBack) {
        where.saveWait(this, to);
      }
    } else {
      to.number(0);
      to.reference(refResult);
      to.number(primResult);
      to.reference(exception);
    }
  }

  /** Reads what {@link #saveStack} wrote. */
  final void restoreStack(Inlet from) {
    if (from.number(0, 1) != 0) {
      setTop(from.frames());
    }
    int waits = from.number(0, COMES_BACK);
    if (waits == WAITS) {
      from.reference(Portable.class); // which writes who waits there
    } else if (waits == COMES_BACK) {
      if (!(from.reference(Portable.class) instanceof Rejoined place)) {
        throw from.damaged("somebody waits where nobody can come back");
      }
      place.restoreWait(this, from);
    } else {
      refResult = from.reference();
      primResult = from.number();
      exception = from.reference(Throwable.class);
    }
  }

  final boolean packFrames() {
    return pack();
  }

  final boolean hasPackedFrames() {
    return isPacked();
  }

  /** The strand that this one runs and that waits in its stead, or null. */
  abstract @Nullable Strand inner();

  /** Notes which strand waits in this one's stead. */
  abstract void setInner(@Nullable Strand inner);

  /** The strand whose code runs this one, or null. */
  @Nullable Strand outerStrand() {
    return null;
  }

  /**
   * Runs this strand; if generators wait, or are to run, in its stead, those first, from the
   * innermost outwards, each on the native stack that this call was given. So however deep
   * generators are nested, the native stack is not.
   *
   * @return as {@link #run()}
   */
  final boolean runWithInner() {
    Strand current = firstToRun();
    while (true) {
      if (current.exception != null) {
        LogicalStack.traceIfMissing(current.exception, current);
      }
      if (current == this) {
        if (run()) {
          return true;
        }
      } else {
        current.runInner(room);
      }
      Strand last = current.innermost();
      Strand stopped = last.isToRun() ? null : last.stoppedWithin(this);
      if (stopped == this) {
        return false;
      }
      if (stopped != null) {
        current = Objects.requireNonNull(stopped.outerStrand());
        current.setInner(null);
      } else if (last.isToRun()) {
        current = last;
      } else {
        return false;
      }
    }
  }

  /** The innermost strand, but of a greenlet not what it runs: it does that itself. */
  private Strand firstToRun() {
    Strand strand = this;
    for (Strand next = inner(); next != null; next = next.inner()) {
      strand = next;
      if (next.runsInner()) {
        break;
      }
    }
    return strand;
  }

  /** Whether {@link #runInner} runs what waits in this strand's stead, too. */
  boolean runsInner() {
    return false;
  }

  /** Runs this strand, whose consumer is on the heap; its outcome stays in it. */
  void runInner(int nativeRoom) {
    throw new IllegalStateException("only generators and greenlets run in another strand's stead");
  }

  /** Whether this is to be run from the trampoline of an outer strand, at once. */
  boolean isToRun() {
    return false;
  }

  /**
   * The innermost strand from this one outwards that has stopped: it has yielded, or ended.
   *
   * @param base the outermost strand to be looked at
   * @return the strand, or null if all wait
   */
  private @Nullable Strand stoppedWithin(Strand base) {
    Strand strand = this;
    while (strand != null && !strand.hasStopped()) {
      strand = strand == base ? null : strand.outerStrand();
    }
    return strand;
  }

  /** Whether this, or a strand whose code runs it, cannot be left. */
  final boolean isPinnedWithin() {
    Strand strand = this;
    while (strand != null && !strand.isPinned()) {
      strand = strand.outerStrand();
    }
    return strand != null;
  }

  /** Whether a strand below is left when this one is: whether it runs this, and none is pinned. */
  final boolean isLeftWith(Strand base) {
    Strand strand = this;
    while (strand != null && strand != base && !strand.isPinned()) {
      strand = strand.outerStrand();
    }
    return strand == base && !base.isPinned();
  }

  /** Whether this has yielded a value that its consumer has not got yet, or has ended. */
  boolean hasStopped() {
    return false;
  }

  /** The strand that waits when this one waits. */
  final Strand innermost() {
    Strand strand = this;
    for (Strand inner = inner(); inner != null; inner = inner.inner()) {
      strand = inner;
    }
    return strand;
  }

  /**
   * Whether strands run one another in a circle, which no program can bring about.
   *
   * @param strands the strands, each once
   * @return true if what runs within one of them, or what it runs within, has no end
   */
  public static boolean runInCircles(List<Strand> strands) {
    return isCircular(strands, Strand::inner) || isCircular(strands, Strand::outerStrand);
  }

  private static boolean isCircular(
      List<Strand> strands, Function<Strand, @Nullable Strand> nextOf) {
    IdentityHashMap<Strand, Strand> foundFrom = new IdentityHashMap<>();
    for (Strand start : strands) {
      Strand strand = start;
      while (strand != null && foundFrom.putIfAbsent(strand, start) == null) {
        strand = nextOf.apply(strand);
      }
      if (strand != null && foundFrom.get(strand) == start) {
        return true;
      }
    }
    return false;
  }

  /** Appends the calls on this strand's heap stack, innermost first. */
  final void appendCalls(List<StackTraceElement> to) {
    appendFramesTo(to);
  }

  @Override
  protected final void poll() {
    TaskletStrand<?> host = host();
    if (host != null && !host.isAtomic() && entersWait()) {
      Runner runner = Runner.ofThisThread();
      if (runner != null && host.dispatcher.isSliceOver(runner)) {
        host.yieldNext();
        unwind();
      }
    }
  }

  /** Withdraws the wait that this strand has begun, or the strand that waits in its stead. */
  @Override
  protected void unwindFailed() {
    Strand waiting = inner();
    if (waiting != null) {
      setInner(null);
      waiting.abandon();
    } else {
      withdrawOwnWait();
    }
  }

  /** Gives up a strand that waits, and whose outer one could not be left. */
  void abandon() {
    throw new IllegalStateException(
        "only generators and greenlets wait in another strand's stead and park");
  }

  /** Gives up the wait, wherever it has been moved to; false if it is over already. */
  private boolean givesUp() {
    WaitPlace where;
    boolean given;
    do {
      where = Objects.requireNonNull(place);
      given = where.giveUp(this);
    } while (!given && where != place);
    return given;
  }

  private void withdrawOwnWait() {
    TaskletStrand<?> host = host();
    if (host != null && !host.takesBackYield() && place != null && !givesUp()) {
      // The wait is over already, so the tasklet is being made runnable, which it must not be.
      host.dispatcher.absorb(host);
      refResult = null;
      exception = null;
    }
  }
}
