package io.bobbin.weave;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Pass: takes out what cannot be reached (a resume body never runs what comes before its first
 * point), and what a class file must not have: two stack maps at one place, an empty protected
 * range, a local variable without a range, a line behind the last instruction.
 */
final class Cleanup {
  private Cleanup() {}

  static void run(MethodNode method) {
    BitSet reachable = reachable(method);
    AbstractInsnNode[] code = method.instructions.toArray();
    FrameNode lastFrame = null;
    boolean keepFrame = false;
    boolean isBehindAll = true;
    for (int i = code.length - 1; i >= 0; i--) {
      AbstractInsnNode insn = code[i];
      if (insn.getOpcode() >= 0) {
        keepFrame = reachable.get(i);
        lastFrame = null;
        if (reachable.get(i)) {
          isBehindAll = false;
        } else {
          method.instructions.remove(insn);
        }
      } else if (insn instanceof LineNumberNode && isBehindAll) {
        method.instructions.remove(insn);
      } else if (insn instanceof FrameNode frame) {
        // Of two stack maps at one place the later one is the source's, which both must fit.
        if (!keepFrame || lastFrame != null) {
          method.instructions.remove(insn);
        } else {
          lastFrame = frame;
        }
      }
    }
    Set<LabelNode> unreached = new HashSet<>();
    for (int i = 0; i < code.length; i++) {
      if (code[i] instanceof LabelNode label && !reachable.get(i)) {
        unreached.add(label);
      }
    }
    method.tryCatchBlocks.removeIf(
        block -> unreached.contains(block.handler) || !hasCode(block.start, block.end));
    if (method.localVariables != null) {
      method.localVariables.removeIf(v -> !hasCode(v.start, v.end));
    }
  }

  private static BitSet reachable(MethodNode method) {
    Flow flow = new Flow(method);
    BitSet reachable = new BitSet(flow.size());
    Deque<Integer> todo = new ArrayDeque<>();
    todo.add(0);
    reachable.set(0);
    while (!todo.isEmpty()) {
      int index = todo.removeLast();
      flow.successors(index, next -> reach(next, reachable, todo));
      for (int handler : flow.handlers(index)) {
        reach(handler, reachable, todo);
      }
    }
    return reachable;
  }

  private static void reach(int index, BitSet reachable, Deque<Integer> todo) {
    if (!reachable.get(index)) {
      reachable.set(index);
      todo.add(index);
    }
  }

  private static boolean hasCode(LabelNode start, LabelNode end) {
    for (AbstractInsnNode insn = start; insn != null && insn != end; insn = insn.getNext()) {
      if (insn.getOpcode() >= 0) {
        return true;
      }
    }
    return false;
  }
}
