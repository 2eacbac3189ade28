package io.bobbin.tests.oracle;

import io.bobbin.Suspendable;
import io.bobbin.frame.Chaos;
import io.bobbin.frame.FrameStack;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hand-woven primitives that park and then return or throw. On a plain thread they return at once.
 *
 * <p>Each is an expectation: {@code Park.now()} and its kin must park in a woven run, {@link
 * #pinned} must not. Where that is not so, the run fails with the place.
 *
 * <p>The values that the {@code rare*} methods return are the dummies that woven code returns while
 * it unwinds: code that took one for the dummy would go wrong.
 */
public final class Park {
  private static final Set<String> HARNESS =
      Set.of(Park.class.getName(), Log.class.getName(), TestStack.class.getName());

  private Park() {}

  // Plain entries

  /** Parks. */
  @Suspendable
  public static void now() {
    blocked();
  }

  /** Must not park, as the caller cannot be left: it is in a monitor, a constructor, ... */
  @Suspendable
  public static void pinned() {}

  /** Must not park, as the caller cannot be left; returns the value. */
  @Suspendable
  public static int pinned(int value) {
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static int value(int value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static boolean value(boolean value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static byte value(byte value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static char value(char value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static short value(short value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static long value(long value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static float value(float value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static double value(double value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static String value(String value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static int[] value(int[] value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value. */
  @Suspendable
  public static Object[] value(Object[] value) {
    blocked();
    return value;
  }

  /** Parks, and returns the value, which may be null. */
  @Suspendable
  public static <T extends @Nullable Object> T ref(T value) {
    blocked();
    return value;
  }

  /** Parks, and returns null. */
  @Suspendable
  public static @Nullable String nothing() {
    blocked();
    return null;
  }

  /** Parks, and returns what is a dummy elsewhere. */
  @Suspendable
  public static int rareInt() {
    blocked();
    return FrameStack.RARE_INT;
  }

  /** Parks, and returns what is a dummy elsewhere. */
  @Suspendable
  public static long rareLong() {
    blocked();
    return FrameStack.RARE_LONG;
  }

  /** Parks, and returns what is a dummy elsewhere. */
  @Suspendable
  public static float rareFloat() {
    blocked();
    return FrameStack.RARE_FLOAT;
  }

  /** Parks, and returns what is a dummy elsewhere. */
  @Suspendable
  public static double rareDouble() {
    blocked();
    return FrameStack.RARE_DOUBLE;
  }

  /** Parks, and throws. */
  @Suspendable
  public static <T extends Throwable> void raise(T t) throws T {
    blocked();
    throw t;
  }

  /** Parks, and throws where an {@code int} is expected. */
  @Suspendable
  public static <T extends Throwable> int raiseInt(T t) throws T {
    blocked();
    throw t;
  }

  /** Parks, and throws where a reference is expected. */
  @Suspendable
  public static <T extends Throwable> String raiseRef(T t) throws T {
    blocked();
    throw t;
  }

  /** Parks; by then the referent must not be kept alive by the stack. */
  @Suspendable
  public static void collected(WeakReference<?> reference) {
    blocked();
  }

  /** Parks, and records the stack in the log. */
  @Suspendable
  public static void trace() {
    blocked();
    Log.trace(callers());
  }

  // Twins

  /** The twin. */
  public static void now(FrameStack stack, int room) {
    park(stack, room);
  }

  /** The twin. */
  public static void pinned(FrameStack stack, int room) {
    mustBePinned(stack);
  }

  /** The twin. */
  public static int pinned(int value, FrameStack stack, int room) {
    mustBePinned(stack);
    return value;
  }

  /** The twin. */
  public static int value(int value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = value;
    return FrameStack.RARE_INT;
  }

  /** The twin. */
  public static boolean value(boolean value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = value ? 1 : 0;
    return false;
  }

  /** The twin. */
  public static byte value(byte value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = value;
    return 0;
  }

  /** The twin. */
  public static char value(char value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = value;
    return 0;
  }

  /** The twin. */
  public static short value(short value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = value;
    return 0;
  }

  /** The twin. */
  public static long value(long value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = value;
    return FrameStack.RARE_LONG;
  }

  /** The twin. */
  public static float value(float value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = Float.floatToRawIntBits(value);
    return FrameStack.RARE_FLOAT;
  }

  /** The twin. */
  public static double value(double value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.primResult = Double.doubleToRawLongBits(value);
    return FrameStack.RARE_DOUBLE;
  }

  /** The twin. */
  public static @Nullable String value(String value, FrameStack stack, int room) {
    return ref(value, stack, room);
  }

  /** The twin. */
  public static int @Nullable [] value(int[] value, FrameStack stack, int room) {
    return ref(value, stack, room);
  }

  /** The twin. */
  public static Object @Nullable [] value(Object[] value, FrameStack stack, int room) {
    return ref(value, stack, room);
  }

  /** The twin. */
  public static <T extends @Nullable Object> @Nullable T ref(T value, FrameStack stack, int room) {
    if (!park(stack, room)) {
      return value;
    }
    stack.refResult = value;
    return null;
  }

  /** The twin. */
  public static @Nullable String nothing(FrameStack stack, int room) {
    return ref(null, stack, room);
  }

  /** The twin. */
  public static int rareInt(FrameStack stack, int room) {
    return value(FrameStack.RARE_INT, stack, room);
  }

  /** The twin. */
  public static long rareLong(FrameStack stack, int room) {
    return value(FrameStack.RARE_LONG, stack, room);
  }

  /** The twin. */
  public static float rareFloat(FrameStack stack, int room) {
    return value(FrameStack.RARE_FLOAT, stack, room);
  }

  /** The twin. */
  public static double rareDouble(FrameStack stack, int room) {
    return value(FrameStack.RARE_DOUBLE, stack, room);
  }

  /** The twin. */
  public static <T extends Throwable> void raise(T t, FrameStack stack, int room) throws T {
    if (t == null || !park(stack, room)) {
      throw t; // if it is null, the JVM's own exception
    }
    stack.exception = t;
  }

  /** The twin. */
  public static <T extends Throwable> int raiseInt(T t, FrameStack stack, int room) throws T {
    raise(t, stack, room);
    return FrameStack.RARE_INT;
  }

  /** The twin. */
  public static <T extends Throwable> @Nullable String raiseRef(T t, FrameStack stack, int room)
      throws T {
    raise(t, stack, room);
    return null;
  }

  /** The twin. */
  public static void collected(WeakReference<?> reference, FrameStack stack, int room) {
    if (stack instanceof TestStack test && park(stack, room)) {
      test.onceParked(() -> test.mustBeCollected(reference, String.valueOf(reference.get())));
    }
  }

  /** The twin. */
  public static void trace(FrameStack stack, int room) {
    if (stack instanceof TestStack test && park(stack, room)) {
      test.onceParked(() -> Log.trace(test.trace()));
    } else {
      Log.trace(callers());
    }
  }

  // How

  /** Leaves the stack if that is possible; tells whether. */
  private static boolean park(FrameStack stack, int room) {
    if (stack.isPinned()) {
      blocked();
      return false;
    }
    if (stack instanceof TestStack test) {
      test.park();
      return true;
    }
    Chaos.point(stack, room);
    return stack.unwinding;
  }

  /** Complains if this thread runs a stack, which then should have been left. */
  private static void blocked() {
    TestStack stack = TestStack.running();
    if (stack != null) {
      stack.complainOfBlocking();
    }
  }

  private static void mustBePinned(FrameStack stack) {
    if (stack instanceof TestStack test && !test.isEverythingWoven() && !stack.isPinned()) {
      test.complain("could park though it was said to be pinned: " + callers());
    }
  }

  /** The trace of this thread below the harness. */
  static List<StackTraceElement> callers() {
    StackTraceElement[] trace = TestStack.completed(new Throwable().getStackTrace());
    int own = 0;
    while (own < trace.length && HARNESS.contains(trace[own].getClassName())) {
      own++;
    }
    return List.of(trace).subList(own, trace.length);
  }
}
