package io.bobbin.tests.corpus.lambdas;

import io.bobbin.Suspendable;
import io.bobbin.tests.oracle.Log;
import io.bobbin.tests.oracle.Park;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.ListIterator;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Doorways reached in other ways: references to them, their subinterfaces, generic code. */
class MoreDoorways {
  @Suspendable
  static Object referenceToDoor() {
    Supplier<Integer> inner = () -> Park.value(1);
    Supplier<Integer> outer = inner::get; // a method reference to the doorway's method
    IntSupplier unboxing = inner::get;
    Function<Supplier<Integer>, Integer> unbound = Supplier::get;
    return outer.get() + unboxing.getAsInt() + unbound.apply(outer);
  }

  interface MySupplier<T> extends Supplier<T> {}

  interface MyIterator<T> extends Iterator<T> {
    @Override
    T next();
  }

  static class Mine implements MySupplier<String>, MyIterator<String> {
    private int n;

    @Override
    @Suspendable
    public String get() {
      return "mine" + Park.value(1);
    }

    @Override
    @Suspendable
    public boolean hasNext() {
      return Park.value(n) < 2;
    }

    @Override
    @Suspendable
    public String next() {
      return "next" + Park.value(n++);
    }
  }

  @Suspendable
  static Object subinterfaces() {
    MySupplier<String> lambda = () -> Park.value("lambda");
    MySupplier<String> mine = new Mine();
    Supplier<String> wide = mine;
    String all = lambda.get() + mine.get() + wide.get();
    Iterator<String> iterator = new Mine();
    while (iterator.hasNext()) {
      all += iterator.next();
    }
    MyIterator<String> my = new Mine();
    while (my.hasNext()) {
      all += my.next(); // declared once more by the subinterface
    }
    return all;
  }

  static class Resource implements Closeable {
    @Override
    @Suspendable
    public void close() throws IOException {
      Park.now();
      Log.note("closed");
    }
  }

  @Suspendable
  static Object closeable() throws Exception {
    try (Closeable c = new Resource()) { // close() is declared by Closeable once more
      Park.now();
      Log.note(c != null);
    }
    try (Closeable c = () -> Log.note(Park.value("lambda"))) {
      Log.note(c != null);
    }
    return "done";
  }

  @Suspendable
  static <T> T apply(UnaryOperator<T> operator, T value) {
    return operator.apply(operator.apply(value));
  }

  @Suspendable
  static Object operators() {
    return apply(s -> s + Park.value("!"), "a") + apply(n -> n + Park.value(1), 5);
  }

  /** The interface's type argument is an array, a wildcard, an intersection. */
  @Suspendable
  static Object typeArguments() {
    Function<int[], int[]> arrays = a -> Park.value(a).clone();
    Function<? super Integer, ? extends Number> wildcard = n -> Park.ref(n);
    Supplier<long[][]> nested = () -> new long[][] {{Park.value(3L)}};
    int[] cloned = arrays.apply(new int[] {7});
    return cloned[0] + wildcard.apply(8).intValue() + nested.get()[0][0] + bound(() -> "b");
  }

  @Suspendable
  private static <T extends CharSequence & Comparable<T>> int bound(Supplier<T> supplier) {
    T t = supplier.get();
    return Park.ref(t).length() + t.compareTo(Park.ref(t));
  }

  /** A door in a field, an array, a record, a lambda that returns one. */
  record Pair(Supplier<String> first, BiFunction<Integer, Long, Double> second) {
    @Suspendable
    String both() {
      return first.get() + second.apply(1, 2L) + second().apply(3, 4L);
    }
  }

  @Suspendable
  static Object inARecord() {
    return new Pair(() -> Park.value("first"), (i, j) -> i + j + Park.value(0.5)).both();
  }

  /** Methods beside the doorway's: remove(), forEachRemaining(), nextIndex(). */
  static class Own implements ListIterator<String> {
    int at;

    @Override
    @Suspendable
    public boolean hasNext() {
      return Park.value(at) < 3;
    }

    @Override
    @Suspendable
    public String next() {
      return "" + Park.value(at++);
    }

    @Override
    public boolean hasPrevious() {
      return at > 0;
    }

    @Override
    public String previous() {
      return "" + --at;
    }

    @Override
    public int nextIndex() {
      return at;
    }

    @Override
    public int previousIndex() {
      return at - 1;
    }

    @Override
    public void remove() {
      Log.note("remove");
    }

    @Override
    public void set(String s) {}

    @Override
    public void add(String s) {}
  }

  @Suspendable
  static Object restOfTheInterface() {
    ListIterator<String> list = new Own();
    String all = "";
    Iterator<String> iterator = list;
    while (iterator.hasNext()) {
      all += iterator.next();
      iterator.remove();
    }
    return all + list.nextIndex() + list.previous() + list.hasPrevious();
  }

  /** An exception declared by the interface, and one that is not. */
  interface Throwing<E extends Exception> {
    @Suspendable
    void run() throws E;
  }

  @Suspendable
  private static <E extends Exception> void running(Throwing<E> body) throws E {
    body.run();
  }

  @Suspendable
  static Object genericExceptions() {
    try {
      MoreDoorways.<IOException>running(
          () -> {
            Park.now();
            throw new IOException("generic");
          });
    } catch (IOException e) {
      Log.trace(e);
    }
    running(() -> Park.now());
    running(Park::now);
    return "done";
  }
}
