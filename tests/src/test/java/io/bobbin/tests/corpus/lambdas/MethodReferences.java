package io.bobbin.tests.corpus.lambdas;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.ArrayList;
import java.util.List;

/** Method references of each kind, and the adaptations between them and their interface. */
class MethodReferences {
  // Interfaces

  interface Get<T> {
    @Suspendable
    T get();
  }

  interface Fun<A, R> {
    @Suspendable
    R apply(A a);
  }

  interface Fun2<A, B, R> {
    @Suspendable
    R apply(A a, B b);
  }

  interface IntFun {
    @Suspendable
    int apply(int n);
  }

  interface LongFun {
    @Suspendable
    long apply(int n);
  }

  interface DoubleGet {
    @Suspendable
    double get();
  }

  interface Act<A> {
    @Suspendable
    void act(A a);
  }

  // What is referred to

  private final String name;

  MethodReferences(String name) {
    this.name = Log.value(name);
  }

  @Suspendable
  static int parkInt(int n) {
    Park.now();
    return n;
  }

  @Suspendable
  static Integer boxed(Integer n) {
    Park.now();
    return n;
  }

  @Suspendable
  static Integer nullInteger(int n) {
    return n == 0 ? (Integer) null : Park.ref((Integer) null);
  }

  @Suspendable
  static long total(int... values) {
    long sum = 0;
    for (int value : values) {
      sum += Park.value(value);
    }
    return sum;
  }

  @Suspendable
  static String join(String first, Object... rest) {
    Park.now();
    return first + rest.length + List.of(rest);
  }

  @Suspendable
  String hello(String who) {
    return name + Park.value(" hello ") + who;
  }

  @Suspendable
  private String own() {
    return Park.value("own ") + name;
  }

  static class Sub extends MethodReferences {
    Sub() {
      super("sub");
    }

    @Override
    String hello(String who) {
      return "overridden " + super.hello(who);
    }

    @Suspendable
    String viaSuper() {
      Fun<String, String> fun = super::hello; // javac makes a lambda of it
      return fun.apply("super") + ((Fun<String, String>) this::hello).apply("this");
    }
  }

  // Kinds

  @Suspendable
  static Object toStatic() {
    IntFun fun = MethodReferences::parkInt;
    return fun.apply(5);
  }

  @Suspendable
  static Object toBoundReceiver() {
    MethodReferences receiver = new MethodReferences("bound");
    Fun<String, String> fun = receiver::hello;
    Fun<String, String> evaluatedOnce = new MethodReferences(Park.value("fresh"))::hello;
    return fun.apply("a") + evaluatedOnce.apply("b") + evaluatedOnce.apply("c");
  }

  @Suspendable
  static Object toUnboundReceiver() {
    Fun2<MethodReferences, String, String> fun = MethodReferences::hello;
    Fun<MethodReferences, String> own = MethodReferences::own;
    return fun.apply(new MethodReferences("m"), "a")
        + fun.apply(new Sub(), "b")
        + own.apply(new Sub());
  }

  @Suspendable
  static Object toSuper() {
    return new Sub().viaSuper();
  }

  @Suspendable
  static Object toConstructor() {
    Fun<String, MethodReferences> make = MethodReferences::new;
    Get<List<String>> list = ArrayList::new;
    Fun<Integer, int[][]> array = int[][]::new;
    List<String> made = list.get();
    made.add(make.apply(Park.value("made")).hello("x"));
    return made + "" + array.apply(Park.value(3)).length;
  }

  @Suspendable
  static Object toInnerConstructor() {
    int captured = Park.value(3);
    class Local {
      int field = captured;
    }
    Get<Local> make = Local::new; // captures
    return make.get().field + make.get().field;
  }

  @Suspendable
  static Object toInterfaceMethod() {
    Get<String> get = () -> Park.value("inner");
    Get<String> outer = get::get;
    Fun<Get<String>, String> unbound = Get::get;
    return outer.get() + unbound.apply(outer);
  }

  @Suspendable
  static Object toParkItself() {
    IntFun fun = Park::value; // hand-woven
    Fun<String, String> ref = Park::ref;
    Act<Object> dropped = Park::ref; // its result is not wanted
    dropped.act("x");
    return fun.apply(1) + ref.apply("y");
  }

