package io.bobbin.frame;

import java.io.Closeable;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Doorways through the functional and iteration interfaces of the JDK, which cannot be woven.
 *
 * <p>For each interface there is a subinterface with the suspendable twin of its method. The weaver
 * adds it to woven classes and lambdas that implement the JDK's interface suspendably, and turns a
 * woven call that is typed by the JDK's interface into a call of the static method here, which
 * takes the twin where there is one and the plain method otherwise (which pins). A static method
 * here has nothing to do after the call, so it needs no frame when the call unwinds.
 *
 * <p>User code never names this class or its members.
 */
public final class Doors {
  private Doors() {}

  /** A suspendable {@link Runnable}. */
  public interface OfRunnable extends Runnable {
    /** The twin of {@link Runnable#run}. */
    void run(FrameStack stack, int room);
  }

  /** Calls {@link Runnable#run}, suspendably where the target can. */
  public static void run(Runnable target, FrameStack stack, int room) {
    if (target instanceof OfRunnable door) {
      door.run(stack, room);
    } else {
      target.run();
    }
  }

  /** A suspendable {@link Callable}. */
  public interface OfCallable<V> extends Callable<V> {
    /** The twin of {@link Callable#call}. */
    V call(FrameStack stack, int room) throws Exception;
  }

  /** Calls {@link Callable#call}, suspendably where the target can. */
  public static <V> V call(Callable<V> target, FrameStack stack, int room) throws Exception {
    return target instanceof OfCallable<V> door ? door.call(stack, room) : target.call();
  }

  /** A suspendable {@link AutoCloseable}. */
  public interface OfAutoCloseable extends AutoCloseable {
    /** The twin of {@link AutoCloseable#close}. */
    void close(FrameStack stack, int room) throws Exception;
  }

  /** Calls {@link AutoCloseable#close}, suspendably where the target can. */
  public static void close(AutoCloseable target, FrameStack stack, int room) throws Exception {
    if (target instanceof OfAutoCloseable door) {
      door.close(stack, room);
    } else {
      target.close();
    }
  }

  /** A suspendable {@link Closeable}. */
  public interface OfCloseable extends Closeable {
    /** The twin of {@link Closeable#close}. */
    void close(FrameStack stack, int room) throws IOException;
  }

  /** Calls {@link Closeable#close}, suspendably where the target can. */
  public static void close(Closeable target, FrameStack stack, int room) throws IOException {
    if (target instanceof OfCloseable door) {
      door.close(stack, room);
    } else {
      target.close();
    }
  }

  /** A suspendable {@link Comparator}. */
  public interface OfComparator<T> extends Comparator<T> {
    /** The twin of {@link Comparator#compare}. */
    int compare(T left, T right, FrameStack stack, int room);
  }

  /** Calls {@link Comparator#compare}, suspendably where the target can. */
  public static <T> int compare(Comparator<T> target, T left, T right, FrameStack stack, int room) {
    return target instanceof OfComparator<T> door
        ? door.compare(left, right, stack, room)
        : target.compare(left, right);
  }

  /** A suspendable {@link Iterator}. */
  public interface OfIterator<E> extends Iterator<E> {
    /** The twin of {@link Iterator#hasNext}. */
    boolean hasNext(FrameStack stack, int room);

    /** The twin of {@link Iterator#next}. */
    E next(FrameStack stack, int room);
  }

  /** Calls {@link Iterator#hasNext}, suspendably where the target can. */
  public static <E> boolean hasNext(Iterator<E> target, FrameStack stack, int room) {
    return target instanceof OfIterator<E> door ? door.hasNext(stack, room) : target.hasNext();
  }

  /** Calls {@link Iterator#next}, suspendably where the target can. */
  public static <E> E next(Iterator<E> target, FrameStack stack, int room) {
    return target instanceof OfIterator<E> door ? door.next(stack, room) : target.next();
  }

