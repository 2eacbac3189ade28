package io.bobbin.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;

/** The effect of each instruction on the types of values; merges come from declared frames. */
final class TypeInterpreter extends Interpreter<TypeValue> {
  private final Hierarchy hierarchy;

  TypeInterpreter(Hierarchy hierarchy) {
    super(Abi.ASM);
    this.hierarchy = hierarchy;
  }

  @Override
  public @Nullable TypeValue newValue(@Nullable Type type) {
    return type == null ? TypeValue.TOP : TypeValue.of(type);
  }

  @Override
  public TypeValue newOperation(AbstractInsnNode insn) {
    return switch (insn.getOpcode()) {
      case Opcodes.ACONST_NULL -> TypeValue.NULL.withConstant(insn);
      case Opcodes.ICONST_M1,
          Opcodes.ICONST_0,
          Opcodes.ICONST_1,
          Opcodes.ICONST_2,
          Opcodes.ICONST_3,
          Opcodes.ICONST_4,
          Opcodes.ICONST_5,
          Opcodes.BIPUSH,
          Opcodes.SIPUSH ->
          TypeValue.INT.withConstant(insn);
      case Opcodes.LCONST_0, Opcodes.LCONST_1 -> TypeValue.LONG.withConstant(insn);
      case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2 ->
          TypeValue.FLOAT.withConstant(insn);
      case Opcodes.DCONST_0, Opcodes.DCONST_1 -> TypeValue.DOUBLE.withConstant(insn);
      case Opcodes.LDC -> constant(((LdcInsnNode) insn).cst).withConstant(insn);
      case Opcodes.GETSTATIC -> staticField((FieldInsnNode) insn);
      case Opcodes.NEW -> TypeValue.of(labelOf(insn));
      default -> throw new IllegalArgumentException("opcode " + insn.getOpcode());
    };
  }

  private TypeValue staticField(FieldInsnNode insn) {
    TypeValue value = value(Type.getType(insn.desc));
    return hierarchy.isConstant(insn.owner, insn.name) ? value.withConstant(insn) : value;
  }

  /** The label before a {@code new}, by which stack maps name its object. */
  static LabelNode labelOf(AbstractInsnNode insn) {
    AbstractInsnNode previous = insn.getPrevious();
    while (previous != null && !(previous instanceof LabelNode)) {
      if (previous.getOpcode() >= 0) {
        throw new IllegalStateException("a new without a label");
      }
      previous = previous.getPrevious();
    }
    if (previous == null) {
      throw new IllegalStateException("a new without a label");
    }
    return (LabelNode) previous;
  }

  private static TypeValue constant(Object constant) {
    if (constant instanceof Integer) {
      return TypeValue.INT;
    } else if (constant instanceof Float) {
      return TypeValue.FLOAT;
    } else if (constant instanceof Long) {
      return TypeValue.LONG;
    } else if (constant instanceof Double) {
      return TypeValue.DOUBLE;
    } else if (constant instanceof String) {
      return TypeValue.of("java/lang/String");
    } else if (constant instanceof Handle) {
      return TypeValue.of("java/lang/invoke/MethodHandle");
    } else if (constant instanceof Type type) {
      return TypeValue.of(
          type.getSort() == Type.METHOD ? "java/lang/invoke/MethodType" : "java/lang/Class");
    } else if (constant instanceof ConstantDynamic dynamic) {
      return value(Type.getType(dynamic.getDescriptor()));
    }
    throw new IllegalArgumentException("constant " + constant);
  }

  private static TypeValue value(Type type) {
    TypeValue value = TypeValue.of(type);
    if (value == null) {
      throw new IllegalArgumentException("void is no value");
    }
    return value;
  }

  @Override
  public TypeValue copyOperation(AbstractInsnNode insn, TypeValue value) {
    return value;
  }

