package io.bobbin.frame;

import io.bobbin.frame.Lambdas.Description;
import io.bobbin.frame.Lambdas.Implementation;
import io.bobbin.frame.Lambdas.Site;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lambdas and method references of woven classes that have nothing to suspend at. They are what
 * the JDK's {@link LambdaMetafactory} makes, as without weaving; but what each call site was linked
 * from is kept, so that their objects can be pickled.
 *
 * <p>That costs an entry in a list when a call site is linked, and nothing when a lambda is made:
 * the call site is the JDK's. Which class it makes objects of is found out when one of them is
 * pickled, by making another.
 */
public final class PlainLambdas {
  /** In the flags of a {@link Site}: its lambdas are made by the JDK. */
  public static final int PLAIN = 2;

  // The flags of LambdaMetafactory.altMetafactory, and where they stand
  private static final int FLAGS = 3;
  private static final int EXTRAS = 4;

  private PlainLambdas() {}

  /** A call site that was linked. */
  private static final class Linked {
    private final Lookup lookup;
    private final String name;
    private final MethodType factory;
    private final Object[] arguments;
    private final MethodHandle target;
    private @Nullable Class<?> made;

    Linked(Lookup lookup, String name, MethodType factory, Object[] arguments, CallSite site) {
      this.lookup = lookup;
      this.name = name;
      this.factory = factory;
      this.arguments = arguments;
      this.target = site.getTarget();
    }

    boolean makes(Class<?> type) {
      return factory.returnType().isAssignableFrom(type) && made() == type;
    }

    private synchronized Class<?> made() {
      Class<?> known = made;
      if (known == null) {
        List<Object> nothing = new ArrayList<>();
        for (Class<?> each : factory.parameterList()) {
          nothing.add(each.isPrimitive() ? zero(each) : null);
        }
        try {
          known = target.invokeWithArguments(nothing).getClass();
        } catch (Throwable e) {
          throw new IllegalStateException("what the JDK made for " + name + factory, e);
        }
        made = known;
      }
      return known;
    }