  /** A suspendable {@link Iterable}. */
  public interface OfIterable<T> extends Iterable<T> {
    /** The twin of {@link Iterable#iterator}. */
    Iterator<T> iterator(FrameStack stack, int room);
  }

  /** Calls {@link Iterable#iterator}, suspendably where the target can. */
  public static <T> Iterator<T> iterator(Iterable<T> target, FrameStack stack, int room) {
    return target instanceof OfIterable<T> door ? door.iterator(stack, room) : target.iterator();
  }

  /** A suspendable {@link Supplier}. */
  public interface OfSupplier<T> extends Supplier<T> {
    /** The twin of {@link Supplier#get}. */
    T get(FrameStack stack, int room);
  }

  /** Calls {@link Supplier#get}, suspendably where the target can. */
  public static <T> T get(Supplier<T> target, FrameStack stack, int room) {
    return target instanceof OfSupplier<T> door ? door.get(stack, room) : target.get();
  }

  /** A suspendable {@link BooleanSupplier}. */
  public interface OfBooleanSupplier extends BooleanSupplier {
    /** The twin of {@link BooleanSupplier#getAsBoolean}. */
    boolean getAsBoolean(FrameStack stack, int room);
  }

  /** Calls {@link BooleanSupplier#getAsBoolean}, suspendably where the target can. */
  public static boolean getAsBoolean(BooleanSupplier target, FrameStack stack, int room) {
    return target instanceof OfBooleanSupplier door
        ? door.getAsBoolean(stack, room)
        : target.getAsBoolean();
  }

  /** A suspendable {@link IntSupplier}. */
  public interface OfIntSupplier extends IntSupplier {
    /** The twin of {@link IntSupplier#getAsInt}. */
    int getAsInt(FrameStack stack, int room);
  }

  /** Calls {@link IntSupplier#getAsInt}, suspendably where the target can. */
  public static int getAsInt(IntSupplier target, FrameStack stack, int room) {
    return target instanceof OfIntSupplier door ? door.getAsInt(stack, room) : target.getAsInt();
  }

  /** A suspendable {@link LongSupplier}. */
  public interface OfLongSupplier extends LongSupplier {
    /** The twin of {@link LongSupplier#getAsLong}. */
    long getAsLong(FrameStack stack, int room);
  }

  /** Calls {@link LongSupplier#getAsLong}, suspendably where the target can. */
  public static long getAsLong(LongSupplier target, FrameStack stack, int room) {
    return target instanceof OfLongSupplier door ? door.getAsLong(stack, room) : target.getAsLong();
  }

  /** A suspendable {@link DoubleSupplier}. */
  public interface OfDoubleSupplier extends DoubleSupplier {
    /** The twin of {@link DoubleSupplier#getAsDouble}. */
    double getAsDouble(FrameStack stack, int room);
  }

  /** Calls {@link DoubleSupplier#getAsDouble}, suspendably where the target can. */
  public static double getAsDouble(DoubleSupplier target, FrameStack stack, int room) {
    return target instanceof OfDoubleSupplier door
        ? door.getAsDouble(stack, room)
        : target.getAsDouble();
  }

  /** A suspendable {@link Consumer}. */
  public interface OfConsumer<T> extends Consumer<T> {
    /** The twin of {@link Consumer#accept}. */
    void accept(T value, FrameStack stack, int room);
  }

  /** Calls {@link Consumer#accept}, suspendably where the target can. */
  public static <T> void accept(Consumer<T> target, T value, FrameStack stack, int room) {
    if (target instanceof OfConsumer<T> door) {
      door.accept(value, stack, room);
    } else {
      target.accept(value);
    }
  }

  /** A suspendable {@link BiConsumer}. */
  public interface OfBiConsumer<T, U> extends BiConsumer<T, U> {
    /** The twin of {@link BiConsumer#accept}. */
    void accept(T first, U second, FrameStack stack, int room);
  }

