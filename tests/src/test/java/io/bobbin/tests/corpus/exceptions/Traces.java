package io.bobbin.tests.corpus.exceptions;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Diagnosed;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.function.Supplier;

/** Stack traces: every caller, in order, once, with the line that it is at. */
class Traces {
  @Suspendable
  private static int down(int n, int fails) {
    if (n == 0) {
      return fail(fails);
    }
    Park.now();
    int below = down(n - 1, fails); // this line, not the one before
    Park.now();
    return below + 1;
  }

  @Suspendable
  private static int fail(int how) {
    switch (how) {
      case 0:
        throw new IllegalStateException("before any park");
      case 1:
        Park.now();
        throw new IllegalStateException("after a park");
      case 2:
        return Park.raiseInt(new IllegalStateException("raised by a primitive"));
      case 3:
        return 1 / Park.value(0); // by the JVM
      case 4:
        return new int[0][0].length
            + new int[0][Park.value(0)].length
            + new int[] {}[Park.value(3)]; // a line of its own
      case 5:
        return Integer.parseInt(Park.value("x")); // from the JDK: its elements are kept
      case 6:
        return Park.<String>ref(null).length();
      case 7:
        return ((Integer) Park.<Object>ref("s"));
      default:
        Park.now();
        return 0;
    }
  }

  @Suspendable
  static Object caught() {
    for (int how = 0; how < 8; how++) {
      try {
        down(3, how);
      } catch (RuntimeException e) {
        Log.trace(e);
      }
    }
    return "done";
  }

  @Suspendable
  static Object notCaught() {
    Park.now();
    return down(5, 1);
  }

  /** Caught in a frame in the middle, then wrapped. */
  @Suspendable
  static Object wrapped() {
    try {
      return wrapping(2);
    } catch (RuntimeException e) {
      Park.now();
      throw new RuntimeException("outermost", e);
    }
  }

  @Suspendable
  private static int wrapping(int n) {
    try {
      return n == 0 ? fail(1) : wrapping(n - 1);
    } catch (IllegalStateException e) {
      Park.now();
      throw new RuntimeException("wrapped " + n, e);
    } finally {
      Park.now();
    }
  }

  /** An exception that was made in one place and is thrown in another keeps its trace. */
  @Suspendable
  static Object madeElsewhere() {
    IllegalStateException made = make();
    Park.now();
    Log.trace(made);
    throwIt(made);
    return "never";
  }

  @Suspendable
  private static IllegalStateException make() {
    Park.now();
    IllegalStateException made = new IllegalStateException("made here");
    Park.now();
    return made;
  }

  @Suspendable
  private static void throwIt(RuntimeException e) {
    Park.now();
    throw e;
  }

  /** Asked for its trace at once, in a frame that was resumed. */
  @Suspendable
  static Object askedAtOnce() {
    Park.now();
    return asks(3);
  }

  @Suspendable
  private static Object asks(int n) {
    if (n > 0) {
      Park.now();
      Object result = asks(n - 1);
      Park.now();
      return result;
    }
    Park.now();
    Throwable here = new Throwable("never thrown");
    Log.trace(here); // callers on the heap are there already
    return here.getStackTrace().length > 3;
  }

  /** Subclasses, and ones that override fillInStackTrace or have no writable trace. */
  static class Own extends Exception {
    Own(String message) {
      super(message);
    }
  }

  static class Cheap extends RuntimeException {
    Cheap() {
      super("cheap", null, false, false);
    }
  }

  static class Filled extends RuntimeException {
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  @Suspendable
  static Object otherThrowables() {
    Park.now();
    for (int i = 0; i < 3; i++) {
      try {
        throwing(i);
      } catch (Own | RuntimeException e) {
        Log.trace(e);
      }
    }
    return "done";
  }

  @Suspendable
  private static void throwing(int which) throws Own {
    Park.now();
    switch (which) {
      case 0 -> throw new Own("own" + Park.value(1));
      case 1 -> throw new Cheap();
      default -> throw new Filled();
    }
  }

