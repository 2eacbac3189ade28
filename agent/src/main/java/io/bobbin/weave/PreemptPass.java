package io.bobbin.weave;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Pass: where a loop jumps back it counts, and polls once in so many jumps whether the tasklet is
 * to let others run ({@code preempt=true}).
 *
 * <pre>
 *   goto HEAD     becomes     iinc counter; iload counter; ifge HEAD; poll(); counter = N; goto HEAD
 * </pre>
 *
 * <p>The jump that polls is one of its own, and a rare one: so HotSpot makes two loops of it, the
 * inner of which counts and calls nothing, and can be unrolled and vectorised. (A test at the head
 * of the loop keeps it from that.) And it is where the jump is, so an exception that is thrown
 * there meets the handlers that an exception in the loop's last statement would meet.
 *
 * <p>A loop of few turns that calls nothing is left as it is; the loop around it counts its turns.
 * So are jumps with something on the operand stack, as no compiler of Java makes them, and those
 * inside a monitor, where a tasklet cannot be left anyway.
 */
final class PreemptPass {
  /**
   * So much is counted between two polls: 80 us, if an iteration that calls nothing takes 10 ns.
   */
  private static final int INTERVAL = 8_192;

  /** What an iteration counts that calls something, which may take a microsecond. */
  private static final int CALLING = 64;

  /** Loops that have as many turns at most do not poll: the loop around them counts their turns. */
  private static final int SHORT = 256;

  /** Classes whose methods take nanoseconds, most of them an instruction. */
  private static final Set<String> FAST =
      Set.of(
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Double",
          "java/lang/Float",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Math",
          "java/lang/Short");

  private final String owner;
  private final MethodNode method;
  private final InsnList code;
  private final int counter;

  /** As {@link #INTERVAL}; a test may want it smaller. */
  private final int interval =
      Math.min(Short.MAX_VALUE, Integer.getInteger("bobbin.preempt.interval", INTERVAL));

  private PreemptPass(String owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
    code = method.instructions;
    counter = method.maxLocals;
  }

  /**
   * Adds polls to a method.
   *
   * @param calls those at which it may be left; gets the polls
   * @return whether there are any
   */
  static boolean run(
      String owner,
      MethodNode method,
      Flow flow,
      Monitors monitors,
      Map<AbstractInsnNode, SuspendCall> calls,
      Hierarchy hierarchy)
      throws AnalyzerException {
    PreemptPass pass = new PreemptPass(owner, method);
    List<Jump> jumps = pass.find(flow, monitors, hierarchy);
    if (jumps.isEmpty()) {
      return false;
    }
    pass.declareCounter();
    for (Jump jump : jumps) {
      MethodInsnNode poll = pass.insert(jump);
      calls.put(poll, new SuspendCall(poll, null));
    }
    return true;
  }

  /**
   * A jump back.
   *
   * @param weight what it counts
   * @param behind the types behind it, or null if it is a {@code goto}
   */
  private record Jump(JumpInsnNode insn, int weight, @Nullable Frame<TypeValue> behind) {}

  private List<Jump> find(Flow flow, Monitors monitors, Hierarchy hierarchy)
      throws AnalyzerException {
    List<Integer> found = new ArrayList<>();
    BitSet conditional = new BitSet();
    for (int i = 0; i < flow.size(); i++) {
      if (flow.get(i) instanceof JumpInsnNode jump
          && jump.getOpcode() != Opcodes.JSR
          && code.indexOf(jump.label) < i
          && monitors.isReachable(i)
          && !monitors.isHeld(i)
          && hasEmptyStack(jump.label)) {
        found.add(i);
        conditional.set(i, jump.getOpcode() != Opcodes.GOTO);
      }
    }
    TypeFlow types =
        conditional.isEmpty() ? null : TypeFlow.of(owner, method, conditional, hierarchy);
    ShortLoops shortLoops = new ShortLoops(method);
    List<Jump> jumps = new ArrayList<>();
    for (int i : found) {
      JumpInsnNode jump = (JumpInsnNode) flow.get(i);
      boolean calls = callsSomething(jump);
      if (!calls && shortLoops.isShort(jump, Math.min(SHORT, interval))) {
        continue;
      }
      int weight = Math.min(Short.MAX_VALUE, (calls ? CALLING : 1) + shortLoops.turnsWithin(jump));
      if (!conditional.get(i)) {
        jumps.add(new Jump(jump, weight, null));
      } else if (types != null && types.before(i) != null) {
        jumps.add(new Jump(jump, weight, types.before(i)));
      }
    }
    return jumps;
  }

