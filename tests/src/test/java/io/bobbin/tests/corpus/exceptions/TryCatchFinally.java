package io.bobbin.tests.corpus.exceptions;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.FileNotFoundException;
import java.io.IOException;

/** try, catch and finally, nested, with suspend points in each part. */
class TryCatchFinally {
  @Suspendable
  static String each(int where) throws Exception {
    String at = "start";
    try {
      Log.note("try");
      at = Park.value("try");
      if (where == 1) {
        Park.raise(new IOException("from try"));
      }
      if (where == 2) {
        throw new IllegalStateException(Park.value("from try"));
      }
      if (where == 3) {
        return Park.value("returned from try");
      }
    } catch (IOException e) {
      Log.note("catch " + e.getMessage() + at);
      at = Park.value("catch");
      if (where == 1) {
        Park.raise(new IOException("from catch", e));
      }
    } finally {
      Log.note("finally after " + at);
      at = Park.value("finally");
      Log.note(at);
    }
    return "end after " + at;
  }

  @Suspendable
  static Object eachPart() {
    String all = "";
    for (int where = 0; where < 4; where++) {
      try {
        all += each(where);
      } catch (Exception e) {
        Log.trace(e);
        all += Park.value(e.getMessage());
      }
      all += "; ";
    }
    return all;
  }

  @Suspendable
  static Object nested() {
    String all = "";
    for (int i = 0; i < 6; i++) {
      try {
        try {
          all += "a" + Park.value(i);
          try {
            if (i == 1) {
              Park.raise(new FileNotFoundException("1"));
            } else if (i == 2) {
              Park.raiseInt(new IOException("2"));
            } else if (i == 3) {
              Park.raiseRef(new IllegalArgumentException("3"));
            } else if (i == 4) {
              throw new Error(Park.value("4"));
            }
            all += "b";
          } catch (FileNotFoundException e) {
            all += "c" + Park.value(e.getMessage());
            throw new IllegalArgumentException(Park.value("c"), e);
          } finally {
            all += "d" + Park.value(i);
          }
        } catch (IllegalArgumentException | IllegalStateException e) {
          all += "e" + Park.value(e.getMessage());
        } finally {
          all += "f";
          try {
            Park.now();
            if (i == 5) {
              Park.raise(new IOException("5"));
            }
          } finally {
            all += "g" + Park.value(i);
          }
        }
        all += "h";
      } catch (Throwable t) {
        Park.now();
        all += "i" + t.getMessage();
      }
      all += "; ";
    }
    return all;
  }

  @Suspendable
  static Object finallyOverrides() throws Exception {
    Log.note(returnInFinally());
    Log.note(breakInFinally());
    return continueInFinally();
  }

  @SuppressWarnings("finally")
  @Suspendable
  private static int returnInFinally() throws IOException {
    try {
      Park.raise(new IOException("lost"));
      return Park.value(1);
    } finally {
      return Park.value(2);
    }
  }

  @SuppressWarnings("finally")
  @Suspendable
  private static int breakInFinally() throws IOException {
    int n = 0;
    while (true) {
      try {
        n = Park.value(n + 1);
        Park.raise(new IOException("lost too"));
      } finally {
        Park.now();
        break;
      }
    }
    return n;
  }

