package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;

/** What is suspendable because something above it is. */
class Inheritance {
  abstract static class Task {
    @Suspendable
    abstract int step(int n);

    @Suspendable
    int twice(int n) {
      return step(n) + step(n + 1);
    }
  }

  abstract static class Middle extends Task {} // neither declares nor implements

  static class Leaf extends Middle {
    @Override
    int step(int n) { // two levels below the annotation
      return Park.value(n * 10);
    }
  }

  static class LeafOfLeaf extends Leaf {
    @Override
    int step(int n) {
      int before = super.step(n);
      Park.now();
      return before + 1;
    }
  }

  @Suspendable
  static Object overriding() {
    Task leaf = new Leaf();
    Task leafOfLeaf = new LeafOfLeaf();
    return new int[] {leaf.twice(1), leafOfLeaf.twice(1), new Leaf().step(5)};
  }

  /** Every method, static and private ones included. */
  @Suspendable
  static class AllOfIt {
    int field = 3;

    int a() {
      return b() + c();
    }

    private int b() {
      Park.now();
      return field;
    }

    static int c() {
      return Park.value(7);
    }
  }

  @Suspendable
  interface AllOfInterface {
    int first();

    default int second() {
      return first() + Park.value(1);
    }
  }

  static class Implements implements AllOfInterface {
    @Override
    public int first() {
      return Park.value(100);
    }

    int notFromTheInterface() {
      return Park.pinned(5); // the type's annotation is for the type's own methods
    }
  }

  @Suspendable
  static Object annotatedTypes() {
    Implements i = new Implements();
    return new AllOfIt().a() + i.second() + i.notFromTheInterface();
  }

  static int unmarked(int n) {
    return n + marked();
  }

  @Suspendable
  static int marked() {
    Park.pinned(); // reached through an unmarked method
    return 1;
  }

  @Suspendable
  static Object throughUnmarked() {
    Park.now();
    return unmarked(2);
  }

  /** Overloads: each has its own members. */
  static class Overloads {
    @Suspendable
    String m() {
      return "m" + Park.value(0);
    }

    @Suspendable
    String m(int a) {
      return "mI" + Park.value(a) + m();
    }

    @Suspendable
    String m(long a) {
      return "mJ" + Park.value(a) + m((int) a);
    }

    @Suspendable
    String m(Object a) {
      return "mL" + Park.ref(a) + m(5L);
    }

    @Suspendable
    String m(int a, Object b) {
      return "mIL" + Park.ref(b) + m(b) + a;
    }

    String m(String a) { // not suspendable, same name
      return "mS" + a;
    }

    @Suspendable
    static String m(Overloads o, int n) {
      return n == 0 ? o.m(1, "x") : "s" + m(o, Park.value(n - 1));
    }
  }

  @Suspendable
  static Object overloads() {
    return Overloads.m(new Overloads(), 2) + new Overloads().m("plain");
  }

  /** A superclass whose class is loaded only when the subclass is. */
  @Suspendable
  static Object superclassLoadedLast() {
    Log.note("before");
    return new LoadedFirst().work(Park.value(3));
  }

  static class LoadedFirst extends LoadedLast {
    @Override
    String work(int n) {
      return "first " + super.work(n);
    }
  }

  static class LoadedLast implements LoadedVeryLast {
    @Suspendable
    String work(int n) {
      return "last " + Park.value(n) + ' ' + more(n);
    }
  }

  interface LoadedVeryLast {
    @Suspendable
    default String more(int n) {
      return "very last " + Park.value(n + 1);
    }
  }

  static class Unmarked {
    String work(int n) {
      return "unmarked " + n;
    }
  }

  static class Marked extends Unmarked {
    @Override
    @Suspendable
    String work(int n) { // what it overrides is not suspendable
      return "marked " + Park.value(n) + super.work(n);
    }
  }

  static class BelowMarked extends Marked {
    @Override
    String work(int n) {
      return "below " + super.work(Park.value(n));
    }
  }

  @Suspendable
  static Object suspendableFromTheMiddleOn() {
    Marked marked = new Marked();
    Marked below = new BelowMarked();
    return marked.work(4) + below.work(5) + new Unmarked().work(6);
  }
}
