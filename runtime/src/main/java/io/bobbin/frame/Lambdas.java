package io.bobbin.frame;

import java.io.Serializable;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links the lambda expressions and method references of woven classes to objects that have both
 * entries of a suspendable method: the plain one and its twin.
 *
 * <p>The JDK's {@code LambdaMetafactory} makes classes that no agent can weave. The class made here
 * is as small: a field for each captured value, and straight calls of the implementation. The
 * weaver has turned every method reference that needs an adaptation of its result into a lambda
 * body first, so nothing is left to do after the call, and the call needs no frame.
 */
public final class Lambdas {
  /** In {@code flags}: the lambda is serializable. */
  public static final int SERIALIZABLE = 1;

  /** The index of the first further interface among the bootstrap's arguments. */
  private static final int FIRST_FURTHER = 8;

  private static final String OBJECT = "java/lang/Object";
  private static final String HIDDEN = "Lio/bobbin/frame/FrameStack;I)";
  private static final String DESCRIPTION = "bobbin$description";
  private static final String PLAIN = "plain";

  private Lambdas() {}

  /**
   * What a lambda object was made from.
   *
   * @param capturingClass the class whose code has the lambda
   * @param interfaceType the functional interface
   * @param methodName its method
   * @param methodType the erased type of its method
   * @param implementation the method that has the body, as in the source
   * @param instantiatedType the type of the method at this use
   * @param captured getters of the captured values
   * @param site all that the bootstrap was given
   */
  public record Description(
      Class<?> capturingClass,
      Class<?> interfaceType,
      String methodName,
      MethodType methodType,
      Implementation implementation,
      MethodType instantiatedType,
      List<MethodHandle> captured,
      Site site) {}

  /**
   * What a lambda is linked from, in names.
   *
   * @param factory the descriptor from the captured values to the interface
   * @param name the name of the interface's method
   * @param erased the descriptor of the interface's method
   * @param body the method that is called
   * @param parameters the descriptor of the interface's method with the body's parameters
   * @param flags {@link #SERIALIZABLE} and {@link PlainLambdas#PLAIN}, or 0
   * @param source the method that has the body in the source
   * @param instantiated the descriptor of the interface's method at this use
   * @param further the names of further interfaces
   * @param bridges the descriptors of further methods
   */
  public record Site(
      String factory,
      String name,
      String erased,
      Implementation body,
      String parameters,
      int flags,
      Implementation source,
      String instantiated,
      List<String> further,
      List<String> bridges) {}

