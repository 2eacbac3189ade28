package io.bobbin.tests.corpus.pins;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Diagnosed;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** synchronized: calls inside go to the plain entry, calls outside park. */
class Monitors {
  private final Object lock = new Object();
  private int n;

  @Suspendable
  static Object block() {
    return new Monitors().inBlock(3);
  }

  @Suspendable
  @Diagnosed("BBN016")
  private int inBlock(int by) {
    Park.now();
    synchronized (lock) {
      Log.note(Thread.holdsLock(lock));
      n += Park.pinned(by); // held: cannot park
    }
    Log.note(Thread.holdsLock(lock));
    Park.now();
    synchronized (this) {
      n++;
    }
    return n + Park.value(1);
  }

  @Suspendable
  static Object method() {
    Monitors m = new Monitors();
    return m.add(Park.value(2)) + addStatic(Park.value(3));
  }

  @Suspendable
  @Diagnosed("BBN012") // a synchronized method cannot be left
  synchronized int add(int by) {
    Log.note(Thread.holdsLock(this));
    return n += Park.pinned(by);
  }

  @Suspendable
  @Diagnosed("BBN012")
  static synchronized int addStatic(int n) {
    Log.note(Thread.holdsLock(Monitors.class));
    return Park.pinned(n);
  }

  @Suspendable
  @Diagnosed("BBN016")
  static Object nested() {
    Object a = new Object();
    Object b = new Object();
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      synchronized (a) {
        sum += Park.pinned(1);
        synchronized (b) {
          sum += Park.pinned(10);
          if (i == 1) {
            continue; // leaves both
          }
        }
        Log.note(Thread.holdsLock(b));
        sum += Park.pinned(100); // a is still held
      }
      Log.note(Thread.holdsLock(a));
      sum += Park.value(1000);
    }
    return sum;
  }

  @Suspendable
  @Diagnosed("BBN016")
  static Object exceptions() {
    Object lock = new Object();
    try {
      synchronized (lock) {
        Park.pinned();
        throw new IllegalStateException("leaves the monitor");
      }
    } catch (IllegalStateException e) {
      Log.note(Thread.holdsLock(lock));
      Park.now();
      Log.trace(e);
    }
    try {
      synchronized (Park.ref((Object) null)) {
        Park.pinned();
      }
    } catch (NullPointerException e) {
      Log.note("no lock");
    }
    return "done";
  }

  @Suspendable
  static Object returnsFromInside() {
    return new Monitors().returning(1) + new Monitors().returning(0);
  }

  @Suspendable
  @Diagnosed("BBN016")
  private int returning(int how) {
    Park.now();
    synchronized (lock) {
      if (how == 1) {
        return Park.pinned(5);
      }
    }
    return Park.value(6);
  }

  /** The lock's expression is outside, and so is what follows an early exit. */
  @Suspendable
  @Diagnosed("BBN016")
  static Object whereItBegins() {
    Monitors m = new Monitors();
    synchronized (Park.ref(m).lock) {
      m.n = 1;
    }
    for (int i = 0; i < 3; i++) {
      synchronized (m) {
        if (i == 2) {
          break;
        }
        m.n += Park.pinned(i);
      }
      m.n += Park.value(10);
    }
    Log.note(Thread.holdsLock(m));
    return m.n + Park.value(100);
  }

  /** Whatever is called from inside is plain, however deep. */
  @Suspendable
  @Diagnosed("BBN016")
  static Object callsFromInside() {
    Monitors m = new Monitors();
    synchronized (m) {
      m.n = down(3);
    }
    return m.n + Park.value(1);
  }

  @Suspendable
  private static int down(int n) {
    return n == 0 ? Park.pinned(0) : down(n - 1) + 1;
  }

  @Suspendable
  @Diagnosed("BBN016")
  static Object lambdaInside() {
    interface Body {
      @Suspendable
      int run();
    }
    Object lock = new Object();
    Body outside = () -> Park.value(2);
    int sum = outside.run();
    Body made;
    synchronized (lock) {
      made = () -> Park.value(3); // made inside, called outside
      Body inside = () -> Park.pinned(4);
      sum += inside.run();
    }
    return sum + made.run();
  }

  @Suspendable
  @Diagnosed("BBN016")
  static Object tryFinallyInside() {
    Object lock = new Object();
    String all = "";
    for (int i = 0; i < 2; i++) {
      try {
        synchronized (lock) {
          try {
            all += Park.pinned(i);
            if (i == 1) {
              throw new IllegalStateException("x");
            }
          } finally {
            all += Park.pinned(9);
          }
        }
      } catch (IllegalStateException e) {
        all += e.getMessage() + Park.value(1) + Thread.holdsLock(lock);
      }
    }
    return all;
  }
}
