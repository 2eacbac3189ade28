package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The names of the runtime that woven code uses. A test resolves each of them. */
final class Abi {
  /** The newest version of the ASM interface; every visitor uses it. */
  static final int ASM = Opcodes.ASM9;

  static final String SUSPENDABLE = "Lio/bobbin/Suspendable;";
  static final String TRANSPARENT = "Lio/bobbin/frame/Transparent;";

  /** Internal names of the runtime begin so; its hand-woven methods are left alone. */
  static final String RUNTIME = "io/bobbin/";

  static final String FRAME = "io/bobbin/frame/Frame";
  static final String STACK = "io/bobbin/frame/FrameStack";
  static final String CODE = "io/bobbin/frame/FrameCode";
  static final String SHAPES = "io/bobbin/frame/Shapes";
  static final String DOORS = "io/bobbin/frame/Doors";
  static final String ADAPT = "io/bobbin/adapt/";
  static final String LAMBDAS = "io/bobbin/frame/Lambdas";
  static final String PLAIN_LAMBDAS = "io/bobbin/frame/PlainLambdas";
  static final String CHAOS = "io/bobbin/frame/Chaos";
  static final String PREEMPTION = "io/bobbin/frame/Preemption";
  static final String MISMATCH = "io/bobbin/frame/FrameMismatchException";
  static final String NOT_WOVEN = "io/bobbin/frame/NotWovenError";

  static final String FRAME_DESCRIPTOR = "L" + FRAME + ";";
  static final String STACK_DESCRIPTOR = "L" + STACK + ";";
  static final String CODE_DESCRIPTOR = "L" + CODE + ";";

  /** The hidden parameters of a twin, as they end its parameter list. */
  static final String HIDDEN = STACK_DESCRIPTOR + "I";

  /** The slots that the hidden parameters take. */
  static final int HIDDEN_SLOTS = 2;

  /** The most slots that the parameters of a method may take, receiver included. */
  static final int MOST_SLOTS = 255;

  /** {@code FrameStack.RARE_INT} and its kin: what twins return while unwinding. */
  static final int RARE_INT = 0x9b0bb1e5;

  static final long RARE_LONG = 0x9b0bb1e5_5eed1e55L;
  static final float RARE_FLOAT = -0x1.b0bb1ep-77f;
  static final double RARE_DOUBLE = -0x1.b0bb1e55eed1ep-777;

  /** {@code FrameStack.FORWARDING_LINE}: tells a twin that only forwards in a stack trace. */
  static final int FORWARDING_LINE = 65_534;

  /** {@code Lambdas.SERIALIZABLE}. */
  static final int LAMBDA_SERIALIZABLE = 1;

  /** The largest number of primitive words and references for which there is a shape. */
  static final int LARGEST_SHAPE = 8;

