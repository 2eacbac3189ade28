package io.bobbin.weave;

import org.objectweb.asm.Opcodes;

/** The opcodes that handle a value of a verifier type. */
final class Values {
  private Values() {}

  /** The opcode that loads a local variable. */
  static int load(TypeValue value) {
    return Opcodes.ILOAD + kind(value);
  }

  /** The opcode that stores a local variable. */
  static int store(TypeValue value) {
    return Opcodes.ISTORE + kind(value);
  }

  /** The opcode that pushes zero or null. */
  static int zero(TypeValue value) {
    return switch (kind(value)) {
      case 0 -> Opcodes.ICONST_0;
      case 1 -> Opcodes.LCONST_0;
      case 2 -> Opcodes.FCONST_0;
      case 3 -> Opcodes.DCONST_0;
      default -> Opcodes.ACONST_NULL;
    };
  }

  /** How many primitive words a frame needs for a value: 0 for a reference. */
  static int words(TypeValue value) {
    return kind(value) == 4 ? 0 : value.getSize();
  }

  /** The offset from the opcode for an int, in the order of the JVM's: int, long, float, ... */
  private static int kind(TypeValue value) {
    if (value.type() instanceof String) {
      return 4;
    } else if (value.is(Opcodes.INTEGER)) {
      return 0;
    } else if (value.is(Opcodes.LONG)) {
      return 1;
    } else if (value.is(Opcodes.FLOAT)) {
      return 2;
    } else if (value.is(Opcodes.DOUBLE)) {
      return 3;
    } else if (value.is(Opcodes.TOP)) {
      throw new IllegalArgumentException("no value");
    }
    return 4;
  }
}
