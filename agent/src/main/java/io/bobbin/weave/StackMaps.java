package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Pass: turns stack maps, which all other passes have in full, into the differences that a class
 * file holds (JVMS 4.7.4).
 *
 * <p>ASM would write the same, but by way of numbers for all types, which takes longer than to
 * write all other code.
 */
final class StackMaps {
  /** How many local variables a stack map may have more or fewer than the one before it. */
  private static final int MOST_APPENDED = 3;

  private StackMaps() {}

  static void compress(ClassNode node) {
    for (MethodNode method : node.methods) {
      compress(node.name, method);
    }
  }

  private static void compress(String owner, MethodNode method) {
    List<Object> previous = null;
    AbstractInsnNode insn = method.instructions.getFirst();
    for (; insn != null; insn = insn.getNext()) {
      if (insn instanceof FrameNode frame) {
        List<Object> before = previous == null ? atEntry(owner, method) : previous;
        previous = orEmpty(frame.local);
        compress(frame, before, previous);
      }
    }
  }

  private static void compress(FrameNode frame, List<Object> before, List<Object> locals) {
    int stack = orEmpty(frame.stack).size();
    int more = locals.size() - before.size();
    int common = Math.min(locals.size(), before.size());
    boolean isNear = stack == 0 ? Math.abs(more) <= MOST_APPENDED : stack == 1 && more == 0;
    if (!isNear || !startEqual(before, locals, common)) {
      frame.type = Opcodes.F_FULL;
    } else if (more > 0) {
      frame.type = Opcodes.F_APPEND;
      frame.local = locals.subList(common, locals.size());
    } else if (more < 0) {
      frame.type = Opcodes.F_CHOP;
      frame.local = before.subList(common, before.size());
    } else {
      frame.type = stack == 0 ? Opcodes.F_SAME : Opcodes.F_SAME1;
    }
  }

  private static boolean startEqual(List<Object> some, List<Object> others, int length) {
    for (int i = 0; i < length; i++) {
      if (!some.get(i).equals(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<Object> atEntry(String owner, MethodNode method) {
    List<Object> types = new ArrayList<>();
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      types.add(method.name.equals("<init>") ? Opcodes.UNINITIALIZED_THIS : owner);
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      types.add(Objects.requireNonNull(TypeValue.of(type)).type());
    }
    return types;
  }

  private static List<Object> orEmpty(@Nullable List<Object> types) {
    return types == null ? List.of() : types;
  }
}