  @Suspendable
  static Object toNotSuspendable() {
    Fun<String, Integer> length = String::length; // boxes, never parks
    Fun<Object, String> text = String::valueOf;
    Fun2<String, String, Boolean> equal = String::equals;
    Park.now();
    return length.apply("four") + text.apply(5) + equal.apply("a", "b");
  }

  @Suspendable
  static Object toNullReceiver() {
    MethodReferences none = Park.ref(null);
    try {
      Fun<String, String> fun = none::hello; // throws here, not at the call
      return fun.apply("never");
    } catch (NullPointerException e) {
      Log.trace(e);
    }
    Fun2<MethodReferences, String, String> unbound = MethodReferences::hello;
    return unbound.apply(none, "x");
  }

  // Adaptations

  @Suspendable
  static Object boxesResult() {
    Fun<Integer, Integer> fun = MethodReferences::parkInt; // unboxes the argument, boxes the result
    Fun<Integer, Object> wider = MethodReferences::parkInt;
    Fun<Integer, Number> number = MethodReferences::parkInt;
    return fun.apply(7) + "" + wider.apply(8) + number.apply(9);
  }

  @Suspendable
  static Object unboxesResult() {
    IntFun fun = MethodReferences::boxed; // a dummy null must not be unboxed
    LongFun widened = MethodReferences::boxed;
    return fun.apply(7) + widened.apply(8);
  }

  @Suspendable
  static Object unboxesNull() {
    IntFun fun = MethodReferences::nullInteger;
    for (int i = 0; i < 2; i++) {
      try {
        Log.note(fun.apply(i));
      } catch (NullPointerException e) {
        Log.note("null was unboxed");
      }
    }
    return fun.apply(1);
  }

  @Suspendable
  static Object widens() {
    LongFun fun = MethodReferences::parkInt;
    Fun<Integer, Long> varargs = MethodReferences::total; // spreads, boxes
    DoubleGet get = Park::rareInt; // int to double
    return fun.apply(-3) + varargs.apply(4) + get.get();
  }

  @Suspendable
  static Object varargs() {
    Fun<String, String> none = MethodReferences::join;
    Fun2<String, Integer, String> one = MethodReferences::join;
    Fun2<String, Object[], String> array = MethodReferences::join;
    Get<Long> empty = MethodReferences::total;
    return none.apply("a")
        + one.apply("b", 2)
        + array.apply("c", new Object[] {3, 4})
        + empty.get();
  }

  @Suspendable
  static Object dropsResult() {
    Act<Integer> act = MethodReferences::parkInt;
    Act<String> hello = new MethodReferences("dropped")::hello;
    act.act(1);
    hello.act("x");
    return "done";
  }

  @Suspendable
  static Object castsGeneric() {
    Fun<String, String> identity = MethodReferences::identity;
    String s = identity.apply("s"); // checkcast after the call
    return s.length() + identity.apply("t");
  }

  @Suspendable
  static <T> T identity(T t) {
    return Park.ref(t);
  }

  @Suspendable
  static Object failingInside() {
    Fun<Integer, Integer> fun = MethodReferences::failing;
    return fun.apply(3); // no adapter shows in the trace
  }

  @Suspendable
  static int failing(int n) {
    Park.now();
    throw new IllegalStateException("failing " + n);
  }

  @Suspendable
  static Object castFails() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Fun<Object, Object> raw = (Fun) (Fun<Integer, Integer>) MethodReferences::parkInt;
    try {
      return raw.apply(Park.value("no integer"));
    } catch (ClassCastException e) {
      return e.getMessage();
    }
  }

  @Suspendable
  static Object wildcardAndBounds() {
    Fun<? super Integer, ? extends Number> fun = MethodReferences::boxed;
    return fun.apply(4).intValue() + bounded(MethodReferences::boxed, 5);
  }

  @Suspendable
  private static <N extends Number & Comparable<N>> int bounded(Fun<N, N> fun, N n) {
    return fun.apply(n).compareTo(Park.ref(n));
  }
}
