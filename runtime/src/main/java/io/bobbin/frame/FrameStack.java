package io.bobbin.frame;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stack of one tasklet, generator or greenlet: the hidden parameter of woven code, and the
 * trampoline that runs it.
 *
 * <p><b>Leaving.</b> A primitive that must wait calls {@link #unwind()} and returns a dummy (null,
 * or the constant {@code RARE_*} of its type). Each woven caller notices, {@linkplain #push pushes}
 * a frame with its live values and returns a dummy itself, down to {@link #run()}.
 *
 * <p><b>Going on.</b> {@link #run()} resumes the innermost frame only, with a value ({@link
 * #refResult}, {@link #primResult}) or an {@link #exception} as the outcome of the call at which it
 * was left. When that method ends, its own outcome goes to its parent frame, and so on. So a wait
 * costs what the frames that it leaves and re-enters cost, whatever lies below them.
 *
 * <p><b>Depth.</b> Woven methods hand down {@code room}: an estimate of the bytes of native stack
 * that are left. A method entered with none left saves its arguments and {@linkplain #overflow()
 * unwinds}; the trampoline goes on with it at once, on an empty native stack.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>Only the thread inside {@link #run()} reads or writes the state; between two runs it
 *       belongs to whoever will call {@code run()} next (the scheduler publishes it safely).
 *   <li>{@link #unwinding} is true only between {@code unwind()} and the return to {@code run()};
 *       no user code, {@code catch} and {@code finally} included, runs in that time.
 *   <li>While code runs, the frame under execution is {@link #top} or at most {@value
 *       #MOST_RETURNED} parents below it; while the stack is parked it is {@code top}.
 *   <li>{@link #tail} is null but while unwinding.
 *   <li>A {@link PackedFrames}, the only frame without code, is {@link #top} of a parked stack, and
 *       has no parent.
 * </ul>
 *
 * <p>Users never name this type. It is public because woven classes call it.
 */
public abstract class FrameStack {
  /** What a woven method that returns {@code int} returns while unwinding. */
  public static final int RARE_INT = 0x9b0bb1e5;

  /** What a woven method that returns {@code long} returns while unwinding. */
  public static final long RARE_LONG = 0x9b0bb1e5_5eed1e55L;

  /** What a woven method that returns {@code float} returns while unwinding. */
  public static final float RARE_FLOAT = -0x1.b0bb1ep-77f;

  /** What a woven method that returns {@code double} returns while unwinding. */
  public static final double RARE_DOUBLE = -0x1.b0bb1e55eed1ep-777;

  /**
   * The line that twins have which only call the plain method: it tells them from the method of the
   * same name in a stack trace, which is to show the call once. No source file is that long.
   */
  public static final int FORWARDING_LINE = 65_534;

  /**
   * How many bytes of native stack, by the weaver's estimate, woven code may use before it moves to
   * the heap: system property {@code bobbin.stack.room}, by default 160,000, which leaves room for
   * unwoven callees on a thread with a stack of 512 KB.
   */
  public static final int DEFAULT_ROOM = Integer.getInteger("bobbin.stack.room", 160_000);

  /**
   * How far {@link #top} may lag behind the frame under execution. A store to {@code top} is a
   * reference store to an object that is old as a rule, which costs a garbage collector's barrier;
   * it is done once in so many returns.
   */
  private static final int MOST_RETURNED = 16;

  /** Stands in {@link #top} until the body begins. */
  private static final Frame NOT_BEGUN = new Frame() {};

  /** True while the native stack is being left. Woven code reads it after each call. */
  public boolean unwinding;

  /** Whether the native stack is left for want of room only. */
  private boolean overflow;

  /** How many woven {@code lock()}s are held; while there are any, parking must block. */
  private short locksHeld;

  /** How many frames above the one under execution have returned since {@link #top} was set. */
  private int returned;

  /** What woven code entered from the trampoline may use of the native stack, in bytes. */
  public int room = DEFAULT_ROOM;

  /** The innermost saved frame; {@link #NOT_BEGUN}, or null if nothing was saved. */
  private @Nullable Frame top = NOT_BEGUN;

  /** The outermost frame saved by the unwinding in progress. */
  private @Nullable Frame tail;

  /** What the call at which this stack was left throws when it goes on, or null if it returns. */
  public @Nullable Throwable exception;

  /** The reference that the call at which this stack was left returns. */
  public @Nullable Object refResult;

  /** The primitive that the call returns, as its bits. */
  public long primResult;

  /** Makes an empty stack. */
  protected FrameStack() {}

  // What woven code calls

  /**
   * Links a frame just made into the stack being saved.
   *
   * @param frame the frame, with its values stored
   * @param code the method that it belongs to
   * @param point the number of the resume point
   */
  public final void push(Frame frame, FrameCode code, int point) {
    frame.code = code;
    frame.point = point;
    Frame last = tail;
    if (last == null) {
      top = frame;
    } else {
      last.parent = frame;
    }
    tail = frame;
  }

  /**
   * Links a frame that was resumed and is left again; its parents are linked already.
   *
   * @param frame the frame, with its values stored
   * @param point the number of the resume point
   */
  public final void pushAgain(Frame frame, int point) {
    frame.point = point;
    Frame last = tail;
    if (last != null) {
      last.parent = frame;
    } else if (top != frame) {
      top = frame;
    }
  }

  /** Starts to leave the native stack for want of room; the trampoline goes on at once. */
  public final void overflow() {
    overflow = true;
    unwinding = true;
  }

  /**
   * Takes the exception that the call at which the stack was left throws.
   *
   * @return the exception; {@link #exception} is null afterwards
   */
  public final Throwable takeException() {
    Throwable t = exception;
    if (t == null) {
      throw new IllegalStateException("no exception is pending");
    }
    exception = null;
    return t;
  }

  /**
   * Ends an unwinding that cannot be finished, as memory ran out while a frame was being saved. The
   * frames saved so far are dropped, and the error goes on natively to the callers.
   *
   * @param cause what was thrown while saving
   * @return {@code cause}
   */
  public final Throwable saveFailed(Throwable cause) {
    boolean registered = !overflow;
    unwinding = false;
    overflow = false;
    tail = null;
    top = null;
    returned = 0;
    if (registered) {
      unwindFailed();
    }
    return cause;
  }

  /** Notes that woven code took an owned lock: until it is released, waiting blocks the carrier. */
  public final void lockTaken() {
    locksHeld++;
  }

  /**
   * Notes the outcome of a {@code tryLock}.
   *
   * @param taken whether the lock was taken
   */
  public final void lockTaken(boolean taken) {
    if (taken) {
      locksHeld++;
    }
  }

  /** Notes that woven code released an owned lock. */
  public final void lockReleased() {
    if (locksHeld > 0) {
      locksHeld--;
    }
  }

  /**
   * Completes the stack trace of an exception that woven code made or caught: the callers that are
   * on the heap are appended, and the machinery between is taken out.
   *
   * @param t the exception
   */
  public final void completeTrace(Throwable t) {
    Traces.complete(t, this);
  }

  // What the runtime calls

  /**
   * Whether a wait must block the thread, as an owned lock is held.
   *
   * @return true while the native stack cannot be left
   */
  public final boolean isPinned() {
    return locksHeld > 0;
  }

  /**
   * Starts to leave the native stack. The caller has registered whatever will make the stack
   * runnable, and returns a dummy at once.
   */
  public final void unwind() {
    unwinding = true;
  }

  /**
   * The innermost frame.
   *
   * @return the frame that goes on next, or null if the stack has not begun or has ended; while the
   *     stack runs, the frame under execution; if frames are packed, a copy of them
   */
  public final @Nullable Frame top() {
    Frame frame = top;
    for (int i = returned; i > 0 && frame != null; i--) {
      frame = frame.parent;
    }
    if (frame instanceof PackedFrames packed) {
      return packed.unpack();
    }
    return frame == NOT_BEGUN ? null : frame;
  }

  /**
   * Runs until the stack parks or ends. Must be called by one thread at a time, and not once the
   * stack has ended.
   *
   * <p>The body begins once. If it is left without a frame, as it is nothing but a call that waits,
   * the outcome of that call is the body's.
   *
   * @return true if the stack ended, with its outcome in {@link #exception} or {@link #refResult};
   *     false if it was left
   */
  protected final boolean run() {
    Object value = refResult;
    if (value != null) {
      refResult = null;
    }
    Frame frame = top;
    if (frame == NOT_BEGUN) {
      top = null;
      try {
        value = begin(room);
      } catch (Throwable t) {
        Traces.complete(t, this);
        exception = t;
        value = null;
      }
      if (!unwinding) {
        refResult = value;
        return true;
      }
      if (landed()) {
        return false;
      }
      frame = top;
      value = null;
    }
    Throwable passing = null;
    while (frame != null) {
      FrameCode code = frame.code;
      if (code == null) {
        frame = unpacked(frame);
        continue;
      }
      Frame parent = frame.parent;
      try {
        value = code.resume(frame, this, value);
      } catch (Throwable t) {
        if (t != passing) {
          Traces.complete(t, this);
          passing = t;
        }
        exception = t;
        value = null;
      }
      if (unwinding) {
        if (landed()) {
          return false;
        }
        frame = top;
        value = null;
      } else {
        frame = parent;
        if (++returned == MOST_RETURNED) {
          top = frame;
          returned = 0;
        }
      }
    }
    top = null;
    returned = 0;
    refResult = value;
    return true;
  }

  private Frame unpacked(Frame frame) {
    if (!(frame instanceof PackedFrames packed)) {
      throw new IllegalStateException("a frame without code");
    }
    Frame first = packed.unpack();
    top = first;
    return first;
  }

  /**
   * Replaces the frames by something smaller, until this is run again. Called while the stack is
   * parked, by who keeps it from being run.
   *
   * @return whether they are packed now; false if there are none, or some belong to the runtime
   */
  protected final boolean pack() {
    Frame frame = top;
    if (frame == null || frame == NOT_BEGUN) {
      return false;
    }
    if (isPacked()) {
      return true;
    }
    PackedFrames packed = PackedFrames.of(frame);
    if (packed != null) {
      setTop(packed);
    }
    return packed != null;
  }

  /**
   * Whether the frames are {@linkplain #pack() packed}: a snapshot.
   *
   * @return true if they are
   */
  protected final boolean isPacked() {
    return top instanceof PackedFrames;
  }

  /** Ends an unwinding that reached the trampoline; tells whether the stack is to stay parked. */
  private boolean landed() {
    unwinding = false;
    if (tail != null) { // as a store costs a barrier
      tail = null;
    }
    returned = 0;
    boolean parked = !overflow;
    overflow = false;
    return parked;
  }

  /**
   * Whether the body has begun.
   *
   * @return false until {@link #run()} was called
   */
  protected final boolean hasBegun() {
    return top != NOT_BEGUN;
  }

  /**
   * Replaces the frames of a stack.
   *
   * @param frame the innermost frame, or null for none
   */
  protected final void setTop(@Nullable Frame frame) {
    top = frame;
    returned = 0;
  }

  /** Has a stack that has ended begin again when it is next run. */
  protected final void beginAgain() {
    setTop(NOT_BEGUN);
  }

  /** Lets go of frames that have returned. Called by code that this stack runs. */
  protected final void dropReturned() {
    setTop(top());
  }

  /**
   * Appends the calls saved on this stack to a stack trace, innermost first.
   *
   * @param to the trace
   */
  protected final void appendFramesTo(List<StackTraceElement> to) {
    Traces.appendFrames(top(), to);
  }

  /**
   * Calls the body of the stack. Called once, by {@link #run()}.
   *
   * @param room the bytes of native stack that woven code may use
   * @return the result of the body, or null while unwinding
   * @throws Throwable whatever the body throws
   */
  protected abstract @Nullable Object begin(int room) throws Throwable;

  /**
   * Parks so that the stack goes on as soon as others had their turn. Called by woven code that was
   * asked to yield at random (agent option {@code chaos}); does nothing where that is not possible.
   */
  protected void yieldAtRandom() {}

  /**
   * Called by a woven loop now and then: throws what was raised, and parks, so that the stack goes
   * on as soon as others had their turn, if it has run for long enough.
   */
  protected void poll() {}

  /** Withdraws from whatever was to make this stack runnable, as it could not be left. */
  protected abstract void unwindFailed();

  /**
   * The stack whose woven code runs this one, as a tasklet runs a generator.
   *
   * @return the outer stack, or null
   */
  protected @Nullable FrameStack outer() {
    return null;
  }

  /**
   * Whether the call by which the outer stack runs this one is a frame on the heap.
   *
   * @return false if it is on the native stack, or there is no outer stack
   */
  protected boolean isOuterSaved() {
    return false;
  }

  /**
   * Whether stack traces end at this stack's trampoline, as what lies below is machinery.
   *
   * @return true for a tasklet, false for a stack that is run by the user's own code
   */
  protected boolean endsTraces() {
    return true;
  }
}
