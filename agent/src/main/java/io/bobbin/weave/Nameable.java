package io.bobbin.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Which types a class may name in its code. A value's type may be one that it may not: a
 * package-private class of another package, got from a public method and handed to another. To
 * restore it would take a cast, which the JVM refuses.
 */
final class Nameable {
  private final String owner;
  private final Hierarchy hierarchy;

  Nameable(String owner, Hierarchy hierarchy) {
    this.owner = owner;
    this.hierarchy = hierarchy;
  }

  /** Whether the class may name a type; true where the type's class file is not to be found. */
  boolean isNameable(TypeValue value) {
    return !(value.type() instanceof String type) || isNameable(Type.getObjectType(type));
  }

  /** Whether the class may name a type. */
  boolean isNameable(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() != Type.OBJECT || isInSamePackage(element.getInternalName())) {
      return true;
    }
    ClassHeader header = hierarchy.find(element.getInternalName());
    return header == null || (header.access() & Opcodes.ACC_PUBLIC) != 0;
  }

  private boolean isInSamePackage(String name) {
    int length = owner.lastIndexOf('/') + 1;
    return name.lastIndexOf('/') + 1 == length && name.startsWith(owner.substring(0, length));
  }
}