    private static Object zero(Class<?> primitive) {
      try {
        return MethodHandles.zero(primitive).invoke();
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What was linked, by the host of the nest that the capturing class and its lambdas are of. */
  private static final ClassValue<Queue<Linked>> LINKED =
      new ClassValue<>() {
        @Override
        protected Queue<Linked> computeValue(Class<?> type) {
          return new ConcurrentLinkedQueue<>();
        }
      };

  /**
   * Links a call site by {@link LambdaMetafactory#metafactory}, whose parameters these are. (The
   * JVM calls a bootstrap of just this type faster than others.)
   *
   * @param lookup the woven class
   * @param name the name of the functional interface's method
   * @param factory from the captured values to the interface
   * @param erased the erased type of the method
   * @param body the method that has the body
   * @param instantiated the type of the method at this use
   * @return the call site
   * @throws LambdaConversionException as the JDK's does
   */
  public static CallSite metafactory(
      Lookup lookup,
      String name,
      MethodType factory,
      MethodType erased,
      MethodHandle body,
      MethodType instantiated)
      throws LambdaConversionException {
    CallSite site =
        LambdaMetafactory.metafactory(lookup, name, factory, erased, body, instantiated);
    keep(new Linked(lookup, name, factory, new Object[] {erased, body, instantiated}, site));
    return site;
  }

  /**
   * Links a call site by {@link LambdaMetafactory#altMetafactory}, whose parameters these are.
   *
   * @param lookup the woven class
   * @param name the name of the functional interface's method
   * @param factory from the captured values to the interface
   * @param arguments the rest
   * @return the call site
   * @throws LambdaConversionException as the JDK's does
   */
  public static CallSite altMetafactory(
      Lookup lookup, String name, MethodType factory, Object... arguments)
      throws LambdaConversionException {
    CallSite site = LambdaMetafactory.altMetafactory(lookup, name, factory, arguments);
    keep(new Linked(lookup, name, factory, arguments.clone(), site));
    return site;
  }

  private static void keep(Linked linked) {
    LINKED.get(linked.lookup.lookupClass().getNestHost()).add(linked);
  }

  /**
   * What a lambda was made from.
   *
   * @param type the class of the lambda
   * @return the description; null if no call site that was linked here makes it
   */
  static @Nullable Description description(Class<?> type) {
    for (Linked each : LINKED.get(type.getNestHost())) {
      if (each.makes(type)) {
        return describe(each, type);
      }
    }
    return null;
  }

  private static @Nullable Description describe(Linked linked, Class<?> type) {
    List<MethodHandle> captured = new ArrayList<>();
    try {
      Lookup inside = MethodHandles.privateLookupIn(type, linked.lookup);
      for (Class<?> each : linked.factory.parameterList()) {
        captured.add(inside.findGetter(type, "arg$" + (captured.size() + 1), each));
      }
    } catch (NoSuchFieldException | IllegalAccessException e) {
      return null; // a JDK that keeps them otherwise than all up to now
    }
    MethodHandleInfo revealed = linked.lookup.revealDirect((MethodHandle) linked.arguments[1]);
    Implementation body =
        new Implementation(
            revealed.getReferenceKind(),
            ClassSpinner.internalName(revealed.getDeclaringClass()),
            revealed.getName(),
            revealed.getMethodType().toMethodDescriptorString());
    MethodType instantiated = (MethodType) linked.arguments[2];
    return new Description(
        linked.lookup.lookupClass(),
        linked.factory.returnType(),
        linked.name,
        (MethodType) linked.arguments[0],
        body,
        instantiated,
        List.copyOf(captured),
        site(linked, body, instantiated.toMethodDescriptorString()));
  }

  private static Site site(Linked linked, Implementation body, String instantiated) {
    List<String> interfaces = new ArrayList<>();
    List<String> bridges = new ArrayList<>();
    int flags = linked.arguments.length > FLAGS ? (Integer) linked.arguments[FLAGS] : 0;
    int next = EXTRAS;
    if ((flags & LambdaMetafactory.FLAG_MARKERS) != 0) {
      for (int left = (Integer) linked.arguments[next++]; left > 0; left--) {
        interfaces.add(((Class<?>) linked.arguments[next++]).getName());
      }
    }
    if ((flags & LambdaMetafactory.FLAG_BRIDGES) != 0) {
      for (int left = (Integer) linked.arguments[next++]; left > 0; left--) {
        bridges.add(((MethodType) linked.arguments[next++]).toMethodDescriptorString());
      }
    }
    boolean isSerializable = (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
    return new Site(
        linked.factory.toMethodDescriptorString(),
        linked.name,
        ((MethodType) linked.arguments[0]).toMethodDescriptorString(),
        body,
        instantiated,
        PLAIN | (isSerializable ? Lambdas.SERIALIZABLE : 0),
        body,
        instantiated,
        List.copyOf(interfaces),
        List.copyOf(bridges));
  }

  /**
   * Links a lambda again.
   *
   * @param further the further interfaces
   * @param bridges the types of further methods
   */
  static CallSite relink(
      Lookup lookup,
      String name,
      MethodType factory,
      Object[] basic,
      boolean isSerializable,
      List<Class<?>> further,
      List<MethodType> bridges)
      throws LambdaConversionException {
    List<Object> arguments = new ArrayList<>(List.of(basic));
    arguments.add(
        LambdaMetafactory.FLAG_MARKERS
            | LambdaMetafactory.FLAG_BRIDGES
            | (isSerializable ? LambdaMetafactory.FLAG_SERIALIZABLE : 0));
    arguments.add(further.size());
    arguments.addAll(further);
    arguments.add(bridges.size());
    arguments.addAll(bridges);
    return altMetafactory(lookup, name, factory, arguments.toArray());
  }
}
