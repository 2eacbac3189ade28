package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Pass over a class: relinks the lambda expressions and method references that are to be
 * suspendable to the runtime's bootstrap, and makes their bodies suspendable.
 *
 * <p>A lambda is suspendable if the method of its interface is, or if the interface is a doorway
 * and the body has something to suspend at. A method reference becomes a lambda body first, so that
 * any adaptation of arguments and result is ordinary woven code. One to a method that never waits
 * pins nothing; where the interface is suspendable it is relinked all the same, if that takes
 * nothing but a call, so that the runtime need not tell of a lambda that is not woven.
 */
final class LambdaPass {
  static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final int FLAG_SERIALIZABLE = 1;
  private static final int FLAG_MARKERS = 2;
  private static final int FLAG_BRIDGES = 4;

  private final ClassNode node;
  private final Suspendability suspendability;
  private final CallFinder finder;
  private final Set<String> bodies;
  private final @Nullable Members loaded;
  private final Refusals refusals;

  /** The methods that stand for method references, by name. */
  private final Map<String, ReferenceBody> references = new TreeMap<>();

  private final List<MethodNode> added = new ArrayList<>();

  /**
   * Makes the pass.
   *
   * @param bodies receives name and descriptor of each method that is the body of a suspendable
   *     lambda
   * @param loaded the members that the class has, if it is loaded already: it gets no others
   * @param finder finds the calls of lambdas' bodies
   * @param refusals told of lambdas that stay as they are, as the class can get no member for them
   */
  LambdaPass(
      ClassNode node,
      Suspendability suspendability,
      Set<String> bodies,
      @Nullable Members loaded,
      CallFinder finder,
      Refusals refusals) {
    this.node = node;
    this.suspendability = suspendability;
    this.finder = finder;
    this.bodies = bodies;
    this.loaded = loaded;
    this.refusals = refusals;
  }

  /** Told of lambdas and method references that are not made suspendable. */
  interface Refusals {
    void note(MethodNode method, InvokeDynamicInsnNode site);
  }

