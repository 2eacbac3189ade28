package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** Virtual, private, final and super calls; the receiver is live across them or dead after them. */
class InstanceCalls {
  private final String name;
  private int calls;

  InstanceCalls(String name) {
    this.name = name;
  }

  @Suspendable
  String hello(String who) {
    calls++;
    String prefix = Park.value("hello ");
    return prefix + who + " from " + name + " in call " + calls; // this is live
  }

  @Suspendable
  private String secret(int n) {
    return n == 0 ? Park.value("secret") : secret(n - 1) + n; // invokespecial up to Java 10
  }

  @Suspendable
  final long wide(long a, int b, double c) {
    Park.now();
    return a + b + (long) c;
  }

  @Suspendable
  String dead() {
    Park.now();
    return "no field read"; // this is dead
  }

  static class Sub extends InstanceCalls {
    Sub() {
      super("sub");
    }

    @Override
    String hello(String who) { // not annotated: inherited
      Log.note("sub");
      return "<" + super.hello(who) + ">"; // invokespecial of the superclass's method
    }

    @Override
    @Suspendable
    String dead() {
      return super.dead() + super.wide(1L, 2, 3.5) + wide(4L, 5, 6.5);
    }
  }

  @Suspendable
  static Object virtualCalls() {
    InstanceCalls[] receivers = {new InstanceCalls("base"), new Sub()};
    StringBuilder all = new StringBuilder();
    for (InstanceCalls receiver : receivers) {
      for (int i = 0; i < 2; i++) {
        all.append(receiver.hello("world " + i)).append('\n');
      }
    }
    return all.toString();
  }

  @Suspendable
  static Object privateCalls() {
    return new InstanceCalls("x").secret(3);
  }

  @Suspendable
  static Object finalCalls() {
    return new InstanceCalls("x").wide(1L << 40, 7, 2.9);
  }

  @Suspendable
  static Object superCalls() {
    return new Sub().dead() + new Sub().hello("s");
  }

  @Suspendable
  static Object callOnFreshObject() {
    return new InstanceCalls("fresh").hello(new Sub().dead());
  }

  @Suspendable
  static Object callOnNull() {
    InstanceCalls none = (InstanceCalls) Park.<Object>ref(null);
    try {
      return none.hello(Park.value("arguments come first")); // the NPE is the call's
    } catch (NullPointerException e) {
      Log.trace(e);
    }
    return none.dead();
  }

  @Suspendable
  static Object chain() {
    return new Chain(1).add(2).add(Park.value(3)).twice().add(new Chain(5).twice().value).value;
  }

  static class Chain {
    int value;

    Chain(int value) {
      this.value = value;
    }

    @Suspendable
    Chain add(int n) {
      value += Park.value(n);
      return this;
    }

    @Suspendable
    Chain twice() {
      int before = value;
      Park.now();
      value = before * 2;
      return this;
    }
  }
}
