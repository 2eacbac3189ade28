package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Calls of static methods, with locals of every kind live across them. */
class StaticCalls {
  @Suspendable
  static Object sum() {
    int sum = 0;
    for (int i = 0; i < 5; i++) {
      Log.note(i);
      sum += add(i, Park.value(10));
    }
    return sum;
  }

  @Suspendable
  static int add(int a, int b) {
    Park.now();
    return a + b;
  }

  @Suspendable
  static Object throwing() {
    Log.note("before");
    Park.now();
    throw failure("a");
  }

  @Suspendable
  private static IllegalStateException failure(String message) {
    return new IllegalStateException(message + Park.value(1));
  }
}
