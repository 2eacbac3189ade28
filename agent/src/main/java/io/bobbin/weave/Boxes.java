package io.bobbin.weave;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Boxing, unboxing and widening (JLS 5.1.2, 5.1.7, 5.1.8). */
final class Boxes {
  private static final Map<Type, Type> BOXES =
      Map.of(
          Type.BOOLEAN_TYPE, Type.getObjectType("java/lang/Boolean"),
          Type.BYTE_TYPE, Type.getObjectType("java/lang/Byte"),
          Type.CHAR_TYPE, Type.getObjectType("java/lang/Character"),
          Type.SHORT_TYPE, Type.getObjectType("java/lang/Short"),
          Type.INT_TYPE, Type.getObjectType("java/lang/Integer"),
          Type.LONG_TYPE, Type.getObjectType("java/lang/Long"),
          Type.FLOAT_TYPE, Type.getObjectType("java/lang/Float"),
          Type.DOUBLE_TYPE, Type.getObjectType("java/lang/Double"));

  private static final Type NUMBER = Type.getObjectType("java/lang/Number");

  private Boxes() {}

  static boolean isBox(Type type) {
    return BOXES.containsValue(type);
  }

  /** The class from which a value of unknown box can be unboxed to a primitive. */
  static Type boxForUnboxing(Type primitive) {
    return switch (primitive.getSort()) {
      case Type.BOOLEAN, Type.CHAR -> boxOf(primitive);
      default -> NUMBER;
    };
  }

  private static Type boxOf(Type primitive) {
    Type box = BOXES.get(primitive);
    if (box == null) {
      throw new IllegalArgumentException(primitive + " has no box");
    }
    return box;
  }

  static void box(MethodVisitor code, Type primitive) {
    Type box = boxOf(primitive);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        box.getInternalName(),
        "valueOf",
        Type.getMethodDescriptor(box, primitive),
        false);
  }

  /** Unboxes, and widens where the box is of a smaller type. */
  static void unbox(MethodVisitor code, Type box, Type to) {
    if (box.equals(NUMBER)) {
      call(code, NUMBER, to);
      return;
    }
    for (Map.Entry<Type, Type> entry : BOXES.entrySet()) {
      if (entry.getValue().equals(box)) {
        call(code, box, entry.getKey());
        widen(code, entry.getKey(), to);
      }
    }
  }

  private static void call(MethodVisitor code, Type box, Type primitive) {
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        box.getInternalName(),
        primitive.getClassName() + "Value",
        Type.getMethodDescriptor(primitive),
        false);
  }

  static void widen(MethodVisitor code, Type from, Type to) {
    int opcode =
        switch (kind(from) + kind(to)) {
          case "IJ" -> Opcodes.I2L;
          case "IF" -> Opcodes.I2F;
          case "ID" -> Opcodes.I2D;
          case "JF" -> Opcodes.L2F;
          case "JD" -> Opcodes.L2D;
          case "FD" -> Opcodes.F2D;
          default -> Opcodes.NOP;
        };
    if (opcode != Opcodes.NOP) {
      code.visitInsn(opcode);
    }
  }

  private static String kind(Type type) {
    return switch (type.getSort()) {
      case Type.LONG, Type.FLOAT, Type.DOUBLE -> type.getDescriptor();
      default -> "I";
    };
  }
}
