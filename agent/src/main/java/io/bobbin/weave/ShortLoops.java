package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds loops of a method that end after some turns, as one can see: {@code for (int i = 0; i < 8;
 * i++)}, or {@code <=}, with other constants, and only such loops inside of them:
 *
 * <pre>
 *   CONSTANT; istore i; HEAD: iload i; CONSTANT; if_icmpge EXIT; body; iinc i 1; goto HEAD; EXIT:
 * </pre>
 */
final class ShortLoops {
  private final MethodNode method;
  private final InsnList code;

  /** How many turns, of the loops inside too, there are to each jump back. */
  private final Map<AbstractInsnNode, Integer> found = new HashMap<>();

  ShortLoops(MethodNode method) {
    this.method = method;
    code = method.instructions;
  }

  /**
   * Looks at a loop. Those inside of it must have been looked at before.
   *
   * @param back its jump back
   * @param most how many turns a short loop has at most, with those of the loops inside
   * @return whether it is a short one
   */
  boolean isShort(JumpInsnNode back, int most) {
    if (back.getOpcode() != Opcodes.GOTO
        || !(before(back) instanceof IincInsnNode step && step.incr > 0)
        || !(before(back.label) instanceof VarInsnNode start && isStoreOf(step.var, start))
        || !(behindMap(back.label) instanceof VarInsnNode load
            && load.getOpcode() == Opcodes.ILOAD
            && load.var == step.var)) {
      return false;
    }
    Integer from = constant(before(start));
    AbstractInsnNode limit = atOrBehind(load.getNext());
    Integer to = constant(limit);
    if (from == null
        || to == null
        || limit == null
        || !(atOrBehind(limit.getNext()) instanceof JumpInsnNode test)
        || (test.getOpcode() != Opcodes.IF_ICMPGE && test.getOpcode() != Opcodes.IF_ICMPGT)
        || code.indexOf(test.label) < code.indexOf(back)) {
      return false;
    }
    long turns = Math.max(0, (long) to - from + 1) * (1 + turnsWithin(back));
    if (turns > most || !runsFromStartToEnd(start, step, back)) {
      return false;
    }
    found.put(back, (int) turns);
    return true;
  }

  /** How many turns the short loops inside of a loop have. */
  int turnsWithin(JumpInsnNode back) {
    int turns = 0;
    for (AbstractInsnNode at = back.label; at != null && at != back; at = at.getNext()) {
      Integer ofOne = found.get(at);
      turns += ofOne == null ? 0 : ofOne;
    }
    return turns;
  }

  /**
   * Whether the only way in is by the start, nothing goes back but what belongs to short loops, and
   * nothing else writes the variable.
   */
  private boolean runsFromStartToEnd(VarInsnNode start, IincInsnNode step, JumpInsnNode back) {
    int first = code.indexOf(start);
    int last = code.indexOf(back);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int handler = code.indexOf(block.handler);
      if (handler > first && handler <= last && !isBetween(first, block, handler)) {
        return false;
      }
    }
    int index = 0;
    for (AbstractInsnNode insn : code) {
      boolean inside = index > first && index <= last;
      if (insn != back && !found.containsKey(insn)) {
        for (LabelNode label : targets(insn)) {
          int target = code.indexOf(label);
          if (inside ? target <= index : target > first && target <= last) {
            return false;
          }
        }
      }
      if (inside && insn != step && writes(insn, step.var)) {
        return false;
      }
      index++;
    }
    return true;
  }

  private boolean isBetween(int first, TryCatchBlockNode block, int handler) {
    return code.indexOf(block.start) > first && code.indexOf(block.end) <= handler;
  }

  private static boolean writes(AbstractInsnNode insn, int slot) {
    if (insn instanceof IincInsnNode other) {
      return other.var == slot;
    }
    int opcode = insn.getOpcode();
    if (opcode < Opcodes.ISTORE || opcode > Opcodes.ASTORE) {
      return false;
    }
    int stored = ((VarInsnNode) insn).var;
    boolean isWide = opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE;
    return stored == slot || (isWide && stored + 1 == slot);
  }

  private static boolean isStoreOf(int slot, VarInsnNode insn) {
    return insn.getOpcode() == Opcodes.ISTORE && insn.var == slot;
  }

  private static List<LabelNode> targets(AbstractInsnNode insn) {
    if (insn instanceof JumpInsnNode jump) {
      return List.of(jump.label);
    }
    List<LabelNode> targets = new ArrayList<>();
    if (insn instanceof TableSwitchInsnNode table) {
      targets.addAll(table.labels);
      targets.add(table.dflt);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      targets.addAll(lookup.labels);
      targets.add(lookup.dflt);
    }
    return targets;
  }

  private static @Nullable Integer constant(@Nullable AbstractInsnNode insn) {
    if (insn == null) {
      return null;
    }
    int opcode = insn.getOpcode();
    if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
      return opcode - Opcodes.ICONST_0;
    }
    return opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH
        ? ((IntInsnNode) insn).operand
        : null;
  }

  /** The instruction before another one, or null if a stack map comes between. */
  private static @Nullable AbstractInsnNode before(AbstractInsnNode insn) {
    AbstractInsnNode at = insn.getPrevious();
    while (at != null && at.getOpcode() < 0) {
      at = at instanceof FrameNode ? null : at.getPrevious();
    }
    return at;
  }

  /** The instruction at or behind another one, or null if a stack map comes first. */
  private static @Nullable AbstractInsnNode atOrBehind(@Nullable AbstractInsnNode insn) {
    AbstractInsnNode at = insn;
    while (at != null && at.getOpcode() < 0) {
      at = at instanceof FrameNode ? null : at.getNext();
    }
    return at;
  }

  /** The instruction behind the stack map of a label. */
  private static @Nullable AbstractInsnNode behindMap(LabelNode head) {
    AbstractInsnNode at = head;
    while (at != null && !(at instanceof FrameNode)) {
      at = at.getOpcode() >= 0 ? null : at.getNext();
    }
    return at == null ? null : atOrBehind(at.getNext());
  }
}
