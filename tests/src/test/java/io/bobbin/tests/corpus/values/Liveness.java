package io.bobbin.tests.corpus.values;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.lang.ref.WeakReference;

/** A frame keeps alive what the method will still read, and nothing else. */
class Liveness {
  static class Big {
    final byte[] bytes = new byte[100_000];

    @Override
    public String toString() {
      return "a Big";
    }
  }

  @Suspendable
  static Object deadLocal() {
    Big big = new Big();
    WeakReference<Big> reference = new WeakReference<>(big);
    Log.note(big.bytes.length);
    Park.collected(reference); // big is dead here
    Park.now();
    Park.collected(reference);
    return "done";
  }

  @Suspendable
  static Object reassigned() {
    Big big = new Big();
    WeakReference<Big> reference = new WeakReference<>(big);
    Park.now(); // live, as it is read below
    Log.note(big.bytes.length);
    Park.collected(reference); // about to be overwritten
    big = new Big();
    Park.now();
    return big.bytes.length;
  }

  @Suspendable
  static Object deadParameter() {
    Big big = new Big();
    WeakReference<Big> reference = new WeakReference<>(big);
    return consume(big, reference);
  }

  @Suspendable
  private static Object consume(Big big, WeakReference<Big> reference) {
    Log.note(big.bytes.length);
    big = null;
    Park.collected(reference); // neither here nor in the caller
    return "consumed";
  }

  /** In a loop a slot is dead between its last use and the next assignment. */
  @Suspendable
  static Object inLoop() {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      Big big = new Big();
      WeakReference<Big> reference = new WeakReference<>(big);
      Park.now();
      sum += big.bytes.length;
      Park.collected(reference);
    }
    return sum;
  }

  @Suspendable
  static Object deadThis() {
    return new Holder().leave();
  }

  static class Holder {
    @Suspendable
    Object leave() {
      WeakReference<Holder> reference = new WeakReference<>(this);
      Park.collected(reference); // this is not read any more
      return "left";
    }

    @Override
    public String toString() {
      return "a Holder";
    }
  }

  /** The frame object is reused: what an earlier point saved must not stay. */
  @Suspendable
  static Object staleSlots() {
    Big a = new Big();
    Big b = new Big();
    Big c = new Big();
    WeakReference<Big> wa = new WeakReference<>(a);
    WeakReference<Big> wb = new WeakReference<>(b);
    WeakReference<Big> wc = new WeakReference<>(c);
    Park.now(); // a, b, c
    int sum = a.bytes.length;
    Park.collected(wa); // b, c
    sum += b.bytes.length;
    Park.collected(wb); // c
    sum += c.bytes.length;
    Park.collected(wc);
    Park.collected(wa);
    return sum;
  }

  /** Live only in a handler: it must be saved. */
  @Suspendable
  static Object liveInHandler() {
    String onlyInHandler = Park.value("handler");
    String onlyInFinally = Park.value("finally");
    try {
      Park.now();
      Park.raise(new IllegalStateException("x"));
      return "never";
    } catch (IllegalStateException e) {
      return onlyInHandler + e.getMessage();
    } finally {
      Log.note(onlyInFinally);
    }
  }

  /** Assigned within the try: the handler must see the value of the moment. */
  @Suspendable
  static Object assignedInTry() {
    int step = 0;
    String last = "none";
    try {
      step = Park.value(1);
      last = Park.value("one");
      step = Park.value(2);
      Park.raise(new IllegalStateException());
      step = 3;
    } catch (IllegalStateException e) {
      return step + last;
    }
    return "never";
  }

  /** Dead on one branch, live on the other. */
  @Suspendable
  static Object onOneBranch() {
    String all = "";
    for (int i = 0; i < 2; i++) {
      Big big = new Big();
      WeakReference<Big> reference = new WeakReference<>(big);
      if (Park.value(i) == 0) {
        Park.collected(reference); // dead here
      } else {
        Park.now();
        all += big.bytes.length; // live there
      }
    }
    return all;
  }

  /** A value on the operand stack that was consumed by the call is not kept by the frame. */
  @Suspendable
  static Object argumentOnly() {
    WeakReference<?>[] out = new WeakReference<?>[1];
    take(new Big(), out);
    return "taken";
  }

  @Suspendable
  private static void take(Big big, WeakReference<?>[] out) {
    out[0] = new WeakReference<>(big);
    Park.collected(out[0]);
  }

  /** The result of a finished call and the exception of a finished handler are not kept. */
  @Suspendable
  static Object results() {
    WeakReference<?> result = new WeakReference<>(Park.ref(new Big()));
    Park.collected(result);
    WeakReference<?> exception = null;
    try {
      Park.raise(new IllegalStateException("collect me"));
    } catch (IllegalStateException e) {
      exception = new WeakReference<>(e);
    }
    Park.collected(exception);
    return "results";
  }

  /** A parent frame, saved long ago, keeps what it will read. */
  @Suspendable
  static Object parentKeeps() {
    Big big = new Big();
    WeakReference<Big> reference = new WeakReference<>(big);
    int n = manyParks();
    return n + big.bytes.length + (reference.get() == big ? " kept" : " lost");
  }

  @Suspendable
  private static int manyParks() {
    int n = 0;
    for (int i = 0; i < 5; i++) {
      Park.now();
      n += Park.value(i);
    }
    return n;
  }

  /** A parent frame drops what it will not read, also if it is never touched again. */
  @Suspendable
  static Object parentDrops() {
    Big big = new Big();
    WeakReference<Big> reference = new WeakReference<>(big);
    Log.note(big.bytes.length);
    int n = deep(5, reference); // big is dead across this
    return n;
  }

  @Suspendable
  private static int deep(int n, WeakReference<Big> reference) {
    if (n == 0) {
      Park.collected(reference);
      return 0;
    }
    return deep(n - 1, reference) + 1;
  }
}