  @Override
  public @Nullable TypeValue unaryOperation(AbstractInsnNode insn, TypeValue value) {
    return switch (insn.getOpcode()) {
      case Opcodes.INEG,
          Opcodes.IINC,
          Opcodes.L2I,
          Opcodes.F2I,
          Opcodes.D2I,
          Opcodes.I2B,
          Opcodes.I2C,
          Opcodes.I2S,
          Opcodes.ARRAYLENGTH,
          Opcodes.INSTANCEOF ->
          TypeValue.INT;
      case Opcodes.FNEG, Opcodes.I2F, Opcodes.L2F, Opcodes.D2F -> TypeValue.FLOAT;
      case Opcodes.LNEG, Opcodes.I2L, Opcodes.F2L, Opcodes.D2L -> TypeValue.LONG;
      case Opcodes.DNEG, Opcodes.I2D, Opcodes.L2D, Opcodes.F2D -> TypeValue.DOUBLE;
      case Opcodes.GETFIELD -> value(Type.getType(((FieldInsnNode) insn).desc));
      case Opcodes.NEWARRAY ->
          TypeValue.of("[" + "ZCFDBSIJ".charAt(((IntInsnNode) insn).operand - 4));
      case Opcodes.ANEWARRAY ->
          TypeValue.of("[" + Type.getObjectType(((TypeInsnNode) insn).desc).getDescriptor());
      case Opcodes.CHECKCAST -> TypeValue.of(((TypeInsnNode) insn).desc);
      default -> null;
    };
  }

  @Override
  public @Nullable TypeValue binaryOperation(
      AbstractInsnNode insn, TypeValue first, TypeValue second) {
    return switch (insn.getOpcode()) {
      case Opcodes.LALOAD,
          Opcodes.LADD,
          Opcodes.LSUB,
          Opcodes.LMUL,
          Opcodes.LDIV,
          Opcodes.LREM,
          Opcodes.LSHL,
          Opcodes.LSHR,
          Opcodes.LUSHR,
          Opcodes.LAND,
          Opcodes.LOR,
          Opcodes.LXOR ->
          TypeValue.LONG;
      case Opcodes.FALOAD, Opcodes.FADD, Opcodes.FSUB, Opcodes.FMUL, Opcodes.FDIV, Opcodes.FREM ->
          TypeValue.FLOAT;
      case Opcodes.DALOAD, Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV, Opcodes.DREM ->
          TypeValue.DOUBLE;
      case Opcodes.AALOAD -> element(first);
      case Opcodes.IF_ICMPEQ,
          Opcodes.IF_ICMPNE,
          Opcodes.IF_ICMPLT,
          Opcodes.IF_ICMPGE,
          Opcodes.IF_ICMPGT,
          Opcodes.IF_ICMPLE,
          Opcodes.IF_ACMPEQ,
          Opcodes.IF_ACMPNE,
          Opcodes.PUTFIELD ->
          null;
      default -> TypeValue.INT;
    };
  }

  private static TypeValue element(TypeValue array) {
    if (array.type() instanceof String name && name.startsWith("[")) {
      return value(Type.getType(name.substring(1)));
    }
    return TypeValue.NULL; // an element of null: the instruction throws
  }

  @Override
  public @Nullable TypeValue ternaryOperation(
      AbstractInsnNode insn, TypeValue first, TypeValue second, TypeValue third) {
    return null;
  }

  @Override
  public @Nullable TypeValue naryOperation(
      AbstractInsnNode insn, List<? extends TypeValue> values) {
    if (insn instanceof MultiANewArrayInsnNode array) {
      return TypeValue.of(array.desc);
    }
    String descriptor =
        insn instanceof MethodInsnNode call ? call.desc : ((InvokeDynamicInsnNode) insn).desc;
    return TypeValue.of(Type.getReturnType(descriptor));
  }

  @Override
  public void returnOperation(
      AbstractInsnNode insn, TypeValue value, @Nullable TypeValue expected) {}

  @Override
  public TypeValue merge(TypeValue first, TypeValue second) {
    throw new IllegalStateException("types are declared at merges, never merged");
  }
}
