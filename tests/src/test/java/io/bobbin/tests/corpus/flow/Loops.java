package io.bobbin.tests.corpus.flow;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loops of every form, with suspend points in each part. */
class Loops {
  @Suspendable
  static Object forLoop() {
    int sum = 0;
    for (int i = Park.value(0), j = Park.value(10); i < Park.value(j); i += Park.value(2), j--) {
      sum = sum * 3 + i * j;
    }
    return sum;
  }

  @Suspendable
  static Object whileLoop() {
    int n = Park.value(27);
    int steps = 0;
    while (Park.value(n) != 1) {
      n = n % 2 == 0 ? n / 2 : 3 * n + 1;
      steps++;
    }
    return steps;
  }

  @Suspendable
  static Object doWhile() {
    int i = 0;
    do {
      Log.note(i);
      if (i == 2) {
        continue;
      }
      Park.now();
    } while (Park.value(++i) < 4);
    return i;
  }

  /** Its last lines are those of a handler that nothing leads to. */
  @Suspendable
  static Object endlessWithIdleTry() {
    try {
      return endless(Park.value(3));
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Suspendable
  private static int endless(int left) {
    again:
    while (true) {
      if (left-- == 0) {
        throw new IllegalStateException(Park.value("enough"));
      }
      try {
        continue again;
      } catch (RuntimeException e) {
        // Nothing throws.
      }
    }
  }

  @Suspendable
  static Object labelled() {
    List<String> seen = new ArrayList<>();
    outer:
    for (int i = 0; ; i++) {
      middle:
      for (int j = 0; j < 4; j++) {
        for (int k = Park.value(0); k < 4; k++) {
          seen.add("" + i + j + k);
          if (k == 1 && j == 0) {
            continue middle;
          }
          if (k == 2 && j == 1) {
            Park.now();
            continue outer;
          }
          if (i == 2) {
            break outer;
          }
        }
        seen.add(Park.value("middle"));
      }
    }
    block:
    {
      if (Park.value(true)) {
        break block;
      }
      seen.add("never");
    }
    return seen;
  }

  @Suspendable
  static Object overArraysAndCollections() {
    String all = "";
    for (String s : Park.value("a b c").split(" ")) {
      all += Park.value(s);
    }
    for (long j : new long[] {1, 2, 3}) {
      all += Park.value(j);
    }
    for (double[] row : new double[][] {{1, 2}, {}, {3}}) {
      for (double d : row) {
        all += Park.value(d);
      }
    }
    for (Map.Entry<String, Integer> entry : new TreeMap<>(Map.of("x", 1, "y", 2)).entrySet()) {
      all += Park.value(entry.getKey()) + entry.getValue();
    }
    return all;
  }

  @Suspendable
  static Object variablesOfTheBody() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 3; i++) { // slots are shared by variables of different types
      if (i == 0) {
        int x = Park.value(i);
        Park.now();
        all.append(x);
      } else if (i == 1) {
        String x = Park.value("s" + i);
        Park.now();
        all.append(x);
      } else {
        double x = Park.value(1.5);
        long y = Park.value(2L);
        all.append(x).append(y);
      }
    }
    return all.toString();
  }

  @Suspendable
  static Object sieve() {
    boolean[] composite = new boolean[60];
    List<Integer> primes = new ArrayList<>();
    for (int n = 2; n < composite.length; n++) {
      if (Park.value(composite[n])) {
        continue;
      }
      primes.add(n);
      for (int m = n * n; m < composite.length; m += n) {
        composite[m] = true;
      }
    }
    return primes;
  }

  @Suspendable
  static Object countedByWides() {
    long product = 1;
    for (long j = 1L; j <= Park.value(5L); j++) {
      product *= j;
    }
    double d = 0;
    while ((d += Park.value(0.5)) < 2) {
      Log.note(d);
    }
    float f = 1;
    for (; f < 10; f *= Park.value(2f)) {
      Log.note(f);
    }
    return product + d + f;
  }

  @Suspendable
  static Object neverEntered() {
    int n = Park.value(0);
    for (int i = 0; i < n; i++) {
      Park.now();
    }
    while (n > Park.value(0)) {
      Park.now();
    }
    for (Object o : new Object[0]) {
      Park.ref(o);
    }
    return "through";
  }

  @Suspendable
  static Object infiniteWithBreak() {
    int i = 0;
    for (; ; ) {
      if (Park.value(i++) > 3) {
        break;
      }
    }
    while (true) {
      if (i-- < 0) {
        return Park.value(i);
      }
    }
  }

  /** Code that cannot be reached after weaving either: javac leaves none, but gotos to gotos. */
  @Suspendable
  static Object jumps() {
    int n = Park.value(5);
    loop:
    while (true) {
      switch (n) {
        case 0:
          break loop;
        case 3:
          n = Park.value(1);
          continue;
        default:
          n--;
      }
      Log.note(n);
    }
    return n;
  }

  private static int rounds;

  @Suspendable
  static Object firstInstructionIsALoop() {
    while (true) { // jumps back to offset 0
      if (Park.value(rounds++ % 5) == 4) {
        return rounds % 5;
      }
    }
  }

  @Suspendable
  static Object endsByExceptionOnly() {
    try {
      forEver(0);
    } catch (IllegalStateException e) {
      Log.trace(e);
    }
    return "done";
  }

  @Suspendable
  private static void forEver(int n) {
    for (; ; ) { // no return instruction
      if (Park.value(n++) > 3) {
        throw new IllegalStateException("after " + n);
      }
    }
  }

  /** Values on the stack while a loop in a lambda's or a switch's body runs. */
  @Suspendable
  static Object loopWithinAnExpression() {
    return "a"
        + switch (Park.value(1)) {
          case 1 -> {
            String all = "";
            for (String s : new String[] {"x", "y"}) {
              all += Park.value(s);
            }
            yield all;
          }
          default -> "";
        }
        + Park.value("b");
  }
}
