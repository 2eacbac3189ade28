package io.bobbin.weave;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Pass over a class: adds what it needs not for methods of its own that may wait, but for those
 * that it inherits, implements or may override: twins that call plain methods, and the doorways of
 * the JDK's interfaces.
 */
final class Forwards {
  private final ClassNode node;
  private final Suspendability suspendability;
  private final Map<String, MethodNode> declared;
  private final List<MethodNode> added;

  /**
   * Prepares the pass.
   *
   * @param declared the methods of the class by name and descriptor
   * @param added receives the twins; holds those that are to be added to the class already
   */
  Forwards(
      ClassNode node,
      Suspendability suspendability,
      Map<String, MethodNode> declared,
      List<MethodNode> added) {
    this.node = node;
    this.suspendability = suspendability;
    this.declared = declared;
    this.added = added;
  }

  /** A twin that calls a method of the class. */
  MethodNode to(MethodNode method) {
    return (method.access & Opcodes.ACC_ABSTRACT) != 0
        ? Stand.forwarding(node.name, isInterface(), method.access, method.name, method.desc)
        : Stand.beside(node.name, isInterface(), method.access, method.name, method.desc);
  }

  /** One of the methods that are to be added, or null. */
  @Nullable MethodNode find(String name, String descriptor) {
    for (MethodNode method : added) {
      if (method.name.equals(name) && method.desc.equals(descriptor)) {
        return method;
      }
    }
    return null;
  }

  private boolean isInterface() {
    return (node.access & Opcodes.ACC_INTERFACE) != 0;
  }

