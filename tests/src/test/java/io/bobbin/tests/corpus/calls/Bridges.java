package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.function.Function;

/** Bridge methods: javac's copies of a method under an erased or less specific descriptor. */
class Bridges {
  interface Source<T> {
    @Suspendable
    T next();

    @Suspendable
    default T nextOr(T other) {
      T next = next(); // calls the bridge
      return next == null ? Park.ref(other) : next;
    }
  }

  static class Numbers implements Source<Integer> {
    private int n;

    @Override
    public Integer next() { // bridge: Object next()
      return Park.value(n++) > 1 ? null : n;
    }
  }

  interface Sink<T extends Comparable<T>> {
    @Suspendable
    String put(T value);
  }

  static class Strings implements Sink<String> {
    @Override
    public String put(String value) { // bridge: put(Comparable), with a cast
      return "put " + Park.value(value);
    }
  }

  @Suspendable
  static Object genericResult() {
    Source<Integer> source = new Numbers();
    return "" + source.next() + source.nextOr(7) + source.nextOr(8) + new Numbers().next();
  }

  @Suspendable
  static Object genericArgument() {
    Sink<String> sink = new Strings();
    return sink.put("a") + new Strings().put("b");
  }

  @Suspendable
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Object castInBridgeFails() {
    Sink raw = new Strings();
    try {
      return raw.put(Park.value(5)); // ClassCastException, thrown in the bridge
    } catch (ClassCastException e) {
      Log.trace(e);
      return "caught";
    }
  }

  abstract static class Animal {
    @Suspendable
    Animal child() {
      Park.now();
      return this;
    }

    abstract String name();
  }

  static class Cat extends Animal {
    @Override
    Cat child() { // covariant, bridge: Animal child()
      Park.now();
      return new Cat();
    }

    @Override
    String name() {
      return "cat";
    }
  }

  static class Lion extends Cat {
    @Override
    Lion child() { // two bridges
      super.child();
      return Park.ref(new Lion());
    }

    @Override
    String name() {
      return "lion";
    }
  }

  @Suspendable
  static Object covariant() {
    Animal animal = new Lion();
    Cat cat = new Lion();
    return animal.child().name() + cat.child().name() + new Cat().child().child().name();
  }

  /** A public method of a package-private class: javac makes a bridge in the public subclass. */
  static class Hidden {
    @Suspendable
    public String visible() {
      return "visible" + Park.value(1);
    }
  }

  public static class Shown extends Hidden {}

  @Suspendable
  static Object visibilityBridge() {
    return new Shown().visible();
  }

  /** The annotation is on the generic method only; throws through the bridge. */
  static class Failing implements Source<String> {
    @Override
    public String next() {
      Park.now();
      throw new IllegalStateException("from under a bridge");
    }
  }

  @Suspendable
  static Object traceThroughBridge() {
    Source<String> source = new Failing();
    return source.next(); // the bridge is in the trace, as on a plain thread
  }

  /** A functional interface of the JDK, specialised. */
  interface Parse extends Function<String, Integer> {
    @Override
    @Suspendable
    Integer apply(String text);
  }

  @Suspendable
  static Object specialisedFunction() {
    Parse parse = text -> Integer.parseInt(Park.value(text));
    Parse length = String::length; // nothing suspendable in it
    return parse.apply("12") + length.apply("four");
  }
}