  @SuppressWarnings("finally")
  @Suspendable
  private static int continueInFinally() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try {
        if (Park.value(i) == 1) {
          return -1;
        }
        n += 10;
      } finally {
        n += Park.value(1);
        continue;
      }
    }
    return n;
  }

  /** The value that return computed is not changed by finally. */
  @Suspendable
  static Object returnValueIsKept() {
    return kept() + " " + keptWide() + keptArray()[0];
  }

  @Suspendable
  private static int kept() {
    int n = 1;
    try {
      return n; // saved under the finally
    } finally {
      n = Park.value(2);
      Log.note(n);
    }
  }

  @Suspendable
  private static double keptWide() {
    double d = Park.value(1.5);
    try {
      return d * Park.value(2);
    } finally {
      d = Park.value(0.0);
      Park.now();
    }
  }

  @Suspendable
  private static int[] keptArray() {
    int[] a = {1};
    try {
      return a;
    } finally {
      a[0] = Park.value(7); // seen, as it is the same array
    }
  }

  @Suspendable
  static Object throwInFinally() throws Exception {
    try {
      Park.raise(new IOException("replaced"));
    } finally {
      throw new IllegalStateException(Park.value("from finally"));
    }
  }

  @Suspendable
  static Object rethrow() throws Exception {
    try {
      try {
        Park.raise(new IOException("once"));
      } catch (final Exception e) {
        Park.now();
        throw e; // precise rethrow
      }
    } catch (IOException e) {
      Park.now();
      Log.trace(e);
      throw new Exception("wrapped", e);
    }
    return "never";
  }

  @Suspendable
  static Object loopsAndHandlers() {
    int attempts = 0;
    String log = "";
    while (true) {
      try {
        attempts++;
        for (int i = 0; ; i++) {
          if (i == attempts) {
            Park.raise(new IllegalStateException("at " + i));
          }
          log += Park.value(i);
        }
      } catch (IllegalStateException e) {
        log += "!" + Park.value(e.getMessage());
        if (attempts == 3) {
          break;
        }
        continue;
      } finally {
        log += Park.value("f");
      }
    }
    return log;
  }

  /** The handler is chosen by class, in order; a handler does not cover itself. */
  @Suspendable
  static Object order() {
    String all = "";
    Throwable[] thrown = {
      new FileNotFoundException("f"),
      new IOException("i"),
      new RuntimeException("r"),
      new Error("e"),
      new StackOverflowError("s")
    };
    for (Throwable t : thrown) {
      try {
        try {
          Park.raise(t);
        } catch (RuntimeException e) {
          all += "runtime" + Park.value(1);
          throw new IOException("from a handler");
        } catch (Error e) {
          all += "error" + Park.value(2);
          throw e;
        }
      } catch (IOException e) {
        all += "io" + Park.value(e.getMessage());
      } catch (StackOverflowError e) {
        all += "overflow" + Park.value(3);
      } catch (Throwable e) {
        all += "throwable" + Park.value(e.getMessage());
      }
      all += ' ';
    }
    return all;
  }

  /** The exception waits in a local of the handler, and then in a frame. */
  @Suspendable
  static Object exceptionAcrossParks() {
    Exception first = null;
    try {
      Park.raise(new IOException("first"));
    } catch (Exception e) {
      first = e;
      Park.now();
      try {
        Park.raise(new IOException("second"));
      } catch (Exception f) {
        Park.now();
        e.addSuppressed(f);
        Park.now();
        f.initCause(new RuntimeException(Park.value("cause")));
      }
    }
    Park.now();
    Log.trace(first);
    return first.getSuppressed().length;
  }

  @Suspendable
  static Object emptyParts() throws Exception {
    try {
      Park.raise(new IOException("swallowed"));
    } catch (IOException e) {
      // nothing
    }
    try {
      Log.note("empty finally");
    } finally {
    }
    try {
    } finally {
      Park.now();
    }
    return "end";
  }

  /** A range that covers only code without suspend points, beside one that does not. */
  @Suspendable
  static Object mixedRanges() {
    int n = 0;
    try {
      n = Integer.parseInt("x");
    } catch (NumberFormatException e) {
      n = Park.value(1);
    }
    Park.now();
    try {
      n += Integer.parseInt("2");
    } finally {
      Log.note(n);
    }
    try {
      n /= Park.value(0);
    } catch (ArithmeticException e) {
      n++;
    }
    return n;
  }

  @Suspendable
  static Object wideStackUnderTry() {
    long a = 1L + tryingLong(true) * tryingLong(false) + Park.value(2L);
    return a;
  }

  @Suspendable
  private static long tryingLong(boolean fails) {
    long j = 5;
    try {
      j = Park.value(6L);
      if (fails) {
        Park.raise(new Exception());
      }
      return j;
    } catch (Exception e) {
      return j + Park.value(7L);
    } finally {
      j = Park.value(8L);
    }
  }
}