  /**
   * Twins for methods that an interface makes suspendable and that are inherited from a superclass
   * which knows nothing of it: without them two interfaces' twins could conflict.
   */
  void addInherited() {
    Set<String> done = new HashSet<>();
    for (ClassHeader type : suspendability.supertypes(node.name)) {
      if (!type.isInterface()) {
        continue;
      }
      for (Map.Entry<String, ClassHeader.Method> method : type.methods().entrySet()) {
        String key = method.getKey();
        if (!method.getValue().is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)
            && !declared.containsKey(key)
            && suspendability.isDeclaredSuspendable(type, key)
            && done.add(key)) {
          addInherited(key);
        }
      }
    }
  }

  private void addInherited(String key) {
    String name = node.superName;
    while (name != null) {
      ClassHeader header = suspendability.hierarchy().find(name);
      if (header == null) {
        // Whether it has the method is not known, but the plain call finds what is right.
        addForwarding(key, Opcodes.ACC_PUBLIC);
        return;
      }
      ClassHeader.Method inherited = header.methods().get(key);
      if (inherited != null) {
        if (!suspendability.isDeclaredSuspendable(header, key)
            && !inherited.is(Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT)) {
          addForwarding(key, inherited.access() & ~Opcodes.ACC_FINAL);
        }
        return;
      }
      name = header.superName();
    }
  }

  private void addForwarding(String key, int access) {
    int parameters = key.indexOf('(');
    String method = key.substring(0, parameters);
    added.add(Stand.forwarding(node.name, false, access, method, key.substring(parameters)));
  }

  /**
   * Where it is not known what a supertype declares, any method may override a woven one: each gets
   * a twin, without which it would be bypassed. So do methods that are inherited from a known class
   * if an interface is unknown, whose default they would replace.
   *
   * @return how many twins were added
   */
  int addForUnknown() {
    Suspendability.Unknown unknown = suspendability.unknownSupertypes(node.name);
    if (unknown == Suspendability.Unknown.BOTH) {
      suspendability.await(node.name);
    }
    if (unknown == Suspendability.Unknown.NONE && !suspendability.awaits(node.name)) {
      return 0;
    }
    boolean inherits =
        unknown == Suspendability.Unknown.INTERFACE || unknown == Suspendability.Unknown.BOTH;
    int count = added.size();
    addOverriding(inherits, (name, twin) -> true);
    return added.size() - count;
  }

  /**
   * Gives a class that is loaded the twins that it had because supertypes were unknown: they may be
   * known by now, but a class loses no members, and gets none.
   *
   * @param before name and descriptor of the methods that the class has by itself
   */
  void keep(Members loaded, Set<String> before) {
    added.removeIf(m -> !before.contains(m.name + m.desc) && !loaded.has(m.name, m.desc));
    addOverriding(true, loaded::has);
  }

  /**
   * Adds a twin to each method that may override one.
   *
   * @param inherits whether inherited ones get twins too
   * @param wanted which of them are wanted, by name and the descriptor of the twin
   */
  private void addOverriding(boolean inherits, BiPredicate<String, String> wanted) {
    Set<String> twins = new HashSet<>();
    for (MethodNode method : node.methods) {
      twins.add(method.name + method.desc);
    }
    for (MethodNode method : added) {
      twins.add(method.name + method.desc);
    }
    for (MethodNode method : node.methods) {
      if (mayOverride(method.access, method.name, method.desc)
          && wanted.test(method.name, Abi.twin(method.desc))
          && twins.add(method.name + Abi.twin(method.desc))) {
        added.add(to(method));
      }
    }
    if (inherits && !isInterface()) {
      addInheritedFromClasses(twins, wanted);
    }
  }

  private void addInheritedFromClasses(Set<String> twins, BiPredicate<String, String> wanted) {
    for (ClassHeader type : suspendability.supertypes(node.name)) {
      if (type.isInterface()) {
        continue;
      }
      type.methods()
          .forEach(
              (key, method) -> {
                int parameters = key.indexOf('(');
                String name = key.substring(0, parameters);
                String descriptor = key.substring(parameters);
                if (method.is(Opcodes.ACC_PUBLIC)
                    && !method.is(Opcodes.ACC_ABSTRACT)
                    && mayOverride(method.access(), name, descriptor)
                    && !suspendability.isDeclaredSuspendable(type, key)
                    && wanted.test(name, Abi.twin(descriptor))
                    && twins.add(name + Abi.twin(descriptor))) {
                  addForwarding(key, method.access() & ~Opcodes.ACC_FINAL);
                }
              });
    }
  }

  private static boolean mayOverride(int access, String name, String descriptor) {
    return (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0
        && !name.startsWith("<")
        && !Abi.isTwin(descriptor)
        && Abi.hasRoomForTwin(descriptor);
  }

  /**
   * Adds the doorway interfaces of the JDK's interfaces that the class implements suspendably;
   * tells whether there are any.
   */
  boolean addDoors() {
    Set<String> doors = new LinkedHashSet<>();
    for (ClassHeader type : suspendability.supertypes(node.name)) {
      if (!type.isInterface()) {
        continue;
      }
      for (String key : type.methods().keySet()) {
        String door = Abi.door(type.name(), key);
        if (door != null
            && declared.containsKey(key)
            && suspendability.isSuspendable(node.name, key)) {
          doors.add(door);
          addRest(type);
        }
      }
    }
    boolean changed = false;
    for (String door : doors) {
      if (!node.interfaces.contains(door)) {
        node.interfaces.add(door);
        if (node.signature != null) {
          node.signature += "L" + door + ";";
        }
        changed = true;
      }
    }
    return changed;
  }

  /** Gives the class a twin of each method of an interface that has a doorway. */
  private void addRest(ClassHeader type) {
    for (String key : type.methods().keySet()) {
      int parameters = key.indexOf('(');
      String name = key.substring(0, parameters);
      String descriptor = key.substring(parameters);
      if (Abi.door(type.name(), key) != null
          && !suspendability.isSuspendable(node.name, key)
          && find(name, Abi.twin(descriptor)) == null) {
        added.add(Stand.forwarding(node.name, false, Opcodes.ACC_PUBLIC, name, descriptor));
      }
    }
  }
}
