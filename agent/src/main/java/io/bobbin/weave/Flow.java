package io.bobbin.weave;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
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

  private final InsnList code;
  private final int[][] handlers;

  Flow(MethodNode method) {
    code = method.instructions;
    handlers = new int[code.size()][];
    Arrays.fill(handlers, NONE);
    BitSet caught = new BitSet();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int handler = code.indexOf(block.handler);
      int end = code.indexOf(block.end);
      boolean catchesAll = block.type == null || block.type.equals("java/lang/Throwable");
      for (int i = code.indexOf(block.start); i < end; i++) {
        if (code.get(i).getOpcode() >= 0 && !caught.get(i)) {
          handlers[i] = Arrays.copyOf(handlers[i], handlers[i].length + 1);
          handlers[i][handlers[i].length - 1] = handler;
          caught.set(i, catchesAll);
        }
      }
    }
  }

  int size() {
    return code.size();
  }

  AbstractInsnNode get(int index) {
    return code.get(index);
  }

  /** The handlers that an exception at an instruction may go to: none behind one that takes all. */
  int[] handlers(int index) {
    return handlers[index];
  }

  /** Calls the consumer with the index of each instruction that may follow without an exception. */
  void successors(int index, IntConsumer to) {
    AbstractInsnNode insn = code.get(index);
    int opcode = insn.getOpcode();
    if (insn instanceof JumpInsnNode jump) {
      to.accept(code.indexOf(jump.label));
    } else if (insn instanceof TableSwitchInsnNode table) {
      labels(table.dflt, table.labels, to);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      labels(lookup.dflt, lookup.labels, to);
    }
    boolean ends = opcode >= 0 && TypeFlow.endsFlow(opcode);
    if (!ends && opcode != Opcodes.RET && index + 1 < code.size()) {
      to.accept(index + 1);
    }
  }

  private void labels(LabelNode other, List<LabelNode> labels, IntConsumer to) {
    to.accept(code.indexOf(other));
    for (LabelNode label : labels) {
      to.accept(code.indexOf(label));
    }
  }
}
