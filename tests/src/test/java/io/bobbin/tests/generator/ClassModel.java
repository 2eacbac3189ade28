package io.bobbin.tests.generator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class or interface of the program: what bodies can refer to. */
final class ClassModel {
  /**
   * A field, or a component of a record.
   *
   * @param name the name
   * @param type the type
   * @param isStatic whether it belongs to the class
   * @param access how it is read from an instance: the field, or the accessor's call
   */
  record Field(String name, Type type, boolean isStatic, String access) {
    boolean isAssignable() {
      return access.equals(name);
    }
  }

  final String simpleName;

  /** A value type of the generator: the name is the one to use anywhere in the program. */
  final Type type;

  /** What the type counts as: CLASS, ABSTRACT_CLASS, INTERFACE, RECORD, ENUM, ... */
  final Construct kind;

  final List<ClassModel> supertypes = new ArrayList<>();
  final List<Field> fields = new ArrayList<>();
  final List<Type> constructor = new ArrayList<>();

  /** Whether there is one with two more parameters, of type long. */
  boolean secondConstructor;

  final List<Method> methods = new ArrayList<>();
  final List<String> constants = new ArrayList<>();

  /** For an inner class, the class whose instance it needs. */
  @Nullable ClassModel outer;

  /** For an interface with a type parameter, the supertypes' list entry of those who implement. */
  @Nullable Type argument;

  /** Whether the type as a whole is annotated. */
  boolean suspendable;

  /** Whether it stands inside Main. */
  boolean nested;

  ClassModel(String simpleName, String name, Construct kind) {
    this.simpleName = simpleName;
    this.type = Type.ofClass(name);
    this.kind = kind;
  }

  boolean isInterface() {
    return switch (kind) {
      case INTERFACE, GENERIC_INTERFACE, SEALED_INTERFACE -> true;
      default -> false;
    };
  }

  boolean isInstantiable() {
    return switch (kind) {
      case CLASS, RECORD, ENUM, ITERATOR_CLASS, RESOURCE_CLASS, INNER_CLASS -> true;
      default -> false;
    };
  }

  /** Whether classes of the program may extend it. */
  boolean isExtensible() {
    return kind == Construct.CLASS || kind == Construct.ABSTRACT_CLASS;
  }

  boolean isSubtypeOf(ClassModel other) {
    return this == other || supertypes.stream().anyMatch(s -> s.isSubtypeOf(other));
  }

  @Nullable ClassModel superclass() {
    return supertypes.stream().filter(s -> !s.isInterface()).findFirst().orElse(null);
  }

  /** Declared and inherited methods; an overridden one does not count. */
  List<Method> allMethods() {
    List<Method> all = new ArrayList<>(methods);
    for (ClassModel supertype : supertypes) {
      for (Method m : supertype.allMethods()) {
        if (all.stream().noneMatch(o -> o == m || overrides(o, m))) {
          all.add(m);
        }
      }
    }
    return all;
  }

  private static boolean overrides(Method method, Method other) {
    for (Method o = method.overridden; o != null; o = o.overridden) {
      if (o == other) {
        return true;
      }
    }
    return false;
  }
}
