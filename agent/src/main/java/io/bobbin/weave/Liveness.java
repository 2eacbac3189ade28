package io.bobbin.weave;

import java.util.Arrays;
import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local variables may be read later: the classic backward analysis, with an edge to each
 * handler from every instruction that it protects.
 */
final class Liveness {
  private final Flow flow;
  private final BitSet[] before;

  private Liveness(Flow flow, BitSet[] before) {
    this.flow = flow;
    this.before = before;
  }

  static Liveness of(Flow flow) {
    int size = flow.size();
    BitSet[] before = new BitSet[size];
    int[][] predecessors = predecessors(flow);
    int[] todo = new int[size]; // a stack on which each instruction is at most once
    BitSet queued = new BitSet(size);
    Arrays.fill(before, new BitSet());
    for (int i = 0; i < size; i++) {
      todo[i] = i;
      queued.set(i);
    }
    Liveness liveness = new Liveness(flow, before);
    for (int count = size; count > 0; ) {
      int index = todo[--count];
      queued.clear(index);
      BitSet live = liveness.transfer(index);
      if (!live.equals(before[index])) {
        before[index] = live;
        for (int predecessor : predecessors[index]) {
          if (!queued.get(predecessor)) {
            queued.set(predecessor);
            todo[count++] = predecessor;
          }
        }
      }
    }
    return liveness;
  }

  /** What is live before an instruction. */
  BitSet before(int index) {
    return before[index];
  }

  /** What is live once a call is over, whether it returned or threw. */
  BitSet afterCall(int index) {
    BitSet live = new BitSet();
    for (int next : flow.successors(index)) {
      live.or(before[next]);
    }
    for (int handler : flow.handlers(index)) {
      live.or(before[handler]);
    }
    return live;
  }

  private BitSet transfer(int index) {
    AbstractInsnNode insn = flow.get(index);
    int[] successors = flow.successors(index);
    int[] handlers = flow.handlers(index);
    boolean isAccess = insn instanceof VarInsnNode || insn instanceof IincInsnNode;
    if (!isAccess && handlers.length == 0 && successors.length == 1) {
      return before[successors[0]]; // most are such; no set is changed once it is here
    }
    BitSet live = new BitSet();
    for (int next : successors) {
      live.or(before[next]);
    }
    if (insn instanceof VarInsnNode variable) {
      boolean store = insn.getOpcode() >= Opcodes.ISTORE && insn.getOpcode() <= Opcodes.ASTORE;
      live.set(variable.var, !store);
    } else if (insn instanceof IincInsnNode increment) {
      live.set(increment.var);
    }
    for (int handler : handlers) {
      live.or(before[handler]);
    }
    return live;
  }

  private static int[][] predecessors(Flow flow) {
    int size = flow.size();
    int[] count = new int[size];
    for (int i = 0; i < size; i++) {
      for (int next : flow.successors(i)) {
        count[next]++;
      }
      for (int handler : flow.handlers(i)) {
        count[handler]++;
      }
    }
    int[][] predecessors = new int[size][];
    for (int i = 0; i < size; i++) {
      predecessors[i] = new int[count[i]];
    }
    for (int i = 0; i < size; i++) {
      for (int next : flow.successors(i)) {
        predecessors[next][--count[next]] = i;
      }
      for (int handler : flow.handlers(i)) {
        predecessors[handler][--count[handler]] = i;
      }
    }
    return predecessors;
  }
}
