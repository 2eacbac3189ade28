package io.bobbin.tests.corpus.unwoven;

import io.bobbin.tests.corpus.calls.WithUnwoven;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Classes that the agent is told to exclude, for {@code calls.WithUnwoven}. */
public final class Unwoven {
  private Unwoven() {}

  public static class Implements implements WithUnwoven.Step {
    @Override
    public int step(int n) {
      return n + Park.pinned(1);
    }
  }

  public static class Extends extends WithUnwoven.Base {
    @Override
    public String name() { // must not be bypassed by the twin of Base
      return "unwoven " + super.name();
    }
  }

  public static class ExtendsAbstract extends WithUnwoven.Abstract {
    @Override
    protected int value() {
      return Park.pinned(5);
    }
  }

  public static class Inherits extends WithUnwoven.Base {}

  public static class Generic implements WithUnwoven.Source<String> {
    @Override
    public String next() {
      return "generic" + Park.pinned(1);
    }
  }

  public static WithUnwoven.Step lambda() {
    return n -> n * Park.pinned(2);
  }

  public static WithUnwoven.Step reference() {
    return Park::pinned;
  }

  public static WithUnwoven.Step anonymous() {
    return new WithUnwoven.Step() {
      @Override
      public int step(int n) {
        Log.note("anonymous");
        return Park.pinned(n);
      }
    };
  }

  public static int call(WithUnwoven.Step step, int n) {
    return step.step(n) + 1;
  }

  public static <T> T get(Supplier<T> supplier) {
    return supplier.get();
  }

  public static int sum(Iterable<Integer> iterable) {
    int sum = 0;
    for (int n : iterable) {
      sum += n;
    }
    return sum;
  }

  public static Iterator<Integer> iterator() {
    return List.of(Park.pinned(1), Park.pinned(2)).iterator();
  }
}
