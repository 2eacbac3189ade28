package io.bobbin.weave;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Pass: takes out what cannot be reached (a resume body never runs what comes before its first
 * point), and what a class file must not have: two stack maps at one place, an empty protected
 * range, a local variable without a range, a line behind the last instruction.
 */
final class Cleanup {
  private Cleanup() {}

  static void run(MethodNode method) {
    Flow flow = new Flow(method);
    boolean[] reachable = reachable(flow);
    FrameNode lastFrame = null;
    boolean keepFrame = false;
    boolean isBehindAll = true;
    for (int i = flow.size() - 1; i >= 0; i--) {
      AbstractInsnNode insn = flow.get(i);
      if (insn.getOpcode() >= 0) {
        keepFrame = reachable[i];
        lastFrame = null;
        if (reachable[i]) {
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
    for (int i = 0; i < flow.size(); i++) {
      if (!reachable[i] && flow.get(i) instanceof LabelNode label) {
        unreached.add(label);
      }
    }
    for (Iterator<TryCatchBlockNode> i = method.tryCatchBlocks.iterator(); i.hasNext(); ) {
      TryCatchBlockNode block = i.next();
      if (unreached.contains(block.handler) || !hasCode(block.start, block.end)) {
        i.remove();
      }
    }
    if (method.localVariables != null) {
      for (Iterator<LocalVariableNode> i = method.localVariables.iterator(); i.hasNext(); ) {
        LocalVariableNode variable = i.next();
        if (!hasCode(variable.start, variable.end)) {
          i.remove();
        }
      }
    }
  }

  private static boolean[] reachable(Flow flow) {
    boolean[] reachable = new boolean[flow.size()];
    int[] todo = new int[flow.size()];
    int count = 0;
    todo[count++] = 0;
    reachable[0] = true;
    while (count > 0) {
      int index = todo[--count];
      while (true) {
        for (int handler : flow.handlers(index)) {
          if (!reachable[handler]) {
            reachable[handler] = true;
            todo[count++] = handler;
          }
        }
        if (!flow.isStraight(index)) {
          for (int next : flow.successors(index)) {
            if (!reachable[next]) {
              reachable[next] = true;
              todo[count++] = next;
            }
          }
          break;
        }
        index++;
        if (reachable[index]) {
          break;
        }
        reachable[index] = true;
      }
    }
    return reachable;
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
