package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * What the two woven bodies of a method have in common: the code of the source, with a check behind
 * each suspendable call, and out of line, behind it all, the saving of frames.
 *
 * <p>The check costs a comparison of the result with a rare value where the type has one; only when
 * they are equal, or the type has none, the stack's flag is looked at.
 */
abstract class BodyBuilder {
  final MethodPlan plan;
  final MethodNode out;
  private final Map<LabelNode, LabelNode> labels = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /** The types of all locals at the points, by index: there are several stack maps for each. */
  private final Map<Integer, List<Object>> localsAt = new HashMap<>();

  /**
   * A suspendable call that was written.
   *
   * @param after the code behind the check
   * @param save where the call unwinds, or may: where its result was the rare value
   */
  record Call(FrameLayout.Point point, LabelNode after, LabelNode save) {}

  BodyBuilder(MethodPlan plan, MethodNode out) {
    this.plan = plan;
    this.out = out;
  }

  // How the two bodies differ

  /** The slot of a local variable of the source. */
  abstract int local(int slot);

  /** The slot of the stack. */
  abstract int stackLocal();

  /** The slot of the room that is left. */
  abstract int roomLocal();

  /** The types of all locals in a stack map, given those of the source's. */
  abstract List<Object> frameLocals(List<Object> source);

  /** Saves the frame for a point and returns; the operands under the call's arguments are there. */
  abstract void save(FrameLayout.Point point);

  /** Writes a return instruction of the source. */
  abstract void returns(AbstractInsnNode insn);

  /** Whether every call needs a label behind it, to be resumed at. */
  abstract boolean isResumedAtCalls();

  final List<Call> calls() {
    return calls;
  }

  // The code of the source

  final LabelNode label(LabelNode label) {
    LabelNode known = labels.get(label);
    if (known == null) {
      known = new LabelNode();
      labels.put(label, known);
    }
    return known;
  }

  final void copySource() {
    Set<LabelNode> handlers = new HashSet<>();
    for (TryCatchBlockNode block : plan.source().tryCatchBlocks) {
      handlers.add(block.handler);
    }
    for (AbstractInsnNode insn : plan.source().instructions) {
      if (insn instanceof LabelNode l) {
        label(l);
      }
    }
    boolean caught = false;
    for (AbstractInsnNode insn : plan.source().instructions) {
      if (insn instanceof LabelNode l) {
        caught |= handlers.contains(l);
      } else if (insn.getOpcode() >= 0 && caught) {
        completeTrace();
        caught = false;
      }
      copy(insn);
    }
    for (TryCatchBlockNode block : plan.source().tryCatchBlocks) {
      out.tryCatchBlocks.add(
          new TryCatchBlockNode(
              label(block.start), label(block.end), label(block.handler), block.type));
    }
    copyLocalVariables();
  }

  /** The name of a local variable. */
  String variable(LocalVariableNode source) {
    return source.name;
  }

  private void copyLocalVariables() {
    if (plan.source().localVariables == null) {
      return;
    }
    for (LocalVariableNode v : plan.source().localVariables) {
      out.localVariables.add(
          new LocalVariableNode(
              variable(v), v.desc, v.signature, label(v.start), label(v.end), local(v.index)));
    }
  }

  private void copy(AbstractInsnNode insn) {
    switch (insn.getType()) {
      case AbstractInsnNode.METHOD_INSN -> copy((MethodInsnNode) insn);
      case AbstractInsnNode.FRAME -> {
        FrameNode frame = (FrameNode) insn;
        frame(frameLocals(mapped(frame.local)), mapped(frame.stack));
      }
      case AbstractInsnNode.VAR_INSN ->
          out.visitVarInsn(insn.getOpcode(), local(((VarInsnNode) insn).var));
      case AbstractInsnNode.IINC_INSN -> {
        IincInsnNode increment = (IincInsnNode) insn;
        out.visitIincInsn(local(increment.var), increment.incr);
      }
      case AbstractInsnNode.LABEL -> out.instructions.add(label((LabelNode) insn));
      default -> {
        if (insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN) {
          returns(insn);
        } else {
          out.instructions.add(insn.clone(labels));
        }
      }
    }
  }

  private void copy(MethodInsnNode insn) {
    FrameLayout.Point point = plan.point(insn);
    if (point != null && point.call() != null) {
      call(point, point.call());
      return;
    }
    out.instructions.add(insn.clone(labels));
    MethodPlan.Hook hook = plan.hook(insn);
    if (hook != null) {
      hook(hook);
    }
  }

  private List<Object> mapped(@Nullable List<Object> types) {
    List<Object> mapped = new ArrayList<>();
    if (types != null) {
      for (Object type : types) {
        mapped.add(type instanceof LabelNode l ? label(l) : type);
      }
    }
    return mapped;
  }

