package io.bobbin.weave;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** How many monitors a method holds at each instruction. */
final class Monitors {
  private static final int UNREACHED = -1;

  /** Ends the analysis of code that locks in a loop without releasing. */
  private static final int MOST = 255;

  private final int[] held;

  private Monitors(int[] held) {
    this.held = held;
  }

  boolean isHeld(int index) {
    return held[index] > 0;
  }

  /** Whether an instruction can be reached at all. */
  boolean isReachable(int index) {
    return held[index] != UNREACHED;
  }

  static Monitors of(MethodNode method, Flow flow) {
    int[] held = new int[flow.size()];
    Arrays.fill(held, UNREACHED);
    Deque<Integer> todo = new ArrayDeque<>();
    if (held.length > 0) {
      held[0] = 0;
      todo.add(0);
    }
    while (!todo.isEmpty()) {
      int index = todo.removeLast();
      int before = held[index];
      int opcode = flow.get(index).getOpcode();
      int after =
          opcode == Opcodes.MONITORENTER
              ? before + 1
              : opcode == Opcodes.MONITOREXIT ? Math.max(0, before - 1) : before;
      for (int next : flow.successors(index)) {
        reach(held, todo, next, after);
      }
      for (int handler : flow.handlers(index)) {
        // Javac protects the monitorexit itself; its handler then still has to release.
        reach(held, todo, handler, before);
      }
    }
    return new Monitors(held);
  }

  /** Where paths disagree the larger count is taken: to pin too much is safe. */
  private static void reach(int[] held, Deque<Integer> todo, int index, int count) {
    if (held[index] < count && count <= MOST) {
      held[index] = count;
      todo.add(index);
    }
  }
}
