package io.bobbin.tests.oracle;

import io.bobbin.Tasklet;
import io.bobbin.frame.Frame;
import io.bobbin.frame.FrameCode;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.ResumePoint;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drives woven code on the calling thread without any scheduler: whatever parks goes on at once.
 *
 * <p>While it is parked, with nothing of the target on a native stack, the frames are checked, the
 * field for primitive results is poisoned, and whatever the target asked for ({@link
 * Park#collected}, {@link Park#trace}) is done.
 */
public final class TestStack extends FrameStack {
  /** The body of a stack: calls a twin. */
  @FunctionalInterface
  public interface Body {
    /** Calls the twin of the entry; while unwinding the result does not matter. */
    @Nullable Object run(FrameStack stack, int room) throws Throwable;
  }

  /** More parks than any target needs: it must have lost its way. */
  private static final int MOST_PARKS = 20_000_000;

  /** At so many parks the frames are checked; later only now and then, so that targets end soon. */
  private static final int CLOSELY_WATCHED = 1_000;

  /** More frames than these are packed now and then only. */
  private static final int DEEP = 100;

  private static final int MOST_COMPLAINTS = 5;

  private static final long POISON = 0xdead_beef_dead_beefL;

  private static final ThreadLocal<@Nullable TestStack> RUNNING = new ThreadLocal<>();

  private final Body body;
  private @Nullable TestStack outer;
  private final List<String> complaints = new ArrayList<>();
  private final Set<List<StackTraceElement>> blockedAt = new HashSet<>();
  private final List<Runnable> whenParked = new ArrayList<>();
  private int parks;
  private boolean poison;
  private boolean everythingWoven;
  private boolean packs;

  /** Makes a stack that will run the body. */
  public TestStack(Body body) {
    this.body = body;
  }

  /** Makes a stack that is run by code of another. */
  TestStack(TestStack outer, Body body) {
    this.body = body;
    this.outer = outer;
    everythingWoven = outer.everythingWoven;
    packs = outer.packs;
  }

  /** Makes a stack with so many bytes of native stack for woven code. */
  public TestStack(Body body, int room) {
    this.body = body;
    this.room = room;
  }

  /**
   * Runs to the end on this thread.
   *
   * @return the result of the body
   * @throws Throwable what the body threw
   */
  public @Nullable Object finish() throws Throwable {
    while (!step()) {}
    return outcome();
  }

  /** Runs to the next park; true if the body has ended. */
  public boolean step() {
    TestStack before = RUNNING.get();
    RUNNING.set(this);
    boolean ended;
    try {
      ended = run();
    } finally {
      RUNNING.set(before);
    }
    if (!ended) {
      parked();
    }
    return ended;
  }

  /** The outcome, once {@link #step} has returned true. */
  public @Nullable Object outcome() throws Throwable {
    if (unwinding) {
      complain("the stack ended while unwinding");
    }
    if (top() != null) {
      complain("the stack ended with frames left: " + describe(top()));
    }
    if (exception != null) {
      throw exception;
    }
    return refResult;
  }

  /** How often the body parked. */
  public int parks() {
    return parks;
  }

  /** What is wrong beyond a wrong result: waits that blocked, frames that make no sense. */
  public List<String> complaints() {
    return complaints;
  }

  /** Says that more is woven than is annotated, so that nothing is expected to be pinned. */
  void everythingIsWoven() {
    everythingWoven = true;
  }

  /** Has the frames packed at each park. */
  void packsFrames() {
    packs = true;
  }

  boolean isEverythingWoven() {
    return everythingWoven;
  }

  void complain(String what) {
    if (!isFull() && !complaints.contains(what)) {
      complaints.add(what);
    }
  }

  /** Complains of a wait that blocked, which some programs do all the time at the same place. */
  void complainOfBlocking() {
    if (!isFull()) {
      List<StackTraceElement> callers = Park.callers();
      if (blockedAt.add(callers)) {
        complain("blocks instead of parking: " + callers);
      }
    }
  }

  private boolean isFull() {
    return complaints.size() == MOST_COMPLAINTS;
  }

  // What Park calls

  /** The stack that runs on this thread. */
  static @Nullable TestStack running() {
    return RUNNING.get();
  }

  /**
   * A trace as it is when the stack that runs on this thread has completed it, which only woven
   * code has done. To be used for what plain code shows by itself: it is as javac made it, so it
   * shows the native stack, with the machinery and without the callers on the heap.
   */
  static StackTraceElement[] completed(StackTraceElement[] raw) {
    FrameStack stack = RUNNING.get();
    if (stack == null && Tasklet.current() instanceof FrameStack tasklet) {
      stack = tasklet;
    }
    if (stack == null) {
      return raw;
    }
    Throwable holder = new Throwable();
    holder.setStackTrace(raw);
    stack.completeTrace(holder);
    return holder.getStackTrace();
  }

  /** Complains if code of the user runs on this thread while its stack is being left. */
  static void mustNotUnwind() {
    TestStack stack = RUNNING.get();
    if (stack != null && stack.unwinding) {
      stack.complain("user code runs while unwinding: " + Park.callers());
    }
  }

  /** Parks; whoever calls returns a dummy at once. */
  void park() {
    mustNotUnwind();
    parks++;
    poison = false;
    unwind();
  }

  /** Does something as soon as the native stack has been left. */
  void onceParked(Runnable action) {
    whenParked.add(action);
  }

  // FrameStack

  @Override
  protected @Nullable Object begin(int room) throws Throwable {
    return body.run(this, room);
  }

  @Override
  protected void yieldAtRandom() {
    if (!isPinned()) {
      park();
      poison = true;
    }
  }

  @Override
  protected void poll() {
    yieldAtRandom();
  }

  @Override
  protected @Nullable FrameStack outer() {
    return outer;
  }

  @Override
  protected boolean endsTraces() {
    return outer == null;
  }

  @Override
  protected void unwindFailed() {
    whenParked.clear();
  }

  // While parked

  private void parked() {
    if (parks > MOST_PARKS) {
      throw new AssertionError("parks for ever: " + describe(top()));
    }
    if (parks < CLOSELY_WATCHED || parks % 97 == 0) {
      checkFrames();
    }
    List<Runnable> actions = List.copyOf(whenParked);
    whenParked.clear();
    actions.forEach(Runnable::run);
    if (packs && isWorthPacking() && !pack()) {
      complain("frames that cannot be packed: " + describe(top()));
    }
    if (poison) {
      primResult = POISON;
    }
  }

  /** Deep stacks are packed now and then, so that deep targets end. */
  private boolean isWorthPacking() {
    int depth = 0;
    for (Frame frame = top(); frame != null && depth <= DEEP; frame = frame.parent()) {
      depth++;
    }
    return depth > 0 && (depth <= DEEP || parks % 9_973 == 0);
  }

  private void checkFrames() {
    int depth = 0;
    for (Frame frame = top(); frame != null && depth < 40; frame = frame.parent()) {
      String wrong = Frames.check(frame);
      if (wrong != null) {
        complain(wrong + ", in the frame of " + describe(frame));
      }
      depth++;
    }
  }

  /** The callers of a park, innermost first, as a dump would show them. */
  List<StackTraceElement> trace() {
    List<StackTraceElement> trace = new ArrayList<>();
    appendFramesTo(trace);
    return trace;
  }

  /** Fails the run unless the referent can be collected now that the stack is parked. */
  void mustBeCollected(WeakReference<?> reference, String what) {
    for (int i = 0; i < 20 && reference.get() != null; i++) {
      System.gc();
    }
    if (reference.get() != null) {
      complain("kept alive: " + what + ", by a frame of " + describe(top()));
    }
  }

  private static String describe(@Nullable Frame frame) {
    if (frame == null) {
      return "no frame";
    }
    FrameCode code = frame.code;
    if (code == null) {
      return "a frame without code";
    }
    ResumePoint point = code.point(frame.point);
    return code.owner().getName() + '.' + code.method() + " at " + point;
  }
}
