package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Pass: builds the twin of a method: its code with the stack and the room as hidden parameters. Its
 * loops stay as they were, so it is compiled as before.
 */
final class TwinBuilder extends BodyBuilder {
  private static final int LARGEST_IINC = 32_767;

  private final int parameterSlots;
  private final int shift;
  private final int scratch;

  TwinBuilder(MethodPlan plan, MethodNode out) {
    super(plan, out);
    parameterSlots = plan.parameterSlots();
    shift = plan.isParameterEdgeCrossed() ? parameterSlots + Abi.HIDDEN_SLOTS : 0;
    scratch = plan.source().maxLocals + Abi.HIDDEN_SLOTS + shift;
  }

  void build() {
    if (shift > 0) {
      moveParameters();
    }
    LabelNode full = new LabelNode();
    boolean guarded = !plan.layout().points().isEmpty();
    if (guarded) {
      enter(full);
    }
    copySource();
    LabelNode saves = new LabelNode();
    out.instructions.add(saves);
    writeSaves();
    if (guarded) {
      FrameLayout.Point entry = plan.layout().points().get(0);
      out.instructions.add(full);
      frameAt(entry, false);
      saveNew(entry);
      out.visitVarInsn(Opcodes.ALOAD, stackLocal());
      out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Abi.STACK, "overflow", "()V", false);
      returnDummy();
      writeFailureHandler(saves);
    }
  }

  /**
   * Copies the parameters behind the hidden ones: needed where the source keeps a wide value in the
   * last parameter's slot and the one after it, which the hidden parameters would part.
   */
  private void moveParameters() {
    int slot = 0;
    if (!plan.isStatic()) {
      out.visitVarInsn(Opcodes.ALOAD, slot);
      out.visitVarInsn(Opcodes.ASTORE, local(slot++));
    }
    for (Type type : Type.getArgumentTypes(plan.source().desc)) {
      out.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      out.visitVarInsn(type.getOpcode(Opcodes.ISTORE), local(slot));
      slot += type.getSize();
    }
  }

  /** Counts down the room; leaves for the heap when there is none. */
  private void enter(LabelNode full) {
    out.visitIincInsn(roomLocal(), -Math.min(LARGEST_IINC, plan.stackBytes()));
    out.visitVarInsn(Opcodes.ILOAD, roomLocal());
    jump(Opcodes.IFLT, full);
  }

  /** Ends an unwinding that fails as there is no memory for the frame. */
  private void writeFailureHandler(LabelNode saves) {
    LabelNode end = new LabelNode();
    LabelNode handler = new LabelNode();
    out.instructions.add(end);
    out.instructions.add(handler);
    List<Object> locals = new ArrayList<>();
    for (int i = 0; i < parameterSlots; i++) {
      locals.add(Opcodes.TOP);
    }
    locals.add(Abi.STACK);
    frame(locals, List.of("java/lang/Throwable"));
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitInsn(Opcodes.SWAP);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        Abi.STACK,
        "saveFailed",
        "(Ljava/lang/Throwable;)Ljava/lang/Throwable;",
        false);
    out.visitInsn(Opcodes.ATHROW);
    out.tryCatchBlocks.add(new TryCatchBlockNode(saves, end, handler, "java/lang/Throwable"));
  }

  @Override
  int local(int slot) {
    if (shift > 0) {
      return slot + shift;
    }
    return slot < parameterSlots ? slot : slot + Abi.HIDDEN_SLOTS;
  }

  @Override
  int stackLocal() {
    return parameterSlots;
  }

  @Override
  int roomLocal() {
    return parameterSlots + 1;
  }

  @Override
  List<Object> frameLocals(List<Object> source) {
    List<Object> locals = new ArrayList<>();
    int slots = 0;
    int next = 0;
    if (shift == 0) {
      while (next < source.size() && slots < parameterSlots) {
        Object type = source.get(next++);
        locals.add(type);
        slots += TypeValue.of(type).getSize();
      }
    }
    while (slots++ < parameterSlots) {
      locals.add(Opcodes.TOP);
    }
    locals.add(Abi.STACK);
    locals.add(Opcodes.INTEGER);
    locals.addAll(source.subList(next, source.size()));
    return locals;
  }

  @Override
  void save(FrameLayout.Point point) {
    saveNew(point);
    returnDummy();
  }

  private void saveNew(FrameLayout.Point point) {
    plan.layout().shape().create(out);
    out.visitVarInsn(Opcodes.ASTORE, scratch);
    saveValues(point, scratch, scratch + 1, false);
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitVarInsn(Opcodes.ALOAD, scratch);
    plan.pushCode(out);
    Shape.push(out, plan.tag(point));
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        Abi.STACK,
        "push",
        "(" + Abi.FRAME_DESCRIPTOR + Abi.CODE_DESCRIPTOR + "I)V",
        false);
  }

  private void returnDummy() {
    Type type = Type.getReturnType(plan.source().desc);
    switch (type.getSort()) {
      case Type.VOID -> {}
      case Type.INT -> out.visitLdcInsn(Abi.RARE_INT);
      case Type.LONG -> out.visitLdcInsn(Abi.RARE_LONG);
      case Type.FLOAT -> out.visitLdcInsn(Abi.RARE_FLOAT);
      case Type.DOUBLE -> out.visitLdcInsn(Abi.RARE_DOUBLE);
      default -> out.visitInsn(Values.zero(Objects.requireNonNull(TypeValue.of(type))));
    }
    out.visitInsn(type.getOpcode(Opcodes.IRETURN));
  }

  @Override
  void returns(AbstractInsnNode insn) {
    out.visitInsn(insn.getOpcode());
  }

  @Override
  boolean isResumedAtCalls() {
    return false;
  }
}
