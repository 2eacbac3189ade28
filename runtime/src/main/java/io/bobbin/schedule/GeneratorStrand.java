package io.bobbin.schedule;

import io.bobbin.Generator;
import io.bobbin.Suspendable;
import io.bobbin.frame.Doors;
import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A generator: the stack of its body, which its consumer runs inside of {@code next()}.
 *
 * <pre>
 *   phase    the body                                     leaves by
 *   PAUSED   has not begun, or is left at a yield whose   the consumer runs it: RUNNING
 *            value the consumer has
 *   RUNNING  runs inside of the consumer's call, or is    yield: PAUSED; its end: DONE
 *            left because it parked the consumer
 *   READY    is left at a yield at whose value hasNext()  next(): PAUSED
 *            has looked
 *   CALLED   is to be run by the trampoline of an outer   that runs it: RUNNING
 *            strand, as the consumer's native stack was
 *            used up
 *   DONE     has ended
 * </pre>
 *
 * <p>When the body yields, only this stack is left, and the consumer's call goes on natively. When
 * the body parks, the consumer must park too: this stack is left, {@code next()} saves a frame on
 * the consumer's stack and leaves that too. The waker stores the outcome here, as this is the
 * strand that waits, and wakes the {@linkplain #host() tasklet} at the bottom. That runs the
 * innermost strand first; when a strand stops, its consumer goes on with the frame that it saved.
 * The same is done when generators are nested so deep that the native stack is used up.
 *
 * <p>{@link #outer} is not cleared between two steps: the consumer is the same as a rule, and a
 * store costs a barrier.
 *
 * @param <T> the type of the values
 */
public final class GeneratorStrand<T extends @Nullable Object> extends InnerStrand
    implements Generator<T>, Generator.Output<T>, Doors.OfIterator<T>, Portable {
  private static final byte PAUSED = 0;
  private static final byte RUNNING = 1;
  private static final byte READY = 2;
  private static final byte DONE = 3;
  private static final byte CALLED = 4;

  /** The bytes of native stack that a nested generator takes besides its woven code. */
  private static final int LEVEL = 1_000;

  /** What a native activation of next() and hasNext() needs: see {@link Step}. */
  private static final class Call extends Frame implements Portable {
    private @Nullable GeneratorStrand<?> generator;

    Call(@Nullable GeneratorStrand<?> generator) {
      this.generator = generator;
    }

    @Override
    public void saveShape(Outlet to) {
      to.number(code == NEXT ? 1 : 0);
    }

    @Override
    public void save(Outlet to) {
      to.reference(generator);
    }

    @Override
    public void restore(Inlet from) {
      generator = from.reference(GeneratorStrand.class);
      if (generator == null) {
        throw from.damaged("a call of no generator");
      }
    }
  }

  /**
   * Makes the frame of a consumer's call, to be restored.
   *
   * @param from what the frame wrote as its shape
   * @return an empty frame
   */
  public static Frame emptyCall(Inlet from) {
    Call call = new Call(null);
    call.code = from.number(0, 1) != 0 ? NEXT : HAS_NEXT;
    return call;
  }

  /**
   * Makes an empty generator, to be restored.
   *
   * @return a generator
   */
  public static GeneratorStrand<?> empty() {
    return new GeneratorStrand<>();
  }

  /** How a consumer that was parked by a generator's body goes on. */
  private static final class Step extends FrameCode {
    private final boolean takes;

    Step(boolean takes) {
      this.takes = takes;
    }

    @Override
    public @Nullable Object resume(Frame frame, FrameStack stack, @Nullable Object value) {
      GeneratorStrand<?> generator = Objects.requireNonNull(((Call) frame).generator);
      if (generator.exception != null) {
        throw Sneaky.raise(generator.takeException());
      }
      if (takes) {
        return generator.taken();
      }
      stack.primResult = generator.looks() ? 1 : 0;
      return null;
    }
  }

  private static final FrameCode NEXT = new Step(true);
  private static final FrameCode HAS_NEXT = new Step(false);

  private @Nullable Source<T> source;
  private @Nullable FrameStack outer;
  private @Nullable Object value;
  private byte phase;

  /**
   * Makes a generator whose body has not begun.
   *
   * @param source the body
   */
  public GeneratorStrand(Source<T> source) {
    this.source = source;
  }

  private GeneratorStrand() {}

  // The consumer's side

  @Override
  @Suspendable
  public boolean hasNext() {
    if (phase == PAUSED) {
      enter(null, DEFAULT_ROOM);
      runs();
      return looks();
    }
    return phase == READY;
  }

  @Override
  public boolean hasNext(FrameStack stack, int room) {
    if (phase == PAUSED) {
      if (!enters(stack, room) || (!runs() && !hasStopped())) {
        leave(stack, HAS_NEXT);
        return false;
      }
      return looks();
    }
    return phase == READY;
  }

  @Override
  @Suspendable
  public T next() {
    if (phase == PAUSED) {
      enter(null, DEFAULT_ROOM);
      runs();
    }
    return taken();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what the body yielded; the dummy
  public T next(FrameStack stack, int room) {
    if (phase == PAUSED) {
      if (!enters(stack, room)) {
        leave(stack, NEXT);
        return null;
      }
      if (!runs()) {
        if (phase == PAUSED) {
          return (T) value; // as a rule
        }
        leave(stack, NEXT);
        return null;
      }
    }
    return taken();
  }

  /** Begins a call by a woven consumer; false if there is no native stack for the body. */
  private boolean enters(FrameStack consumer, int nativeRoom) {
    if (nativeRoom >= LEVEL) {
      enter(consumer, nativeRoom - LEVEL);
      return true;
    }
    boolean pinned = ((Strand) consumer).isPinnedWithin();
    enter(consumer, DEFAULT_ROOM);
    if (!pinned) {
      phase = CALLED;
    }
    return pinned;
  }

  private void enter(@Nullable FrameStack consumer, int nativeRoom) {
    if (outer != consumer) {
      outer = consumer;
    }
    room = nativeRoom;
    phase = RUNNING;
  }

  /** Runs the body until it yields, parks, or ends; true if it ended. */
  private boolean runs() {
    boolean over;
    try {
      over = (inner() == null && outer != null) ? run() : runWithInner();
    } catch (Throwable t) {
      setTop(null);
      unwinding = false;
      phase = DONE;
      throw t;
    }
    if (over) {
      phase = DONE;
      refResult = null;
      if (exception != null) {
        throw Sneaky.raise(takeException());
      }
    }
    return over;
  }

  @Override
  void runInner(int nativeRoom) {
    phase = RUNNING;
    room = nativeRoom;
    try {
      if (run()) {
        phase = DONE;
        refResult = null;
      }
    } catch (Throwable t) {
      setTop(null);
      unwinding = false;
      phase = DONE;
      exception = t;
    }
  }

  @Override
  boolean isToRun() {
    return phase == CALLED;
  }

  @Override
  boolean hasStopped() {
    return phase == PAUSED || phase == DONE;
  }

  /** Whether the body, which was run, has yielded; if so the value is kept for next(). */
  private boolean looks() {
    if (phase == PAUSED) {
      phase = READY;
    }
    return phase == READY;
  }

  /** The value at which the body has yielded. */
  @SuppressWarnings({"unchecked", "NullAway"}) // what the body yielded, null if it may
  private T taken() {
    if (phase == READY) {
      phase = PAUSED;
    } else if (phase == DONE) {
      throw new NoSuchElementException("the generator's body has ended");
    } else if (phase == RUNNING) {
      throw new IllegalStateException("a generator is consumed by its own body, or by two threads");
    }
    return (T) value;
  }

  private void leave(FrameStack stack, FrameCode code) {
    Call call;
    try {
      call = new Call(this);
    } catch (OutOfMemoryError e) {
      abandon();
      throw e;
    }
    ((Strand) stack).setInner(this);
    stack.push(call, code, 0);
    stack.unwind();
  }

  @Override
  void abandon() {
    if (phase == CALLED) {
      phase = PAUSED; // the call did not happen
      return;
    }
    super.unwindFailed();
    setTop(null);
    phase = DONE;
  }

  @Override
  protected void unwindFailed() {
    if (phase == PAUSED) {
      phase = RUNNING; // it was a yield, which has not happened
    } else {
      super.unwindFailed();
    }
  }

  // The body's side

  @Override
  @Suspendable
  public void yield(T element) {
    throw new IllegalStateException(
        "Generator: yield() was called outside of the generator's body, or through code that cannot"
            + " be left: code that is not woven, or a synchronized block or method. Yield from"
            + " @Suspendable methods and lambdas only.");
  }

  /**
   * The twin of {@link #yield(Object)}.
   *
   * @param element the value
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public void yield(T element, FrameStack stack, int room) {
    if (stack != this || isPinned()) {
      yieldFromAfar(element, stack);
    }
    value = element;
    phase = PAUSED;
    stack.unwind();
  }

  /** Sees whether a yield by another stack than the body's comes from one that the body runs. */
  private void yieldFromAfar(T element, FrameStack stack) {
    if (!((Strand) stack).isLeftWith(this)) {
      this.yield(element);
    }
  }

  @Override
  protected @Nullable Object begin(int nativeRoom) throws Throwable {
    Source<T> body = Objects.requireNonNull(source);
    source = null;
    body.generate(this, this, nativeRoom);
    return null;
  }

  // Pickling

  @Override
  public void save(Outlet to) {
    boolean isChained = isOuterSaved();
    if ((phase == RUNNING || phase == CALLED) && !isChained) {
      throw to.refusal("is a generator that is running");
    }
    if (isPinned()) {
      throw to.refusal("is a generator that holds a lock that belongs to its thread");
    }
    to.number(phase);
    to.reference(source);
    to.reference(phase == READY || phase == PAUSED ? value : null);
    to.reference(isChained ? outer : null);
    to.reference(inner());
    saveStack(to);
  }

  @Override
  @SuppressWarnings("unchecked") // what it was
  public void restore(Inlet from) {
    phase = (byte) from.number(PAUSED, CALLED);
    source = (Source<T>) from.reference(Source.class);
    value = from.reference();
    outer = from.reference(Strand.class);
    setInner(from.reference(Strand.class));
    restoreStack(from);
    if (hasBegun() != (source == null)) {
      throw from.damaged("a generator that has begun has no body any more");
    }
    if (phase != PAUSED && phase != READY && phase != DONE && outer == null) {
      throw from.damaged("a generator that runs for nobody");
    }
  }

  // As a strand

  @Override
  @Nullable Strand outerStrand() {
    return (Strand) outer;
  }

  @Override
  protected @Nullable FrameStack outer() {
    return outer;
  }

  @Override
  protected boolean isOuterSaved() {
    Strand below = outerStrand();
    return below != null && below.inner() == this;
  }

  @Override
  protected boolean endsTraces() {
    return false;
  }
}
