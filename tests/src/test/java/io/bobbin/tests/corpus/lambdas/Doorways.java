package io.bobbin.tests.corpus.lambdas;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Suspendable code behind interfaces of the JDK: it parks where the caller is woven. */
class Doorways {
  // The user's own functions that take JDK interfaces

  @Suspendable
  static <T> T retry(int times, Supplier<T> body) {
    for (int i = 1; ; i++) {
      try {
        return body.get(); // parks
      } catch (IllegalStateException e) {
        Log.note("attempt " + i + ": " + e.getMessage());
        if (i == times) {
          throw e;
        }
      }
    }
  }

  @Suspendable
  static <A, B> List<B> map(List<A> list, Function<? super A, ? extends B> function) {
    List<B> mapped = new ArrayList<>();
    for (A a : list) {
      mapped.add(function.apply(a));
    }
    return mapped;
  }

  @Suspendable
  static Object retrySupplier() {
    int[] calls = {0};
    return retry(
        3,
        () -> {
          Park.now();
          if (++calls[0] < 3) {
            throw new IllegalStateException("not yet");
          }
          return "at last" + Park.value(calls[0]);
        });
  }

  @Suspendable
  static Object mapFunction() {
    return map(List.of(1, 2, 3), n -> "n" + Park.value(n)) + "" + map(List.of("a"), Park::ref);
  }

  @Suspendable
  static Object retryGivesUp() {
    return retry(
        2,
        () -> {
          Park.now();
          throw new IllegalStateException("never"); // Doors is not in the trace
        });
  }

  @Suspendable
  static Object everyInterface() throws Exception {
    List<Object> results = new ArrayList<>();
    Runnable runnable = () -> results.add(Park.value("run"));
    Callable<String> callable = () -> Park.value("call");
    Supplier<Integer> supplier = () -> Park.value(1);
    BooleanSupplier booleanSupplier = () -> Park.value(true);
    IntSupplier intSupplier = Park::rareInt;
    LongSupplier longSupplier = Park::rareLong;
    Consumer<String> consumer = s -> results.add(Park.value(s));
    BiConsumer<String, Integer> biConsumer = (s, n) -> results.add(s + Park.value(n));
    IntConsumer intConsumer = n -> results.add(Park.value(n));
    Function<Integer, String> function = n -> "f" + Park.value(n);
    BiFunction<Integer, Long, String> biFunction = (n, m) -> "bf" + Park.value(n) + Park.value(m);
    IntFunction<int[]> intFunction = n -> new int[Park.value(n)];
    ToIntFunction<String> toInt = s -> Park.value(s).length();
    ToLongFunction<String> toLong = s -> Park.value(s).length() + Park.rareLong();
    UnaryOperator<String> unary = s -> Park.value(s) + s;
    BinaryOperator<String> binary = (s, t) -> Park.value(s) + Park.value(t);
    DoubleUnaryOperator doubleUnary = d -> d * Park.value(d);
    IntBinaryOperator intBinary = (a, b) -> a - Park.value(b);
    Predicate<String> predicate = s -> Park.value(s).isEmpty();
    BiPredicate<String, Integer> biPredicate = (s, n) -> s.length() == Park.value(n);
    IntPredicate intPredicate = n -> Park.value(n) > 3;
    Comparator<String> comparator = (s, t) -> Park.value(s).compareTo(t);
    runnable.run();
    results.add(callable.call());
    results.add(supplier.get());
    results.add(booleanSupplier.getAsBoolean());
    results.add(intSupplier.getAsInt());
    results.add(longSupplier.getAsLong());
    consumer.accept("c");
    biConsumer.accept("bc", 2);
    intConsumer.accept(3);
    results.add(function.apply(4));
    results.add(biFunction.apply(5, 6L));
    results.add(intFunction.apply(7).length);
    results.add(toInt.applyAsInt("eight"));
    results.add(toLong.applyAsLong("nine"));
    results.add(unary.apply("u"));
    results.add(binary.apply("v", "w"));
    results.add(doubleUnary.applyAsDouble(1.5));
    results.add(intBinary.applyAsInt(10, 4));
    results.add(predicate.test(""));
    results.add(biPredicate.test("ab", 2));
    results.add(intPredicate.test(3));
    results.add(comparator.compare("a", "b"));
    return results;
  }

  /** A user's iterator, in a loop that javac writes. */
  static class Count implements Iterable<Integer> {
    final int to;

    Count(int to) {
      this.to = to;
    }

    @Override
    @Suspendable
    public Iterator<Integer> iterator() {
      int from = Park.value(0);
      return new Iterator<>() {
        int next = from;

        @Override
        @Suspendable
        public boolean hasNext() {
          Park.now();
          return next < to;
        }

        @Override
        @Suspendable
        public Integer next() { // bridge: Object next()
          if (next >= to) {
            throw new NoSuchElementException("past " + to);
          }
          return Park.value(next++);
        }
      };
    }
  }

