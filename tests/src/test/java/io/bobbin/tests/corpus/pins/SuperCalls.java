package io.bobbin.tests.corpus.pins;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Diagnosed;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Methods that cannot be left, called by {@code super}: not those that override them. */
class SuperCalls {
  static class Guarded {
    int n = 1;

    @Suspendable
    @Diagnosed("BBN012")
    synchronized int add(int by) {
      Log.note("guarded " + Thread.holdsLock(this));
      n += Park.pinned(by);
      return n;
    }
  }

  /** Parks around the call of its superclass, whose lock it does not hold then. */
  static class Free extends Guarded {
    @Override
    int add(int by) {
      int before = Park.value(by);
      int sum = super.add(before * 10);
      Log.note("free " + Thread.holdsLock(this));
      return sum + Park.value(100);
    }
  }

  /** Holds the lock itself. */
  static class GuardedAgain extends Guarded {
    @Override
    @Diagnosed("BBN012")
    synchronized int add(int by) {
      int sum = super.add(Park.pinned(by));
      Log.note("again " + Thread.holdsLock(this));
      return sum;
    }
  }

  static class FreeAgain extends GuardedAgain {
    @Override
    int add(int by) {
      Park.now();
      return super.add(by) + super.add(Park.value(2));
    }
  }

  @Suspendable
  static Object synchronizedOnes() {
    Guarded free = new Free();
    Guarded freeAgain = new FreeAgain();
    return free.add(1) + "," + new Guarded().add(Park.value(2)) + "," + freeAgain.add(3);
  }

  interface Counting {
    @Suspendable
    default int count(int n) {
      return Park.pinned(n) + 1; // called with the lock only
    }
  }

  static class LockedCounting implements Counting {
    @Override
    @Diagnosed("BBN012")
    public synchronized int count(int n) {
      Log.note(Thread.holdsLock(this));
      return Counting.super.count(n) * 2; // plain, as the lock is held
    }
  }

  static class OpenCounting extends LockedCounting {
    @Override
    public int count(int n) {
      return super.count(n) + Park.value(1000);
    }
  }

  @Suspendable
  static Object defaultsBeneathALock() {
    Counting open = new OpenCounting();
    return open.count(3) + open.count(Park.value(4));
  }

  /** {@code clone()} is native: {@code super.clone()} stays what it is. */
  static class Copied implements Cloneable {
    int[] values = {1, 2};

    @Suspendable
    Copied copy() throws CloneNotSupportedException {
      Copied copy = (Copied) super.clone();
      copy.values = values.clone();
      copy.values[0] = Park.value(7);
      return copy;
    }

    @Override
    @Suspendable
    public int hashCode() {
      return Park.value(super.hashCode() == System.identityHashCode(this) ? 1 : 0);
    }
  }

  @Suspendable
  static Object nativeOnes() throws CloneNotSupportedException {
    Copied first = new Copied();
    Copied second = first.copy();
    return first.values[0] + "," + second.values[0] + "," + second.hashCode();
  }
}
