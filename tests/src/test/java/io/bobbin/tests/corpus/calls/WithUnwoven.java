package io.bobbin.tests.corpus.calls;

import io.bobbin.Suspendable;
import io.bobbin.tests.corpus.unwoven.Unwoven;
import io.bobbin.tests.oracle.Park;
import java.util.Iterator;

/** Woven code and code that is not woven, calling and extending each other: pinned, never wrong. */
public class WithUnwoven {
  public interface Step {
    @Suspendable
    int step(int n);
  }

  public interface Source<T> {
    @Suspendable
    T next();

    @Suspendable
    default T twice() {
      next();
      return next();
    }
  }

  public static class Base {
    @Suspendable
    public String name() {
      return "base" + Park.pinned(1); // called by super.name() of unwoven code only
    }

    @Suspendable
    public String greet() {
      return "hello " + name() + Park.value(2);
    }
  }

  public abstract static class Abstract {
    @Suspendable
    protected abstract int value();

    @Suspendable
    public int twice() {
      return value() + value();
    }
  }

  /** Woven, below an unwoven class. */
  static class Below extends Unwoven.Extends {
    @Override
    public String name() {
      return "below " + Park.value("parks ") + super.name();
    }
  }

  static class BelowInherits extends Unwoven.Inherits {
    @Override
    public String name() {
      return "below " + Park.value("inherits");
    }
  }

  @Suspendable
  static Object implementedByUnwoven() {
    Park.now();
    Step[] steps = {
      new Unwoven.Implements(), Unwoven.lambda(), Unwoven.reference(), Unwoven.anonymous()
    };
    int sum = 0;
    for (Step step : steps) {
      sum = sum * 100 + step.step(Park.value(3));
    }
    return sum + new Unwoven.Generic().twice();
  }

  @Suspendable
  static Object extendedByUnwoven() {
    Base base = new Unwoven.Extends();
    return base.name()
        + base.greet()
        + new Unwoven.Extends().name()
        + new Unwoven.Extends().greet();
  }

  @Suspendable
  static Object abstractImplementedByUnwoven() {
    Abstract a = new Unwoven.ExtendsAbstract();
    return a.twice() + Park.value(1);
  }

  @Suspendable
  static Object wovenBelowUnwoven() {
    Base below = new Below();
    Base inherits = new BelowInherits();
    return below.name() + inherits.name() + below.greet() + inherits.greet();
  }

  @Suspendable
  static Object calledByUnwoven() {
    Park.now();
    int base = Park.value(10);
    Step step = n -> n + Park.pinned(base);
    return Unwoven.call(step, 1) + Unwoven.get(() -> Park.pinned(5)) + Unwoven.sum(new Numbers());
  }

  static class Numbers implements Iterable<Integer> {
    @Override
    @Suspendable
    public Iterator<Integer> iterator() {
      Park.pinned();
      return Unwoven.iterator();
    }
  }

  @Suspendable
  static Object iteratesUnwoven() {
    int sum = Park.value(1);
    Iterable<Integer> iterable = Unwoven::iterator; // made here, the body is unwoven
    for (int n : iterable) {
      sum += n;
    }
    return sum;
  }
}
