package io.bobbin.weave;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * The types of locals and operands before each instruction that somebody asks for.
 *
 * <p>One pass from top to bottom, as the verifier makes it (JVMS 4.10.1): where control flow meets,
 * the class file declares the types, so nothing is merged and no class hierarchy is needed.
 */
final class TypeFlow {
  private final Frame<TypeValue>[] before;

  private TypeFlow(Frame<TypeValue>[] before) {
    this.before = before;
  }

  /** The types before an instruction, or null if it cannot be reached or was not asked for. */
  @Nullable Frame<TypeValue> before(int index) {
    return before[index];
  }

  /**
   * Follows the types through a method whose frames are expanded.
   *
   * @param wanted the indices of the instructions before which types are wanted
   */
  static TypeFlow of(String owner, MethodNode method, BitSet wanted, Hierarchy hierarchy)
      throws AnalyzerException {
    TypeInterpreter interpreter = new TypeInterpreter(hierarchy);
    int size = method.instructions.size();
    @SuppressWarnings({"unchecked", "rawtypes"}) // no generic arrays in Java
    Frame<TypeValue>[] before = new Frame[size];
    Frame<TypeValue> current = entry(owner, method);
    boolean reachable = true;
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof FrameNode declared) {
        current = declared(declared, method);
        reachable = true;
      } else if (insn.getOpcode() >= 0 && reachable) {
        if (wanted.get(index)) {
          before[index] = new Frame<>(current);
        }
        execute(insn, current, interpreter);
        reachable = !endsFlow(insn.getOpcode());
      }
      index++;
    }
    return new TypeFlow(before);
  }

  /** Whether the next instruction is not reached from this one. */
  static boolean endsFlow(int opcode) {
    return opcode == Opcodes.GOTO
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.TABLESWITCH
        || opcode == Opcodes.LOOKUPSWITCH
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  private static void execute(
      AbstractInsnNode insn, Frame<TypeValue> frame, TypeInterpreter interpreter)
      throws AnalyzerException {
    if (insn.getOpcode() == Opcodes.INVOKESPECIAL
        && ((MethodInsnNode) insn).name.equals("<init>")) {
      MethodInsnNode call = (MethodInsnNode) insn;
      int arguments = Type.getArgumentTypes(call.desc).length;
      TypeValue object = frame.getStack(frame.getStackSize() - 1 - arguments);
      frame.execute(insn, interpreter);
      initialise(frame, object, TypeValue.of(call.owner));
    } else if (insn.getOpcode() != Opcodes.RETURN) {
      frame.execute(insn, interpreter);
    }
  }

  private static void initialise(Frame<TypeValue> frame, TypeValue from, TypeValue to) {
    for (int i = 0; i < frame.getLocals(); i++) {
      if (frame.getLocal(i).equals(from)) {
        frame.setLocal(i, to);
      }
    }
    for (int i = 0; i < frame.getStackSize(); i++) {
      if (frame.getStack(i).equals(from)) {
        frame.setStack(i, to);
      }
    }
  }

  /** The types at the entry of a method. */
  static Frame<TypeValue> entry(String owner, MethodNode method) {
    Frame<TypeValue> frame = new Frame<>(method.maxLocals, method.maxStack);
    int slot = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      frame.setLocal(slot++, TypeValue.of(owner));
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      TypeValue value = Objects.requireNonNull(TypeValue.of(type));
      slot = set(frame, slot, value);
    }
    fill(frame, slot);
    return frame;
  }

  private static Frame<TypeValue> declared(FrameNode node, MethodNode method) {
    Frame<TypeValue> frame = new Frame<>(method.maxLocals, method.maxStack);
    int slot = 0;
    for (Object type : orEmpty(node.local)) {
      slot = set(frame, slot, TypeValue.of(type));
    }
    fill(frame, slot);
    for (Object type : orEmpty(node.stack)) {
      frame.push(TypeValue.of(type));
    }
    return frame;
  }

  private static List<?> orEmpty(@Nullable List<?> types) {
    return types == null ? List.of() : types;
  }

  private static int set(Frame<TypeValue> frame, int slot, TypeValue value) {
    frame.setLocal(slot, value);
    if (value.getSize() == 2) {
      frame.setLocal(slot + 1, TypeValue.TOP);
    }
    return slot + value.getSize();
  }

  private static void fill(Frame<TypeValue> frame, int from) {
    for (int i = from; i < frame.getLocals(); i++) {
      frame.setLocal(i, TypeValue.TOP);
    }
  }
}