  /** Calls {@link BiConsumer#accept}, suspendably where the target can. */
  public static <T, U> void accept(
      BiConsumer<T, U> target, T first, U second, FrameStack stack, int room) {
    if (target instanceof OfBiConsumer<T, U> door) {
      door.accept(first, second, stack, room);
    } else {
      target.accept(first, second);
    }
  }

  /** A suspendable {@link IntConsumer}. */
  public interface OfIntConsumer extends IntConsumer {
    /** The twin of {@link IntConsumer#accept}. */
    void accept(int value, FrameStack stack, int room);
  }

  /** Calls {@link IntConsumer#accept}, suspendably where the target can. */
  public static void accept(IntConsumer target, int value, FrameStack stack, int room) {
    if (target instanceof OfIntConsumer door) {
      door.accept(value, stack, room);
    } else {
      target.accept(value);
    }
  }

  /** A suspendable {@link LongConsumer}. */
  public interface OfLongConsumer extends LongConsumer {
    /** The twin of {@link LongConsumer#accept}. */
    void accept(long value, FrameStack stack, int room);
  }

  /** Calls {@link LongConsumer#accept}, suspendably where the target can. */
  public static void accept(LongConsumer target, long value, FrameStack stack, int room) {
    if (target instanceof OfLongConsumer door) {
      door.accept(value, stack, room);
    } else {
      target.accept(value);
    }
  }

  /** A suspendable {@link DoubleConsumer}. */
  public interface OfDoubleConsumer extends DoubleConsumer {
    /** The twin of {@link DoubleConsumer#accept}. */
    void accept(double value, FrameStack stack, int room);
  }

  /** Calls {@link DoubleConsumer#accept}, suspendably where the target can. */
  public static void accept(DoubleConsumer target, double value, FrameStack stack, int room) {
    if (target instanceof OfDoubleConsumer door) {
      door.accept(value, stack, room);
    } else {
      target.accept(value);
    }
  }

  /** A suspendable {@link Function}. */
  public interface OfFunction<T, R> extends Function<T, R> {
    /** The twin of {@link Function#apply}. */
    R apply(T value, FrameStack stack, int room);
  }

  /** Calls {@link Function#apply}, suspendably where the target can. */
  public static <T, R> R apply(Function<T, R> target, T value, FrameStack stack, int room) {
    return target instanceof OfFunction<T, R> door
        ? door.apply(value, stack, room)
        : target.apply(value);
  }

  /** A suspendable {@link BiFunction}. */
  public interface OfBiFunction<T, U, R> extends BiFunction<T, U, R> {
    /** The twin of {@link BiFunction#apply}. */
    R apply(T first, U second, FrameStack stack, int room);
  }

  /** Calls {@link BiFunction#apply}, suspendably where the target can. */
  public static <T, U, R> R apply(
      BiFunction<T, U, R> target, T first, U second, FrameStack stack, int room) {
    return target instanceof OfBiFunction<T, U, R> door
        ? door.apply(first, second, stack, room)
        : target.apply(first, second);
  }

  /** A suspendable {@link IntFunction}. */
  public interface OfIntFunction<R> extends IntFunction<R> {
    /** The twin of {@link IntFunction#apply}. */
    R apply(int value, FrameStack stack, int room);
  }

  /** Calls {@link IntFunction#apply}, suspendably where the target can. */
  public static <R> R apply(IntFunction<R> target, int value, FrameStack stack, int room) {
    return target instanceof OfIntFunction<R> door
        ? door.apply(value, stack, room)
        : target.apply(value);
  }

  /** A suspendable {@link LongFunction}. */
  public interface OfLongFunction<R> extends LongFunction<R> {
    /** The twin of {@link LongFunction#apply}. */
    R apply(long value, FrameStack stack, int room);
  }

  /** Calls {@link LongFunction#apply}, suspendably where the target can. */
  public static <R> R apply(LongFunction<R> target, long value, FrameStack stack, int room) {
    return target instanceof OfLongFunction<R> door
        ? door.apply(value, stack, room)
        : target.apply(value);
  }

