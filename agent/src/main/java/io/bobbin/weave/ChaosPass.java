package io.bobbin.weave;

import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Pass: before each suspendable call, one more that yields at random ({@code chaos=SEED}). */
final class ChaosPass {
  private ChaosPass() {}

  static void run(MethodNode method, Map<AbstractInsnNode, SuspendCall> calls) {
    for (AbstractInsnNode insn : List.copyOf(calls.keySet())) {
      MethodInsnNode chaos =
          new MethodInsnNode(Opcodes.INVOKESTATIC, Abi.CHAOS, "point", "()V", false);
      method.instructions.insertBefore(insn, chaos);
      calls.put(chaos, new SuspendCall(chaos, null));
    }
  }
}