  /** Runs the pass. */
  void run() {
    if (loaded != null) {
      keep(loaded);
    }
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode insn : method.instructions.toArray()) {
        if (insn instanceof InvokeDynamicInsnNode site && isLambda(site)) {
          relink(method, site);
        }
      }
    }
    node.methods.addAll(added);
  }

  /** The methods that stand for method references, by name. */
  Map<String, ReferenceBody> references() {
    return references;
  }

  /** Keeps the members that a loaded class has for its lambdas, whether they are needed or not. */
  private void keep(Members members) {
    for (MethodNode method : node.methods) {
      if (members.hasTwin(method)) {
        bodies.add(method.name + method.desc);
      }
    }
    members.references().forEach(this::add);
  }

  private void add(String name, ReferenceBody reference) {
    MethodNode method = reference.build(name);
    references.put(name, reference);
    added.add(method);
    bodies.add(method.name + method.desc);
  }

  /** Whether a call site makes a lambda by the JDK's metafactory. */
  private static boolean isLambda(InvokeDynamicInsnNode site) {
    return isLambda(site, METAFACTORY);
  }

  /** Whether a call site makes a lambda by that metafactory, or by one that stands for it. */
  static boolean isLambda(InvokeDynamicInsnNode site, String metafactory) {
    return site.bsm.getOwner().equals(metafactory)
        && (site.bsm.getName().equals("metafactory")
            || site.bsm.getName().equals("altMetafactory"));
  }

  /**
   * Has the lambdas that stay the JDK's described to the runtime when they are linked, so that they
   * can be pickled. To be called last, as it takes all of a class's bodies.
   */
  static void describePlain(ClassNode woven) {
    for (MethodNode method : woven.methods) {
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof InvokeDynamicInsnNode site && isLambda(site)) {
          Handle jdk = site.bsm;
          site.bsm =
              new Handle(
                  jdk.getTag(), Abi.PLAIN_LAMBDAS, jdk.getName(), jdk.getDesc(), jdk.isInterface());
        }
      }
    }
  }

  private void relink(MethodNode method, InvokeDynamicInsnNode site) {
    String interfaceName = Type.getReturnType(site.desc).getInternalName();
    Type erased = (Type) site.bsmArgs[0];
    Handle source = (Handle) site.bsmArgs[1];
    Type instantiated = (Type) site.bsmArgs[2];
    String descriptor = erased.getDescriptor();
    boolean suspendable = suspendability.isSuspendable(interfaceName, site.name + descriptor);
    String door = suspendability.doorway(interfaceName, site.name, descriptor);
    boolean mayWait = isOwnBody(source) ? suspendable || hasCalls(source) : isSuspendable(source);
    boolean worthwhile = mayWait || (suspendable && isPlainReference(site, source));
    if (!(suspendable || door != null) || !worthwhile || !Abi.hasRoomForTwin(descriptor)) {
      return;
    }
    Handle body = body(site, source, instantiated, erased);
    if (body == null || !Abi.hasRoomForTwin(body.getDesc())) {
      return;
    }
    if (loaded != null && !loaded.has(body.getName(), Abi.twin(body.getDesc()))) {
      if (mayWait) {
        refusals.note(method, site);
      }
      return;
    }
    bodies.add(body.getName() + body.getDesc());
    List<Object> further = new ArrayList<>();
    if (door != null) {
      further.add(Type.getObjectType(Abi.door(door, site.name + descriptor)));
    }
    List<Object> bridges = new ArrayList<>();
    int flags = readExtras(site, further, bridges);
    List<Object> arguments = new ArrayList<>();
    arguments.add(erased);
    arguments.add(body);
    arguments.add(parametersOf(body, site, instantiated));
    arguments.add((flags & FLAG_SERIALIZABLE) != 0 ? Abi.LAMBDA_SERIALIZABLE : 0);
    arguments.add(
        source.getTag()
            + " "
            + source.getOwner()
            + " "
            + source.getName()
            + " "
            + source.getDesc());
    arguments.add(source);
    arguments.add(instantiated);
    arguments.add(further.size());
    arguments.addAll(further);
    arguments.addAll(bridges);
    site.bsm = Abi.LAMBDA_BOOTSTRAP;
    site.bsmArgs = arguments.toArray();
  }

  /** Reads what {@code altMetafactory} has beyond {@code metafactory}; returns its flags. */
  private static int readExtras(
      InvokeDynamicInsnNode site, List<Object> markers, List<Object> bridges) {
    if (site.bsmArgs.length == 3) {
      return 0;
    }
    int flags = (Integer) site.bsmArgs[3];
    int next = 4;
    if ((flags & FLAG_MARKERS) != 0) {
      int count = (Integer) site.bsmArgs[next++];
      for (int i = 0; i < count; i++) {
        markers.add(site.bsmArgs[next++]);
      }
    }
    if ((flags & FLAG_BRIDGES) != 0) {
      int count = (Integer) site.bsmArgs[next++];
      for (int i = 0; i < count; i++) {
        bridges.add(site.bsmArgs[next++]);
      }
    }
    return flags;
  }

  /** Whether an implementation is the body that javac made for a lambda expression. */
  private boolean isOwnBody(Handle implementation) {
    MethodNode method = own(implementation);
    return method != null
        && (method.access & Opcodes.ACC_SYNTHETIC) != 0
        && (method.access & Opcodes.ACC_PRIVATE) != 0;
  }

  private boolean hasCalls(Handle implementation) {
    MethodNode method = own(implementation);
    return method != null && finder.hasCalls(method);
  }

  private boolean isSuspendable(Handle implementation) {
    String owner = implementation.getOwner();
    String name = implementation.getName();
    String descriptor = implementation.getDesc();
    if (LockPass.isLockMethod(owner, name, suspendability.hierarchy())) {
      return true; // the stack has to count it
    }
    return switch (implementation.getTag()) {
      case Opcodes.H_NEWINVOKESPECIAL -> false;
      case Opcodes.H_INVOKEINTERFACE ->
          suspendability.isSuspendable(owner, name + descriptor)
              || suspendability.doorway(owner, name, descriptor) != null;
      default -> suspendability.isSuspendable(owner, name + descriptor);
    };
  }

  /** Whether a method reference names no constructor, and is not kept by what it is made of. */
  private static boolean isPlainReference(InvokeDynamicInsnNode site, Handle implementation) {
    boolean serializable =
        site.bsmArgs.length > 3 && ((Integer) site.bsmArgs[3] & FLAG_SERIALIZABLE) != 0;
    return implementation.getTag() != Opcodes.H_NEWINVOKESPECIAL && !serializable;
  }

  private @Nullable MethodNode own(Handle implementation) {
    if (implementation.getOwner().equals(node.name)) {
      for (MethodNode method : node.methods) {
        if (method.name.equals(implementation.getName())
            && method.desc.equals(implementation.getDesc())) {
          return method;
        }
      }
    }
    return null;
  }

  /**
   * The method whose twin the lambda object calls: javac's, or one made for a reference; null if
   * the hidden parameters of such a method would be too many.
   */
  private @Nullable Handle body(
      InvokeDynamicInsnNode site, Handle source, Type instantiated, Type erased) {
    if (isOwnBody(source)) {
      if (fits(site, source, instantiated)) {
        return source;
      }
      if (loaded == null) {
        bodies.add(source.getName() + source.getDesc());
      }
    }
    ReferenceBody reference = ReferenceBody.of(site, source, instantiated, erased);
    if (!Abi.hasRoomForTwin(reference.descriptor())) {
      return null;
    }
    String name = reference.name();
    if (loaded == null && !references.containsKey(name)) {
      add(name, reference);
    }
    boolean isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    return new Handle(Opcodes.H_INVOKESTATIC, node.name, name, reference.descriptor(), isInterface);
  }

  /** Whether nothing but casts of arguments is needed between the interface and the body. */
  private static boolean fits(InvokeDynamicInsnNode site, Handle body, Type instantiated) {
    Type[] captured = Type.getArgumentTypes(site.desc);
    Type[] parameters = Type.getArgumentTypes(body.getDesc());
    int receiver = body.getTag() == Opcodes.H_INVOKESTATIC ? 0 : 1;
    Type[] passed = instantiated.getArgumentTypes();
    if (captured.length - receiver + passed.length != parameters.length) {
      return false;
    }
    for (int i = 0; i < passed.length; i++) {
      if (!passed[i].equals(parameters[captured.length - receiver + i])) {
        return false;
      }
    }
    Type from = Type.getReturnType(body.getDesc());
    Type to = instantiated.getReturnType();
    return from.equals(to) || (isReference(from) && isReference(to));
  }

  static boolean isReference(Type type) {
    return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
  }

  /** The types that the lambda object casts its arguments to: those of the body. */
  private static Type parametersOf(Handle body, InvokeDynamicInsnNode site, Type instantiated) {
    int captured = Type.getArgumentTypes(site.desc).length;
    int receiver = body.getTag() == Opcodes.H_INVOKESTATIC ? 0 : 1;
    Type[] parameters = Type.getArgumentTypes(body.getDesc());
    Type[] passed = new Type[instantiated.getArgumentTypes().length];
    System.arraycopy(parameters, captured - receiver, passed, 0, passed.length);
    return Type.getMethodType(instantiated.getReturnType(), passed);
  }
}
