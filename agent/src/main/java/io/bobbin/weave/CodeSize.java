package io.bobbin.weave;

import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * How many bytes the code of a method takes in a class file: that depends on how far its jumps go,
 * on where its constants are in the pool, and on how its switches are aligned.
 *
 * @param least if all is near
 * @param most if all is far
 */
record CodeSize(int least, int most) {
  /** Of all but switches: a conditional jump that goes far. */
  private static final int LARGEST_INSTRUCTION = 8;

  static CodeSize of(MethodNode method) {
    int least = 0;
    int most = 0;
    AbstractInsnNode insn = method.instructions.getFirst();
    for (; insn != null; insn = insn.getNext()) {
      int size = least(insn);
      least += size;
      most += size + slack(insn);
    }
    return new CodeSize(least, most);
  }

  /**
   * Whether the code of a method is certainly no larger than a limit: to know that of nearly all
   * methods, it need not be measured.
   */
  static boolean isSurelyWithin(MethodNode method, int limit) {
    int bound = LARGEST_INSTRUCTION * method.instructions.size();
    AbstractInsnNode insn = method.instructions.getFirst();
    for (; insn != null && bound <= limit; insn = insn.getNext()) {
      int type = insn.getType();
      if (type == AbstractInsnNode.TABLESWITCH_INSN || type == AbstractInsnNode.LOOKUPSWITCH_INSN) {
        bound += least(insn) + slack(insn);
      }
    }
    return bound <= limit;
  }

  private static int least(AbstractInsnNode insn) {
    return switch (insn.getType()) {
      case AbstractInsnNode.INSN -> 1;
      case AbstractInsnNode.VAR_INSN -> variable((VarInsnNode) insn);
      case AbstractInsnNode.INT_INSN -> insn.getOpcode() == Opcodes.SIPUSH ? 3 : 2;
      case AbstractInsnNode.LDC_INSN -> isWide(((LdcInsnNode) insn).cst) ? 3 : 2;
      case AbstractInsnNode.TYPE_INSN, AbstractInsnNode.FIELD_INSN, AbstractInsnNode.JUMP_INSN -> 3;
      case AbstractInsnNode.METHOD_INSN -> insn.getOpcode() == Opcodes.INVOKEINTERFACE ? 5 : 3;
      case AbstractInsnNode.INVOKE_DYNAMIC_INSN -> 5;
      case AbstractInsnNode.MULTIANEWARRAY_INSN -> 4;
      case AbstractInsnNode.IINC_INSN -> increment((IincInsnNode) insn);
      case AbstractInsnNode.TABLESWITCH_INSN -> 13 + 4 * ((TableSwitchInsnNode) insn).labels.size();
      case AbstractInsnNode.LOOKUPSWITCH_INSN -> 9 + 8 * ((LookupSwitchInsnNode) insn).keys.size();
      default -> 0; // labels, lines and stack maps
    };
  }

  /** How much larger than at least an instruction may be. */
  private static int slack(AbstractInsnNode insn) {
    return switch (insn.getType()) {
      case AbstractInsnNode.LDC_INSN -> isWide(((LdcInsnNode) insn).cst) ? 0 : 1;
      // A far conditional jump is one around a far goto.
      case AbstractInsnNode.JUMP_INSN ->
          insn.getOpcode() == Opcodes.GOTO || insn.getOpcode() == Opcodes.JSR ? 2 : 5;
      case AbstractInsnNode.TABLESWITCH_INSN, AbstractInsnNode.LOOKUPSWITCH_INSN -> 3;
      default -> 0;
    };
  }

  private static int variable(VarInsnNode insn) {
    if (insn.var < 4 && insn.getOpcode() != Opcodes.RET) {
      return 1;
    }
    return insn.var < 256 ? 2 : 4;
  }

  private static int increment(IincInsnNode insn) {
    boolean isShort = insn.var < 256 && insn.incr >= Byte.MIN_VALUE && insn.incr <= Byte.MAX_VALUE;
    return isShort ? 3 : 6;
  }

  private static boolean isWide(Object constant) {
    return constant instanceof Long
        || constant instanceof Double
        || (constant instanceof ConstantDynamic dynamic && dynamic.getSize() == 2);
  }
}