  /** A suspendable {@link DoubleFunction}. */
  public interface OfDoubleFunction<R> extends DoubleFunction<R> {
    /** The twin of {@link DoubleFunction#apply}. */
    R apply(double value, FrameStack stack, int room);
  }

  /** Calls {@link DoubleFunction#apply}, suspendably where the target can. */
  public static <R> R apply(DoubleFunction<R> target, double value, FrameStack stack, int room) {
    return target instanceof OfDoubleFunction<R> door
        ? door.apply(value, stack, room)
        : target.apply(value);
  }

  /** A suspendable {@link ToIntFunction}. */
  public interface OfToIntFunction<T> extends ToIntFunction<T> {
    /** The twin of {@link ToIntFunction#applyAsInt}. */
    int applyAsInt(T value, FrameStack stack, int room);
  }

  /** Calls {@link ToIntFunction#applyAsInt}, suspendably where the target can. */
  public static <T> int applyAsInt(ToIntFunction<T> target, T value, FrameStack stack, int room) {
    return target instanceof OfToIntFunction<T> door
        ? door.applyAsInt(value, stack, room)
        : target.applyAsInt(value);
  }

  /** A suspendable {@link ToLongFunction}. */
  public interface OfToLongFunction<T> extends ToLongFunction<T> {
    /** The twin of {@link ToLongFunction#applyAsLong}. */
    long applyAsLong(T value, FrameStack stack, int room);
  }

  /** Calls {@link ToLongFunction#applyAsLong}, suspendably where the target can. */
  public static <T> long applyAsLong(
      ToLongFunction<T> target, T value, FrameStack stack, int room) {
    return target instanceof OfToLongFunction<T> door
        ? door.applyAsLong(value, stack, room)
        : target.applyAsLong(value);
  }

  /** A suspendable {@link ToDoubleFunction}. */
  public interface OfToDoubleFunction<T> extends ToDoubleFunction<T> {
    /** The twin of {@link ToDoubleFunction#applyAsDouble}. */
    double applyAsDouble(T value, FrameStack stack, int room);
  }

  /** Calls {@link ToDoubleFunction#applyAsDouble}, suspendably where the target can. */
  public static <T> double applyAsDouble(
      ToDoubleFunction<T> target, T value, FrameStack stack, int room) {
    return target instanceof OfToDoubleFunction<T> door
        ? door.applyAsDouble(value, stack, room)
        : target.applyAsDouble(value);
  }

  /** A suspendable {@link IntUnaryOperator}. */
  public interface OfIntUnaryOperator extends IntUnaryOperator {
    /** The twin of {@link IntUnaryOperator#applyAsInt}. */
    int applyAsInt(int value, FrameStack stack, int room);
  }

  /** Calls {@link IntUnaryOperator#applyAsInt}, suspendably where the target can. */
  public static int applyAsInt(IntUnaryOperator target, int value, FrameStack stack, int room) {
    return target instanceof OfIntUnaryOperator door
        ? door.applyAsInt(value, stack, room)
        : target.applyAsInt(value);
  }

  /** A suspendable {@link LongUnaryOperator}. */
  public interface OfLongUnaryOperator extends LongUnaryOperator {
    /** The twin of {@link LongUnaryOperator#applyAsLong}. */
    long applyAsLong(long value, FrameStack stack, int room);
  }

  /** Calls {@link LongUnaryOperator#applyAsLong}, suspendably where the target can. */
  public static long applyAsLong(LongUnaryOperator target, long value, FrameStack stack, int room) {
    return target instanceof OfLongUnaryOperator door
        ? door.applyAsLong(value, stack, room)
        : target.applyAsLong(value);
  }

  /** A suspendable {@link DoubleUnaryOperator}. */
  public interface OfDoubleUnaryOperator extends DoubleUnaryOperator {
    /** The twin of {@link DoubleUnaryOperator#applyAsDouble}. */
    double applyAsDouble(double value, FrameStack stack, int room);
  }