  private static boolean hasEmptyStack(LabelNode head) {
    AbstractInsnNode next = head;
    while (next != null && next.getOpcode() < 0) {
      if (next instanceof FrameNode frame) {
        return frame.stack == null || frame.stack.isEmpty();
      }
      next = next.getNext();
    }
    return false; // no code: a class file without stack maps
  }

  /** Whether a loop calls methods that may take long. */
  private static boolean callsSomething(JumpInsnNode jump) {
    for (AbstractInsnNode at = jump.label; at != null && at != jump; at = at.getNext()) {
      if (at instanceof InvokeDynamicInsnNode
          || (at instanceof MethodInsnNode call && !FAST.contains(call.owner))) {
        return true;
      }
    }
    return false;
  }

  /** Sets the counter where the method begins, and tells every stack map of it. */
  private void declareCounter() {
    for (AbstractInsnNode insn : code) {
      if (insn instanceof FrameNode frame) {
        frame.local = withCounter(frame.local == null ? List.of() : frame.local);
      }
    }
    InsnList start = new InsnList();
    start.add(new IntInsnNode(Opcodes.SIPUSH, interval));
    start.add(new VarInsnNode(Opcodes.ISTORE, counter));
    code.insert(start);
    method.maxLocals = counter + 1;
    method.maxStack = Math.max(1, method.maxStack);
  }

  private List<Object> withCounter(List<Object> locals) {
    List<Object> all = new ArrayList<>(locals);
    for (int slots = BodyBuilder.slots(all); slots < counter; slots++) {
      all.add(Opcodes.TOP);
    }
    all.add(Opcodes.INTEGER);
    return all;
  }

  private MethodInsnNode insert(Jump jump) {
    JumpInsnNode insn = jump.insn();
    LabelNode head = insn.label;
    MethodInsnNode poll =
        new MethodInsnNode(Opcodes.INVOKESTATIC, Abi.PREEMPTION, "poll", "()V", false);
    InsnList polling = new InsnList();
    polling.add(new IincInsnNode(counter, -jump.weight()));
    polling.add(new VarInsnNode(Opcodes.ILOAD, counter));
    polling.add(new JumpInsnNode(Opcodes.IFGE, head));
    polling.add(poll);
    polling.add(new IntInsnNode(Opcodes.SIPUSH, interval));
    polling.add(new VarInsnNode(Opcodes.ISTORE, counter));
    Frame<TypeValue> before = jump.behind();
    if (before == null) {
      code.insertBefore(insn, polling);
      return poll;
    }
    LabelNode behind = new LabelNode();
    insn.setOpcode(opposite(insn.getOpcode()));
    insn.label = behind;
    polling.add(new JumpInsnNode(Opcodes.GOTO, head));
    polling.add(behind);
    polling.add(frameBehind(insn.getOpcode(), before));
    code.insert(insn, polling);
    return poll;
  }

  /** The stack map behind a conditional jump. */
  private FrameNode frameBehind(int opcode, Frame<TypeValue> before) {
    boolean takesTwo = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
    List<Object> stack = new ArrayList<>();
    for (int i = 0; i < before.getStackSize() - (takesTwo ? 2 : 1); i++) {
      stack.add(before.getStack(i).type());
    }
    List<Object> locals = new ArrayList<>();
    for (int i = 0; i < counter; i += before.getLocal(i).getSize()) {
      locals.add(before.getLocal(i).type());
    }
    List<Object> all = withCounter(locals);
    return new FrameNode(Opcodes.F_NEW, all.size(), all.toArray(), stack.size(), stack.toArray());
  }

  /** The jump with the opposite condition: they come in pairs. */
  private static int opposite(int opcode) {
    if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
      return opcode ^ 1;
    }
    return ((opcode + 1) ^ 1) - 1;
  }
}
