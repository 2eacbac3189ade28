package io.bobbin.tests.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * A functional interface at given type arguments: what a lambda can be.
 *
 * @param type the type as written in the source
 * @param method the name of its method
 * @param parameters the method's parameters
 * @param result the method's result
 * @param checked whether the method throws Exception
 */
record Shape(Type type, String method, List<Type> parameters, Type result, boolean checked) {
  static final List<Shape> OF_JDK = ofJdk();

  static Shape of(String type, String method, Type result, Type... parameters) {
    return new Shape(Type.ofFunction(type), method, List.of(parameters), result, false);
  }

  private static List<Shape> ofJdk() {
    List<Shape> all = new ArrayList<>();
    Type string = Type.STRING;
    Type integer = Type.INTEGER;
    Type ints = Type.INT.array();
    all.add(of("Supplier<String>", "get", string));
    all.add(of("Supplier<Integer>", "get", integer));
    all.add(of("Supplier<int[]>", "get", ints));
    all.add(of("Function<String, Integer>", "apply", integer, string));
    all.add(of("Function<Integer, String>", "apply", string, integer));
    all.add(of("Function<int[], int[]>", "apply", ints, ints));
    all.add(of("UnaryOperator<String>", "apply", string, string));
    all.add(of("BinaryOperator<Integer>", "apply", integer, integer, integer));
    all.add(of("BiFunction<Integer, String, String>", "apply", string, integer, string));
    all.add(of("Predicate<String>", "test", Type.BOOLEAN, string));
    all.add(of("BiPredicate<Integer, Integer>", "test", Type.BOOLEAN, integer, integer));
    all.add(of("Consumer<String>", "accept", Type.VOID, string));
    all.add(of("BiConsumer<Integer, String>", "accept", Type.VOID, integer, string));
    all.add(of("Runnable", "run", Type.VOID));
    all.add(of("IntConsumer", "accept", Type.VOID, Type.INT));
    all.add(of("IntSupplier", "getAsInt", Type.INT));
    all.add(of("LongSupplier", "getAsLong", Type.LONG));
    all.add(of("DoubleSupplier", "getAsDouble", Type.DOUBLE));
    all.add(of("BooleanSupplier", "getAsBoolean", Type.BOOLEAN));
    all.add(of("IntFunction<String>", "apply", string, Type.INT));
    all.add(of("LongFunction<int[]>", "apply", ints, Type.LONG));
    all.add(of("DoubleFunction<String>", "apply", string, Type.DOUBLE));
    all.add(of("ToIntFunction<String>", "applyAsInt", Type.INT, string));
    all.add(of("ToLongFunction<Integer>", "applyAsLong", Type.LONG, integer));
    all.add(of("ToDoubleFunction<String>", "applyAsDouble", Type.DOUBLE, string));
    all.add(of("IntUnaryOperator", "applyAsInt", Type.INT, Type.INT));
    all.add(of("LongUnaryOperator", "applyAsLong", Type.LONG, Type.LONG));
    all.add(of("DoubleUnaryOperator", "applyAsDouble", Type.DOUBLE, Type.DOUBLE));
    all.add(of("IntBinaryOperator", "applyAsInt", Type.INT, Type.INT, Type.INT));
    all.add(of("LongBinaryOperator", "applyAsLong", Type.LONG, Type.LONG, Type.LONG));
    all.add(of("DoubleBinaryOperator", "applyAsDouble", Type.DOUBLE, Type.DOUBLE, Type.DOUBLE));
    all.add(of("IntPredicate", "test", Type.BOOLEAN, Type.INT));
    all.add(of("Comparator<String>", "compare", Type.INT, string, string));
    all.add(new Shape(Type.ofFunction("Callable<String>"), "call", List.of(), string, true));
    return List.copyOf(all);
  }
}