  /** The descriptions of the classes made here. */
  private static final ClassValue<AtomicReference<Description>> DESCRIPTIONS =
      new ClassValue<>() {
        @Override
        protected AtomicReference<Description> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  /**
   * What a lambda was made from.
   *
   * @param type the class of the lambda
   * @return the description; null if it is no lambda, or one of a class that is not woven
   */
  public static @Nullable Description description(Class<?> type) {
    Description made = DESCRIPTIONS.get(type).get();
    return made != null ? made : PlainLambdas.description(type);
  }

  /**
   * A method that has the body of a lambda.
   *
   * @param kind a reference kind of {@link MethodHandleInfo}
   * @param owner the internal name of its class
   * @param name its name
   * @param descriptor its descriptor
   */
  public record Implementation(int kind, String owner, String name, String descriptor) {
    String toText() {
      return kind + " " + owner + " " + name + " " + descriptor;
    }

    /** Reads what the weaver wrote: the components, separated by spaces. */
    static Implementation parse(String text) {
      String[] parts = text.split(" ", 4);
      return new Implementation(Integer.parseInt(parts[0]), parts[1], parts[2], parts[3]);
    }
  }

  /**
   * Makes the class of a lambda.
   *
   * @param lookup the woven class
   * @param name the name of the functional interface's method
   * @param factoryType from the captured values to the interface
   * @param arguments the erased method type, the implementation, the method type at this use,
   *     flags, the implementation as in the source ({@link Implementation#parse}), the number of
   *     further interfaces, these, then the method types of bridges
   * @return a call site that makes the lambda
   * @throws ReflectiveOperationException if the implementation cannot be reached from {@code
   *     lookup}
   */
  public static CallSite bootstrap(
      Lookup lookup, String name, MethodType factoryType, Object... arguments)
      throws ReflectiveOperationException, LambdaConversionException {
    MethodType erased = (MethodType) arguments[0];
    MethodHandleInfo body = lookup.revealDirect((MethodHandle) arguments[1]);
    MethodType instantiated = (MethodType) arguments[2];
    int flags = (Integer) arguments[3];
    Implementation source = Implementation.parse((String) arguments[4]);
    MethodHandle original = (MethodHandle) arguments[5];
    MethodType instantiatedInSource = (MethodType) arguments[6];
    int further = (Integer) arguments[FIRST_FURTHER - 1];

    Class<?> interfaceType = factoryType.returnType();
    Set<String> interfaces = new LinkedHashSet<>();
    interfaces.add(ClassSpinner.internalName(interfaceType));
    for (int i = 0; i < further; i++) {
      interfaces.add(ClassSpinner.internalName((Class<?>) arguments[FIRST_FURTHER + i]));
    }
    if ((flags & SERIALIZABLE) != 0) {
      interfaces.add(ClassSpinner.internalName(Serializable.class));
    }
    Set<MethodType> entries = new LinkedHashSet<>();
    entries.add(erased);
    for (int i = FIRST_FURTHER + further; i < arguments.length; i++) {
      entries.add((MethodType) arguments[i]);
    }

    String self = ClassSpinner.internalName(lookup.lookupClass()) + "$$Lambda";
    ClassSpinner spinner = new ClassSpinner(self, OBJECT, interfaces.toArray(new String[0]));
    spinner.field(DESCRIPTION, "Ljava/lang/Object;", true);
    MethodType captured = factoryType.changeReturnType(void.class);
    boolean isReference = body.getName().startsWith("bobbin$");
    writeConstructor(spinner, self, captured, isReference ? interfaceType : null);
    for (MethodType entry : entries) {
      if (isReference) {
        writePlainReference(spinner, self, name, entry, interfaceType);
      } else {
        writeEntry(spinner, self, name, entry, captured, body, instantiated, false);
      }
      writeEntry(spinner, self, name, entry, captured, body, instantiated, true);
    }
    if ((flags & SERIALIZABLE) != 0) {
      spinner
          .method("writeReplace", "()Ljava/lang/Object;")
          .getStatic(self, DESCRIPTION, "Ljava/lang/Object;")
          .load(0, 'L')
          .invokeStatic(
              "io/bobbin/frame/SerializedLambdas",
              "replace",
              "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
              false)
          .returns('L')
          .end();
    }
    Lookup made = spinner.define(lookup);
    List<MethodHandle> getters = new ArrayList<>();
    for (int i = 0; i < captured.parameterCount(); i++) {
      getters.add(made.findGetter(made.lookupClass(), "c" + i, captured.parameterType(i)));
    }
    Description description =
        new Description(
            lookup.lookupClass(),
            interfaceType,
            name,
            erased,
            source,
            instantiated,
            List.copyOf(getters),
            site(factoryType, name, body, flags, source, arguments, further));
    DESCRIPTIONS.get(made.lookupClass()).set(description);
    made.findStaticVarHandle(made.lookupClass(), DESCRIPTION, Object.class)
        .set((Object) description);
    MethodHandle constructor;
    if (isReference) {
      MethodHandle plain =
          LambdaMetafactory.metafactory(
                  lookup, name, factoryType, erased, original, instantiatedInSource)
              .getTarget();
      MethodHandle of =
          made.findConstructor(made.lookupClass(), captured.insertParameterTypes(0, interfaceType));
      constructor = MethodHandles.foldArguments(of, plain).asType(factoryType);
    } else {
      constructor = made.findConstructor(made.lookupClass(), captured).asType(factoryType);
    }
    if (captured.parameterCount() > 0) {
      return new ConstantCallSite(constructor);
    }
    Object lambda = ClassSpinner.invoke(constructor);
    return new ConstantCallSite(MethodHandles.constant(interfaceType, lambda));
  }

  private static Site site(
      MethodType factory,
      String name,
      MethodHandleInfo body,
      int flags,
      Implementation source,
      Object[] arguments,
      int further) {
    List<String> interfaces = new ArrayList<>();
    List<String> bridges = new ArrayList<>();
    for (int i = FIRST_FURTHER; i < arguments.length; i++) {
      if (i < FIRST_FURTHER + further) {
        interfaces.add(((Class<?>) arguments[i]).getName());
      } else {
        bridges.add(((MethodType) arguments[i]).toMethodDescriptorString());
      }
    }
    return new Site(
        factory.toMethodDescriptorString(),
        name,
        ((MethodType) arguments[0]).toMethodDescriptorString(),
        new Implementation(
            body.getReferenceKind(),
            ClassSpinner.internalName(body.getDeclaringClass()),
            body.getName(),
            body.getMethodType().toMethodDescriptorString()),
        ((MethodType) arguments[2]).toMethodDescriptorString(),
        flags,
        source,
        ((MethodType) arguments[6]).toMethodDescriptorString(),
        List.copyOf(interfaces),
        List.copyOf(bridges));
  }

  /**
   * A method, found.
   *
   * @param owner its class
   * @param type its type
   */
  private record Target(Class<?> owner, MethodType type) {
    static Target of(Implementation method, Function<String, Class<?>> types) {
      return new Target(
          types.apply(method.owner.replace('/', '.')), Lambdas.type(method.descriptor, types));
    }
  }

  /** A site, and what its names mean. */
  private record Found(
      Site site,
      MethodType factory,
      MethodType erased,
      Target body,
      MethodType parameters,
      Target source,
      MethodType instantiated,
      List<Class<?>> further,
      List<MethodType> bridges) {
    static Found of(Site site, Function<String, Class<?>> types) {
      List<Class<?>> further = new ArrayList<>();
      site.further.forEach(each -> further.add(types.apply(each)));
      List<MethodType> bridges = new ArrayList<>();
      site.bridges.forEach(each -> bridges.add(type(each, types)));
      return new Found(
          site,
          type(site.factory, types),
          type(site.erased, types),
          Target.of(site.body, types),
          type(site.parameters, types),
          Target.of(site.source, types),
          type(site.instantiated, types),
          further,
          bridges);
    }
  }

  /** What was linked again, by the class whose code has it; each would take a class anew. */
  private static final ClassValue<Map<Found, MethodHandle>> RELINKED =
      new ClassValue<>() {
        @Override
        protected Map<Found, MethodHandle> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /**
   * Links a lambda again, as the call site in its class does; once, however often it is asked for.
   *
   * @param capturing the class whose code has the lambda
   * @param site what it was linked from
   * @param types finds classes by their names; called for each that the site names, each time
   * @return what makes the lambda of the captured values
   * @throws ReflectiveOperationException if the class has no such method
   * @throws LambdaConversionException if the descriptors do not fit together
   */
  public static MethodHandle relink(Class<?> capturing, Site site, Function<String, Class<?>> types)
      throws ReflectiveOperationException, LambdaConversionException {
    Found found = Found.of(site, types);
    Map<Found, MethodHandle> known = RELINKED.get(capturing);
    MethodHandle linked = known.get(found);
    if (linked == null) {
      MethodHandle made = link(FrameCode.lookup(capturing), found);
      MethodHandle earlier = known.putIfAbsent(found, made);
      linked = earlier != null ? earlier : made;
    }
    return linked;
  }

  private static MethodHandle link(Lookup lookup, Found found)
      throws ReflectiveOperationException, LambdaConversionException {
    Site site = found.site;
    MethodHandle body = handle(lookup, site.body, found.body);
    if ((site.flags & PlainLambdas.PLAIN) != 0) {
      Object[] basic = {found.erased, body, found.instantiated};
      boolean isSerializable = (site.flags & SERIALIZABLE) != 0;
      return PlainLambdas.relink(
              lookup, site.name, found.factory, basic, isSerializable, found.further, found.bridges)
          .dynamicInvoker();
    }
    List<Object> arguments = new ArrayList<>();
    arguments.add(found.erased);
    arguments.add(body);
    arguments.add(found.parameters);
    arguments.add(site.flags);
    arguments.add(site.source.toText());
    arguments.add(handle(lookup, site.source, found.source));
    arguments.add(found.instantiated);
    arguments.add(found.further.size());
    arguments.addAll(found.further);
    arguments.addAll(found.bridges);
    return bootstrap(lookup, site.name, found.factory, arguments.toArray()).dynamicInvoker();
  }

  private static MethodType type(String descriptor, Function<String, Class<?>> types) {
    List<Class<?>> parameters = new ArrayList<>();
    for (String parameter : ClassSpinner.parameters(descriptor)) {
      parameters.add(classOf(parameter, types));
    }
    Class<?> result = classOf(descriptor.substring(descriptor.indexOf(')') + 1), types);
    return MethodType.methodType(result, parameters);
  }

  private static Class<?> classOf(String descriptor, Function<String, Class<?>> types) {
    return switch (descriptor.charAt(0)) {
      case 'V' -> void.class;
      case 'Z' -> boolean.class;
      case 'B' -> byte.class;
      case 'C' -> char.class;
      case 'S' -> short.class;
      case 'I' -> int.class;
      case 'J' -> long.class;
      case 'F' -> float.class;
      case 'D' -> double.class;
      case '[' -> classOf(descriptor.substring(1), types).arrayType();
      default -> types.apply(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
    };
  }

  private static MethodHandle handle(Lookup lookup, Implementation method, Target found)
      throws ReflectiveOperationException {
    Class<?> owner = found.owner;
    MethodType type = found.type;
    return switch (method.kind) {
      case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, method.name, type);
      case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(owner, type);
      case MethodHandleInfo.REF_invokeSpecial ->
          lookup.findSpecial(owner, method.name, type, lookup.lookupClass());
      default -> lookup.findVirtual(owner, method.name, type);
    };
  }

  /**
   * @param delegate the type of the JDK's own object for a method reference, which comes before the
   *     captured values; or null
   */
  private static void writeConstructor(
      ClassSpinner spinner, String self, MethodType captured, @Nullable Class<?> delegate) {
    MethodType parameters =
        delegate == null ? captured : captured.insertParameterTypes(0, delegate);
    ClassSpinner.Code code = spinner.method("<init>", parameters.toMethodDescriptorString());
    code.load(0, 'L').invokeSpecial(OBJECT, "<init>", "()V");
    int slot = 1;
    if (delegate != null) {
      spinner.field(PLAIN, delegate.descriptorString(), false);
      code.load(0, 'L').load(slot++, 'L').putField(self, PLAIN, delegate.descriptorString());
    }
    for (int i = 0; i < captured.parameterCount(); i++) {
      String type = captured.parameterType(i).descriptorString();
      spinner.field("c" + i, type, false);
      code.load(0, 'L').load(slot, type.charAt(0)).putField(self, "c" + i, type);
      slot += ClassSpinner.slots(type);
    }
    code.returns('V').end();
  }

  /**
   * The plain entry of a method reference: it is left to the JDK's object, so that stack traces on
   * plain threads show no method that the weaver made up.
   */
  private static void writePlainReference(
      ClassSpinner spinner, String self, String name, MethodType entry, Class<?> interfaceType) {
    String descriptor = entry.toMethodDescriptorString();
    ClassSpinner.Code code = spinner.method(name, descriptor);
    code.load(0, 'L').getField(self, PLAIN, interfaceType.descriptorString());
    int slot = 1;
    for (String parameter : ClassSpinner.parameters(descriptor)) {
      code.load(slot, parameter.charAt(0));
      slot += ClassSpinner.slots(parameter);
    }
    code.invokeInterface(ClassSpinner.internalName(interfaceType), name, descriptor, slot)
        .returns(entry.returnType().descriptorString().charAt(0))
        .end();
  }

  private static void writeEntry(
      ClassSpinner spinner,
      String self,
      String name,
      MethodType entry,
      MethodType captured,
      MethodHandleInfo body,
      MethodType instantiated,
      boolean twin) {
    String descriptor = entry.toMethodDescriptorString();
    ClassSpinner.Code code = spinner.method(name, twin ? twin(descriptor) : descriptor);
    for (int i = 0; i < captured.parameterCount(); i++) {
      code.load(0, 'L').getField(self, "c" + i, captured.parameterType(i).descriptorString());
    }
    int slot = 1;
    for (int i = 0; i < entry.parameterCount(); i++) {
      String from = entry.parameterType(i).descriptorString();
      String to = instantiated.parameterType(i).descriptorString();
      code.load(slot, from.charAt(0));
      if (!from.equals(to)) {
        code.cast(to.startsWith("[") ? to : to.substring(1, to.length() - 1));
      }
      slot += ClassSpinner.slots(from);
    }
    if (twin) {
      code.load(slot, 'L').load(slot + 1, 'I');
    }
    String owner = ClassSpinner.internalName(body.getDeclaringClass());
    boolean inInterface = body.getDeclaringClass().isInterface();
    String called = body.getMethodType().toMethodDescriptorString();
    String calledDescriptor = twin ? twin(called) : called;
    if (body.getReferenceKind() == MethodHandleInfo.REF_invokeStatic) {
      code.invokeStatic(owner, body.getName(), calledDescriptor, inInterface);
    } else if (inInterface) {
      int slots = 1;
      for (String parameter : ClassSpinner.parameters(calledDescriptor)) {
        slots += ClassSpinner.slots(parameter);
      }
      code.invokeInterface(owner, body.getName(), calledDescriptor, slots);
    } else {
      code.invokeVirtual(owner, body.getName(), calledDescriptor);
    }
    code.returns(entry.returnType().descriptorString().charAt(0)).end();
  }

  private static String twin(String descriptor) {
    return descriptor.replace(")", HIDDEN);
  }
}