  /** Calls {@link DoubleUnaryOperator#applyAsDouble}, suspendably where the target can. */
  public static double applyAsDouble(
      DoubleUnaryOperator target, double value, FrameStack stack, int room) {
    return target instanceof OfDoubleUnaryOperator door
        ? door.applyAsDouble(value, stack, room)
        : target.applyAsDouble(value);
  }

  /** A suspendable {@link IntBinaryOperator}. */
  public interface OfIntBinaryOperator extends IntBinaryOperator {
    /** The twin of {@link IntBinaryOperator#applyAsInt}. */
    int applyAsInt(int left, int right, FrameStack stack, int room);
  }

  /** Calls {@link IntBinaryOperator#applyAsInt}, suspendably where the target can. */
  public static int applyAsInt(
      IntBinaryOperator target, int left, int right, FrameStack stack, int room) {
    return target instanceof OfIntBinaryOperator door
        ? door.applyAsInt(left, right, stack, room)
        : target.applyAsInt(left, right);
  }

  /** A suspendable {@link LongBinaryOperator}. */
  public interface OfLongBinaryOperator extends LongBinaryOperator {
    /** The twin of {@link LongBinaryOperator#applyAsLong}. */
    long applyAsLong(long left, long right, FrameStack stack, int room);
  }

  /** Calls {@link LongBinaryOperator#applyAsLong}, suspendably where the target can. */
  public static long applyAsLong(
      LongBinaryOperator target, long left, long right, FrameStack stack, int room) {
    return target instanceof OfLongBinaryOperator door
        ? door.applyAsLong(left, right, stack, room)
        : target.applyAsLong(left, right);
  }

  /** A suspendable {@link DoubleBinaryOperator}. */
  public interface OfDoubleBinaryOperator extends DoubleBinaryOperator {
    /** The twin of {@link DoubleBinaryOperator#applyAsDouble}. */
    double applyAsDouble(double left, double right, FrameStack stack, int room);
  }

  /** Calls {@link DoubleBinaryOperator#applyAsDouble}, suspendably where the target can. */
  public static double applyAsDouble(
      DoubleBinaryOperator target, double left, double right, FrameStack stack, int room) {
    return target instanceof OfDoubleBinaryOperator door
        ? door.applyAsDouble(left, right, stack, room)
        : target.applyAsDouble(left, right);
  }

  /** A suspendable {@link Predicate}. */
  public interface OfPredicate<T> extends Predicate<T> {
    /** The twin of {@link Predicate#test}. */
    boolean test(T value, FrameStack stack, int room);
  }

  /** Calls {@link Predicate#test}, suspendably where the target can. */
  public static <T> boolean test(Predicate<T> target, T value, FrameStack stack, int room) {
    return target instanceof OfPredicate<T> door
        ? door.test(value, stack, room)
        : target.test(value);
  }

  /** A suspendable {@link BiPredicate}. */
  public interface OfBiPredicate<T, U> extends BiPredicate<T, U> {
    /** The twin of {@link BiPredicate#test}. */
    boolean test(T first, U second, FrameStack stack, int room);
  }

  /** Calls {@link BiPredicate#test}, suspendably where the target can. */
  public static <T, U> boolean test(
      BiPredicate<T, U> target, T first, U second, FrameStack stack, int room) {
    return target instanceof OfBiPredicate<T, U> door
        ? door.test(first, second, stack, room)
        : target.test(first, second);
  }

  /** A suspendable {@link IntPredicate}. */
  public interface OfIntPredicate extends IntPredicate {
    /** The twin of {@link IntPredicate#test}. */
    boolean test(int value, FrameStack stack, int room);
  }

  /** Calls {@link IntPredicate#test}, suspendably where the target can. */
  public static boolean test(IntPredicate target, int value, FrameStack stack, int room) {
    return target instanceof OfIntPredicate door
        ? door.test(value, stack, room)
        : target.test(value);
  }
}