  /** setStackTrace by the user is respected. */
  @Suspendable
  static Object replacedTrace() {
    Park.now();
    RuntimeException e = new RuntimeException("replaced");
    e.setStackTrace(new StackTraceElement[] {new StackTraceElement("A", "b", "C.java", 5)});
    try {
      throwIt(e);
    } catch (RuntimeException caught) {
      Log.trace(caught);
    }
    throw e;
  }

  /** Rethrown through many frames, suspending in each handler: completed once. */
  @Suspendable
  static Object rethrown() {
    return rethrow(4);
  }

  @Suspendable
  private static Object rethrow(int n) {
    try {
      if (n == 0) {
        Park.now();
        throw new IllegalStateException("rethrown");
      }
      return rethrow(n - 1);
    } catch (IllegalStateException e) {
      Log.trace(e);
      Park.now();
      throw e;
    }
  }

  /** Lines of calls that stretch over several. */
  @Suspendable
  static Object lines() {
    try {
      return sum(
          Park.value(1),
          fail(8),
          fail(1), // this line
          Park.value(2));
    } catch (IllegalStateException e) {
      Log.trace(e);
    }
    return sum(1, 2, Park.value(3) + fail(Park.value(2)), 4);
  }

  @Suspendable
  private static int sum(int a, int b, int c, int d) {
    Park.now();
    return a + b + c + d;
  }

  /** The dump of a parked stack: the same methods and lines as a thread would show. */
  @Suspendable
  static Object parkedStack() {
    Park.now();
    Park.trace();
    int n = dump(3);
    Supplier<Integer> supplier =
        () -> {
          Park.trace();
          return Park.value(1);
        };
    return n + supplier.get() + new Traces().instance();
  }

  @Suspendable
  private static int dump(int n) {
    if (n == 0) {
      Park.trace();
      return 0;
    }
    int below = dump(n - 1) + 1;
    Park.trace(); // on the way back
    return below;
  }

  @Suspendable
  private int instance() {
    Park.trace();
    return 1;
  }

  /** Through code that is not woven: nothing can park there, and the trace is whole. */
  @Suspendable
  static Object throughUnwoven() {
    Park.now();
    return unwoven();
  }

  private static Object unwoven() {
    return marked();
  }

  @Suspendable
  private static Object marked() {
    Park.pinned();
    throw new IllegalStateException("below unwoven code");
  }

  /** A synchronized method has a twin that only calls it: the call is shown once. */
  @Suspendable
  static Object throughSynchronized() {
    Park.now();
    try {
      return guarded(1);
    } catch (IllegalStateException e) {
      Log.trace(e);
    }
    return guarded(0);
  }

  @Suspendable
  @Diagnosed("BBN012")
  private static synchronized Object guarded(int n) {
    if (n > 0) {
      return guarded(n - 1); // a line for each call
    }
    throw new IllegalStateException("in a monitor");
  }

  /** What plain code or the JVM wraps is completed with the wrapper. */
  @Suspendable
  static Object wrappedByPlainCode() {
    Park.now();
    return wrappedBelow(2);
  }

  @Suspendable
  private static Object wrappedBelow(int n) {
    Park.now();
    if (n > 0) {
      return wrappedBelow(n - 1);
    }
    try {
      wraps();
    } catch (IllegalArgumentException e) {
      Log.trace(e);
    }
    return FailsToInitialise.value;
  }

  private static void wraps() {
    try {
      try {
        throw new IllegalStateException("cause");
      } finally {
        marked();
      }
    } catch (IllegalStateException e) {
      IllegalArgumentException wrapper = new IllegalArgumentException("wrapper", e);
      wrapper.addSuppressed(new IllegalStateException("suppressed", e));
      throw wrapper;
    }
  }

  private static class FailsToInitialise {
    static Object value = fails();

    private static Object fails() {
      throw new IllegalStateException("in an initialiser");
    }
  }

  @Suspendable
  static Object deepTrace() { // more than the JVM keeps
    Park.now();
    return deep(2_000);
  }

  @Suspendable
  private static Object deep(int n) {
    if (n == 0) {
      Park.now();
      throw new IllegalStateException("deep");
    }
    return deep(n - 1);
  }
}
