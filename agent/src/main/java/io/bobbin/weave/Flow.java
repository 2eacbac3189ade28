package io.bobbin.weave;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** The control flow of a method, exception edges included, by instruction index. */
final class Flow {
  private static final int[] NONE = {};

  private final InsnList list;
  private final AbstractInsnNode[] code;
  private final int[][] handlers;

  /** Those that somebody has asked for. */
  private final int[] @Nullable [] successors;

  Flow(MethodNode method) {
    list = method.instructions;
    code = list.toArray();
    handlers = new int[code.length][];
    Arrays.fill(handlers, NONE);
    BitSet caught = new BitSet();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int handler = list.indexOf(block.handler);
      int end = list.indexOf(block.end);
      boolean catchesAll = block.type == null || block.type.equals("java/lang/Throwable");
      int[] alone = {handler};
      for (int i = list.indexOf(block.start); i < end; i++) {
        if (code[i].getOpcode() >= 0 && !caught.get(i)) {
          handlers[i] = handlers[i] == NONE ? alone : with(handlers[i], handler);
          caught.set(i, catchesAll);
        }
      }
    }
    successors = new int[code.length][];
  }

  private static int[] with(int[] handlers, int another) {
    int[] all = Arrays.copyOf(handlers, handlers.length + 1);
    all[handlers.length] = another;
    return all;
  }

  int size() {
    return code.length;
  }

  AbstractInsnNode get(int index) {
    return code[index];
  }

  /** The handlers that an exception at an instruction may go to: none behind one that takes all. */
  int[] handlers(int index) {
    return handlers[index];
  }

  /** The instructions that may follow one without an exception. */
  int[] successors(int index) {
    int[] known = successors[index];
    if (known == null) {
      known = findSuccessors(index);
      successors[index] = known;
    }
    return known;
  }

  /** Whether the next instruction in the list is the only one that may follow. */
  boolean isStraight(int index) {
    AbstractInsnNode insn = code[index];
    return index + 1 < code.length
        && switch (insn.getType()) {
          case AbstractInsnNode.LABEL, AbstractInsnNode.LINE, AbstractInsnNode.FRAME -> true;
          case AbstractInsnNode.JUMP_INSN -> false;
          default -> goesOn(insn.getOpcode());
        };
  }

  private static boolean goesOn(int opcode) {
    return !TypeFlow.endsFlow(opcode) && opcode != Opcodes.RET;
  }

  private int[] findSuccessors(int index) {
    if (isStraight(index)) {
      return new int[] {index + 1};
    }
    AbstractInsnNode insn = code[index];
    if (insn instanceof TableSwitchInsnNode table) {
      return indices(table.dflt, table.labels);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      return indices(lookup.dflt, lookup.labels);
    }
    if (insn instanceof JumpInsnNode jump) {
      int target = list.indexOf(jump.label);
      return goesOn(insn.getOpcode()) && index + 1 < code.length
          ? new int[] {target, index + 1}
          : new int[] {target};
    }
    return NONE;
  }

  private int[] indices(LabelNode other, List<LabelNode> labels) {
    int[] indices = new int[labels.size() + 1];
    indices[0] = list.indexOf(other);
    for (int i = 1; i < indices.length; i++) {
      indices[i] = list.indexOf(labels.get(i - 1));
    }
    return indices;
  }
}