  static final Handle CODE_BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          CODE,
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/String;)Ljava/lang/invoke/CallSite;",
          false);

  /** The same for a description that takes several constants. */
  static final Handle LONG_CODE_BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          CODE,
          "bootstrapLong",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;[Ljava/lang/String;)Ljava/lang/invoke/CallSite;",
          false);

  static final Handle LAMBDA_BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          LAMBDAS,
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
          false);

  static final Handle BODIES_BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "io/bobbin/frame/LambdaBodies",
          "bootstrap",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;[Ljava/lang/String;)Ljava/lang/invoke/CallSite;",
          false);

  /** The JDK's methods that have a doorway, by {@code owner.name descriptor}. */
  private static final Map<String, String> DOORS_BY_METHOD = new HashMap<>();

  /** The types of those methods. */
  private static final Set<String> DOOR_OWNERS = new HashSet<>();

  /** Their names and descriptors. */
  private static final Set<String> DOOR_KEYS = new HashSet<>();

  static {
    for (String method : methodsWithDoors()) {
      int dot = method.indexOf('.');
      String owner = method.substring(0, dot);
      String door = DOORS + "$Of" + owner.substring(owner.lastIndexOf('/') + 1);
      DOORS_BY_METHOD.put(method, door);
      DOOR_OWNERS.add(owner);
      DOOR_KEYS.add(method.substring(dot + 1));
    }
  }

  private Abi() {}

  /** The descriptor of the twin of a method. */
  static String twin(String descriptor) {
    int end = descriptor.lastIndexOf(')');
    return descriptor.substring(0, end) + HIDDEN + descriptor.substring(end);
  }

  /** Whether a descriptor is that of a twin. */
  static boolean isTwin(String descriptor) {
    return descriptor.contains(HIDDEN + ")");
  }

  /** The descriptor of the method whose twin has the given one. */
  static String plain(String twinDescriptor) {
    return twinDescriptor.replace(HIDDEN + ")", ")");
  }

  /** Whether a method has room for the hidden parameters. */
  static boolean hasRoomForTwin(String descriptor) {
    return (Type.getArgumentsAndReturnSizes(descriptor) >> 2) + HIDDEN_SLOTS <= MOST_SLOTS;
  }

  /**
   * The descriptor of a resume body: overloads are told apart by a number of unused parameters, as
   * their frames all have the same type.
   */
  static String resumeDescriptor(int overload) {
    return "("
        + FRAME_DESCRIPTOR
        + STACK_DESCRIPTOR
        + "Ljava/lang/Object;"
        + "I".repeat(overload)
        + ")Ljava/lang/Object;";
  }

  /**
   * The doorway interface for a method of the JDK, or null.
   *
   * @param key name and descriptor of the method
   */
  static @Nullable String door(String owner, String key) {
    return DOOR_OWNERS.contains(owner) ? DOORS_BY_METHOD.get(owner + '.' + key) : null;
  }

  /** Whether any type has a doorway for methods of a name and descriptor. */
  static boolean hasDoor(String key) {
    return DOOR_KEYS.contains(key);
  }

  /** The descriptor of the static method of {@code Doors} that stands for a call. */
  static String doorCall(String jdkOwner, String descriptor) {
    return "(L" + jdkOwner + ";" + twin(descriptor).substring(1);
  }

  /** The class of the runtime that stands in for the blocking methods of a type of the JDK. */
  static String standIn(String jdkType) {
    return ADAPT + "Of" + jdkType.substring(jdkType.lastIndexOf('/') + 1);
  }

  private static List<String> methodsWithDoors() {
    String function = "java/util/function/";
    String object = "Ljava/lang/Object;";
    List<String> methods = new ArrayList<>();
    methods.add("java/lang/Runnable.run()V");
    methods.add("java/util/concurrent/Callable.call()" + object);
    methods.add("java/lang/AutoCloseable.close()V");
    methods.add("java/io/Closeable.close()V");
    methods.add("java/util/Comparator.compare(" + object + object + ")I");
    methods.add("java/util/Iterator.hasNext()Z");
    methods.add("java/util/Iterator.next()" + object);
    methods.add("java/lang/Iterable.iterator()Ljava/util/Iterator;");
    methods.add(function + "Supplier.get()" + object);
    methods.add(function + "Consumer.accept(" + object + ")V");
    methods.add(function + "BiConsumer.accept(" + object + object + ")V");
    methods.add(function + "Function.apply(" + object + ")" + object);
    methods.add(function + "BiFunction.apply(" + object + object + ")" + object);
    methods.add(function + "Predicate.test(" + object + ")Z");
    methods.add(function + "BiPredicate.test(" + object + object + ")Z");
    methods.add(function + "IntPredicate.test(I)Z");
    methods.add(function + "BooleanSupplier.getAsBoolean()Z");
    for (String name : List.of("Int", "Long", "Double")) {
      String type = name.equals("Long") ? "J" : name.substring(0, 1);
      methods.add(function + name + "Supplier.getAs" + name + "()" + type);
      methods.add(function + name + "Consumer.accept(" + type + ")V");
      methods.add(function + name + "Function.apply(" + type + ")" + object);
      methods.add(function + "To" + name + "Function.applyAs" + name + "(" + object + ")" + type);
      methods.add(function + name + "UnaryOperator.applyAs" + name + "(" + type + ")" + type);
      methods.add(
          function + name + "BinaryOperator.applyAs" + name + "(" + type + type + ")" + type);
    }
    return methods;
  }
}
