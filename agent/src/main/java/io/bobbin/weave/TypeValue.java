package io.bobbin.weave;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.analysis.Value;

/**
 * What the verifier knows of a value, as in a stack map frame.
 *
 * @param type one of ASM's frame types: {@code Opcodes.TOP}, {@code INTEGER}, ..., {@code NULL}; an
 *     internal name; or the label of a {@code new} whose object is not initialised yet
 * @param constant an instruction that makes the same value again at any time, or null
 */
record TypeValue(Object type, @Nullable AbstractInsnNode constant) implements Value {
  static final TypeValue TOP = new TypeValue(Opcodes.TOP, null);
  static final TypeValue INT = new TypeValue(Opcodes.INTEGER, null);
  static final TypeValue FLOAT = new TypeValue(Opcodes.FLOAT, null);
  static final TypeValue LONG = new TypeValue(Opcodes.LONG, null);
  static final TypeValue DOUBLE = new TypeValue(Opcodes.DOUBLE, null);
  static final TypeValue NULL = new TypeValue(Opcodes.NULL, null);

  /** The value that a frame type stands for. */
  static TypeValue of(Object frameType) {
    return new TypeValue(frameType, null);
  }

  /** The value of a type as the operand stack holds it, or null for void. */
  static @Nullable TypeValue of(Type type) {
    return switch (type.getSort()) {
      case Type.VOID -> null;
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT -> INT;
      case Type.FLOAT -> FLOAT;
      case Type.LONG -> LONG;
      case Type.DOUBLE -> DOUBLE;
      default -> new TypeValue(type.getInternalName(), null);
    };
  }

  TypeValue withConstant(@Nullable AbstractInsnNode insn) {
    return new TypeValue(type, insn);
  }

  boolean is(Object frameType) {
    return type.equals(frameType);
  }

  /** A reference that is initialised: null included. */
  boolean isReference() {
    return type instanceof String || type.equals(Opcodes.NULL);
  }

  boolean isUninitialised() {
    return type instanceof LabelNode || type.equals(Opcodes.UNINITIALIZED_THIS);
  }

  @Override
  public int getSize() {
    return !(type instanceof String) && (is(Opcodes.LONG) || is(Opcodes.DOUBLE)) ? 2 : 1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypeValue value && value.type.equals(type);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(type);
  }
}
