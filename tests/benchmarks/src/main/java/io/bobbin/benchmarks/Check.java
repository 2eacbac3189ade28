package io.bobbin.benchmarks;

import io.bobbin.frame.FrameStack;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;

/** What benchmarks assert about themselves before they are measured. */
final class Check {
  /**
   * What generators yield: numbers from 0 up to this, again and again; boxes that the JDK keeps.
   */
  static final int YIELDED = 128;

  private Check() {}

  /** Fails unless two numbers are equal. */
  static void same(String what, long expected, long actual) {
    if (expected != actual) {
      throw new IllegalStateException(what + ": expected " + expected + ", was " + actual);
    }
  }

  /** Fails unless a method has, or has not, the twin that only the agent gives it. */
  static void woven(boolean expected, Class<?> owner, String method) {
    boolean found = false;
    for (Method m : owner.getDeclaredMethods()) {
      found |=
          m.getName().equals(method) && List.of(m.getParameterTypes()).contains(FrameStack.class);
    }
    if (found != expected) {
      throw new IllegalStateException(
          owner.getName() + '.' + method + (found ? " is woven" : " is not woven"));
    }
  }

  /** Fails unless an iterator counts from 0 to 127 and over again; takes a multiple of that. */
  static void counts(Iterator<Integer> ints) {
    for (int i = 0; i < 100 * YIELDED; i++) {
      same("value " + i, i % YIELDED, ints.next());
    }
  }

  /** Fails unless each task has run once. */
  static void allDone(int[] done) {
    for (int times : done) {
      same("runs of a task", 1, times);
    }
  }
}