  @Suspendable
  static Object forEachLoop() {
    int sum = 0;
    for (int n : new Count(4)) { // iterator, hasNext and next park
      for (Integer m : new Count(n)) {
        sum += n * 10 + m;
      }
    }
    return sum;
  }

  @Suspendable
  static Object explicitIterator() {
    Iterable<Integer> iterable = new Count(2);
    Iterator<Integer> iterator = iterable.iterator();
    Log.note(iterator.next());
    Log.note(iterator.next());
    Log.note(iterator.hasNext());
    return iterator.next();
  }

  @Suspendable
  static Object iterableLambda() {
    Iterable<String> iterable = () -> List.of(Park.value("a"), Park.value("b")).iterator();
    String all = "";
    for (String s : iterable) {
      all += s;
    }
    return all;
  }

  /** Those of the JDK go on working, in the same loop. */
  @Suspendable
  static Object jdkIterators() {
    List<Iterable<Integer>> iterables =
        List.of(List.of(1, 2), new Count(2), new ArrayList<>(List.of(3)));
    int sum = 0;
    for (Iterable<Integer> iterable : iterables) {
      for (int n : iterable) {
        sum = sum * 10 + Park.value(n);
      }
    }
    return sum;
  }

  /** Called by the JDK: cannot park. */
  @Suspendable
  static Object calledByTheJdk() {
    List<Integer> list = new ArrayList<>(List.of(3, 1, 2));
    list.sort((a, b) -> Park.pinned(a) - b); // the JDK's sort is not woven
    list.forEach(n -> Log.note(Park.pinned(n)));
    list.replaceAll(n -> Park.pinned(n) * 2);
    Park.now();
    return list.stream().map(n -> Park.pinned(n) + 1).toList();
  }

  /** Default methods of JDK interfaces run in the JDK. */
  @Suspendable
  static Object defaultMethods() {
    Function<Integer, Integer> addOne = n -> n + Park.pinned(1);
    Comparator<Integer> order = (a, b) -> a - Park.pinned(b);
    Park.now();
    return addOne.andThen(addOne).apply(1) + order.reversed().compare(5, 3);
  }

  static class Resource implements AutoCloseable {
    final String name;

    Resource(String name) {
      this.name = name;
      Log.note("open " + name);
    }

    @Override
    @Suspendable
    public void close() {
      Park.now();
      Log.note("close " + name);
    }
  }

  @Suspendable
  static Object autoCloseable() throws Exception {
    try (AutoCloseable a = new Resource(Park.value("a")); // typed by the JDK's interface
        Resource b = new Resource("b")) {
      Log.note("body " + b.name + Park.value(a == null));
      return Park.value("result");
    }
  }

  /** A class that implements several. */
  static class Swiss
      implements Supplier<String>, Function<String, Integer>, Comparator<String>, Runnable {
    @Override
    @Suspendable
    public String get() {
      return Park.value("swiss");
    }

    @Override
    @Suspendable
    public Integer apply(String s) {
      return Park.value(s.length());
    }

    @Override
    @Suspendable
    public int compare(String a, String b) {
      return Park.value(a).compareTo(b);
    }

    @Override
    public void run() { // not suspendable
      Log.note(Park.pinned(9));
    }
  }

  @Suspendable
  static Object severalDoors() {
    Swiss swiss = new Swiss();
    Supplier<String> supplier = swiss;
    Function<String, Integer> function = swiss;
    Comparator<String> comparator = swiss;
    ((Runnable) swiss).run();
    return supplier.get() + function.apply("four") + comparator.compare("a", "b");
  }

  /** Suspendable subclass of a class that is not. */
  static class Plain implements Supplier<String> {
    @Override
    public String get() {
      return "plain";
    }
  }

  static class Better extends Plain {
    @Override
    @Suspendable
    public String get() {
      return super.get() + Park.value(" better");
    }
  }

  @Suspendable
  static Object doorInSubclass() {
    String all = "";
    for (Supplier<String> supplier : List.<Supplier<String>>of(new Plain(), new Better())) {
      all += supplier.get() + ' ';
    }
    return all;
  }

  /** An exception through a door, and one that a door's target catches. */
  @Suspendable
  static Object failingThroughDoors() {
    Function<Integer, Integer> divide = n -> 100 / Park.value(n);
    try {
      return divide.apply(Park.value(0));
    } catch (ArithmeticException e) {
      Log.trace(e);
    }
    Supplier<Integer> none = Park.<Supplier<Integer>>ref(null);
    return none.get();
  }

  @Suspendable
  static Object curried() {
    Function<Integer, Function<Integer, Function<Integer, Integer>>> sum =
        a -> b -> c -> Park.value(a) + Park.value(b) + c;
    return sum.apply(1).apply(Park.value(2)).apply(3);
  }

  @Suspendable
  static Object throughAGenericMethod() {
    return Doorways.<Integer, Integer, String>compose(
            n -> Park.value(n) + 1, n -> "<" + Park.ref(n) + ">")
        .apply(5);
  }

  private static <A, B, C> Function<A, C> compose(Function<A, B> first, Function<B, C> second) {
    return a -> second.apply(first.apply(a));
  }
}
