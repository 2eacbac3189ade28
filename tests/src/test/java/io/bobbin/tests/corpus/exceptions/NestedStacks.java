package io.bobbin.tests.corpus.exceptions;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Nest;
import io.bobbin.tests.oracle.Park;

/** A stack within a stack, as a generator's in a tasklet: traces go through both. */
class NestedStacks {
  @Suspendable
  static Object values() throws Throwable {
    int outer = Park.value(1);
    Object inner =
        Nest.run(
            () -> {
              Park.now();
              return outer + Park.value(10);
            });
    return inner + "" + Park.value(2);
  }

  @Suspendable
  static Object exceptionThroughBoth() throws Throwable {
    Park.now();
    return middle(3);
  }

  @Suspendable
  private static Object middle(int n) throws Throwable {
    if (n > 0) {
      Object result = middle(n - 1);
      Park.now();
      return result;
    }
    Park.now();
    try {
      return Nest.run(() -> failing(2));
    } catch (IllegalStateException e) {
      Log.trace(e); // the inner frames, then the outer ones
      Park.now();
      throw new IllegalStateException("wrapped", e);
    }
  }

  @Suspendable
  private static Object failing(int n) {
    Park.now();
    if (n == 0) {
      throw new IllegalStateException("inner");
    }
    Object below = failing(n - 1);
    Park.now();
    return below;
  }

  @Suspendable
  static Object threeDeep() throws Throwable {
    Park.now();
    return Nest.run(
        () -> {
          Park.now();
          try {
            return Nest.run(
                () -> {
                  Park.now();
                  return failing(1);
                });
          } catch (Throwable t) {
            Park.now();
            throw new IllegalStateException("from the middle", t);
          }
        });
  }

  @Suspendable
  static Object askedAtOnce() throws Throwable {
    Park.now();
    return Nest.run(
        () -> {
          Park.now();
          Log.trace(new Throwable("where am I"));
          return Park.value("asked");
        });
  }

  @Suspendable
  static Object deepWithin() throws Throwable {
    Park.now();
    return Nest.run(() -> count(50_000)) + "" + count(50_000);
  }

  @Suspendable
  private static int count(int n) {
    return n == 0 ? Park.value(0) : count(n - 1) + 1;
  }
}