  private void hook(MethodPlan.Hook hook) {
    switch (hook) {
      case LOCK_TAKEN -> callStack("lockTaken", "()V");
      case LOCK_TRIED -> {
        out.visitInsn(Opcodes.DUP);
        out.visitVarInsn(Opcodes.ALOAD, stackLocal());
        out.visitInsn(Opcodes.SWAP);
        out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Abi.STACK, "lockTaken", "(Z)V", false);
      }
      case LOCK_RELEASED -> callStack("lockReleased", "()V");
      case THROWABLE_MADE -> completeTrace();
    }
  }

  private void callStack(String name, String descriptor) {
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Abi.STACK, name, descriptor, false);
  }

  private void completeTrace() {
    out.visitInsn(Opcodes.DUP);
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitInsn(Opcodes.SWAP);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, Abi.STACK, "completeTrace", "(Ljava/lang/Throwable;)V", false);
  }

  // Calls

  private void call(FrameLayout.Point point, SuspendCall call) {
    Call written = new Call(point, new LabelNode(), new LabelNode());
    calls.add(written);
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitVarInsn(Opcodes.ILOAD, roomLocal());
    out.instructions.add(call.twin());
    check(call.returnType(), written);
    if (plan.isDebugged()) {
      // In line, so that whoever steps sees no other line while the method is being left.
      jump(Opcodes.GOTO, written.after());
      writeSave(written, call);
    }
    if (plan.isDebugged() || isResumedAtCalls() || hasRareValue(call.returnType())) {
      out.instructions.add(written.after());
      frameAt(point, true);
    }
  }

  private static boolean hasRareValue(Type type) {
    return switch (type.getSort()) {
      case Type.VOID, Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT -> false;
      default -> true;
    };
  }

  private void check(Type type, Call written) {
    switch (type.getSort()) {
      case Type.INT -> {
        out.visitInsn(Opcodes.DUP);
        out.visitLdcInsn(Abi.RARE_INT);
        jump(Opcodes.IF_ICMPEQ, written.save());
      }
      case Type.LONG -> checkNumber(Opcodes.DUP2, Abi.RARE_LONG, Opcodes.LCMP, written);
      case Type.FLOAT -> checkNumber(Opcodes.DUP, Abi.RARE_FLOAT, Opcodes.FCMPL, written);
      case Type.DOUBLE -> checkNumber(Opcodes.DUP2, Abi.RARE_DOUBLE, Opcodes.DCMPL, written);
      case Type.ARRAY, Type.OBJECT -> {
        out.visitInsn(Opcodes.DUP);
        jump(Opcodes.IFNULL, written.save());
      }
      default -> {
        loadUnwinding();
        jump(Opcodes.IFNE, written.save());
      }
    }
  }

  private void checkNumber(int dup, Object rare, int compare, Call written) {
    out.visitInsn(dup);
    out.visitLdcInsn(rare);
    out.visitInsn(compare);
    jump(Opcodes.IFEQ, written.save());
  }

  private void loadUnwinding() {
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitFieldInsn(Opcodes.GETFIELD, Abi.STACK, "unwinding", "Z");
  }

  /** Writes the code that saves frames, behind everything else. */
  final void writeSaves() {
    for (Call written : calls) {
      SuspendCall call = written.point().call();
      if (call != null && !plan.isDebugged()) {
        writeSave(written, call);
      }
    }
  }

  private void writeSave(Call written, SuspendCall call) {
    Type type = call.returnType();
    out.instructions.add(written.save());
    frameAt(written.point(), true);
    if (hasRareValue(type)) {
      loadUnwinding();
      jump(Opcodes.IFEQ, written.after());
    }
    if (type.getSize() > 0) {
      out.visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
    save(written.point());
  }

  // Small things

  final void jump(int opcode, LabelNode target) {
    out.instructions.add(new JumpInsnNode(opcode, target));
  }

  /** Declares the types at a point; with the result of the call on the stack, or without. */
  final void frameAt(FrameLayout.Point point, boolean withResult) {
    List<Object> stack = new ArrayList<>();
    for (FrameLayout.Item item : point.operands()) {
      stack.add(mapped(item.value()));
    }
    SuspendCall call = point.call();
    TypeValue result = call == null ? null : TypeValue.of(call.returnType());
    if (withResult && result != null) {
      stack.add(result.type());
    }
    frame(localsAt(point), stack);
  }

  private List<Object> localsAt(FrameLayout.Point point) {
    List<Object> known = localsAt.get(point.index());
    if (known == null) {
      known = frameLocals(sourceLocals(point.types()));
      localsAt.put(point.index(), known);
    }
    return known;
  }

  private Object mapped(TypeValue value) {
    return value.type() instanceof LabelNode l ? label(l) : value.type();
  }

  /** The locals of the source as a stack map lists them. */
  final List<Object> sourceLocals(Frame<TypeValue> types) {
    List<Object> locals = new ArrayList<>();
    for (int i = 0; i < types.getLocals(); i += types.getLocal(i).getSize()) {
      locals.add(mapped(types.getLocal(i)));
    }
    return locals;
  }

  /** Writes a stack map frame. */
  final void frame(List<Object> locals, List<Object> stack) {
    int size = locals.size();
    while (size > 0 && locals.get(size - 1).equals(Opcodes.TOP)) {
      size--;
    }
    out.instructions.add(
        new FrameNode(
            Opcodes.F_NEW, size, locals.subList(0, size).toArray(), stack.size(), stack.toArray()));
  }

  /** How many slots a list of stack map types takes. */
  static int slots(List<Object> types) {
    int slots = 0;
    for (Object type : types) {
      slots += TypeValue.of(type).getSize();
    }
    return slots;
  }
}
