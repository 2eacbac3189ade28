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
  private final Shape shape;
  private final LabelNode saveAndReturn = new LabelNode();
  private final LabelNode saveFailed = new LabelNode();
  private final List<TryCatchBlockNode> savesInLine = new ArrayList<>();

  TwinBuilder(MethodPlan plan, MethodNode out) {
    super(plan, out);
    parameterSlots = plan.parameterSlots();
    shift = plan.isParameterEdgeCrossed() ? parameterSlots + Abi.HIDDEN_SLOTS : 0;
    scratch = plan.source().maxLocals + Abi.HIDDEN_SLOTS + shift;
    shape = plan.layout().shape();
  }

  void build() {
    if (shift > 0) {
      moveParameters();
    }
    if (plan.layout().points().isEmpty()) {
      copySource();
      return;
    }
    LabelNode full = new LabelNode();
    enter(full);
    copySource();
    LabelNode saves = new LabelNode();
    out.instructions.add(saves);
    writeSaves();
    out.instructions.add(full);
    FrameLayout.Point entry = plan.layout().points().get(0);
    frameAt(entry, false);
    pushValues(entry);
    writeSave();
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Abi.STACK, "overflow", "()V", false);
    returnDummy();
    out.instructions.add(saveAndReturn);
    frame(onlyStack(), shape.saveTypes());
    writeSave();
    returnDummy();
    writeFailureHandler(saves);
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
    out.instructions.add(end);
    out.instructions.add(saveFailed);
    frame(onlyStack(), List.of("java/lang/Throwable"));
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    out.visitInsn(Opcodes.SWAP);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        Abi.STACK,
        "saveFailed",
        "(Ljava/lang/Throwable;)Ljava/lang/Throwable;",
        false);
    out.visitInsn(Opcodes.ATHROW);
    out.tryCatchBlocks.add(new TryCatchBlockNode(saves, end, saveFailed, "java/lang/Throwable"));
    out.tryCatchBlocks.addAll(0, savesInLine); // before those of the source, which they may be in
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

  /** The locals where nothing is needed but the stack. */
  private List<Object> onlyStack() {
    List<Object> locals = new ArrayList<>();
    for (int i = 0; i < parameterSlots; i++) {
      locals.add(Opcodes.TOP);
    }
    locals.add(Abi.STACK);
    return locals;
  }

  @Override
  void save(FrameLayout.Point point) {
    if (!plan.isDebugged()) {
      pushValues(point);
      jump(Opcodes.GOTO, saveAndReturn);
      return;
    }
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    out.instructions.add(start);
    pushValues(point);
    writeSave();
    returnDummy();
    out.instructions.add(end);
    savesInLine.add(new TryCatchBlockNode(start, end, saveFailed, "java/lang/Throwable"));
  }

  /** Pushes what the frame is to hold, field by field, and the number of the point. */
  private void pushValues(FrameLayout.Point point) {
    int operands = scratch;
    for (int i = point.operands().size() - 1; i >= 0; i--) {
      FrameLayout.Item item = point.operands().get(i);
      if (item.way() == FrameLayout.Way.SAVED) {
        out.visitVarInsn(Values.store(item.value()), operands);
        operands += item.value().getSize();
      } else {
        out.visitInsn(item.value().getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
    }
    int free = operands;
    List<Shape.Stored> stored = new ArrayList<>();
    for (FrameLayout.Item item : point.locals()) {
      if (item.way() == FrameLayout.Way.SAVED) {
        stored.add(new Shape.Stored(item.value(), local(item.position()), item.field()));
      }
    }
    for (FrameLayout.Item item : point.operands()) {
      if (item.way() == FrameLayout.Way.SAVED) {
        operands -= item.value().getSize();
        stored.add(new Shape.Stored(item.value(), operands, item.field()));
      }
    }
    shape.push(out, stored, free);
    Shape.push(out, point.index());
  }

  /** Saves a frame with the values on the stack. */
  private void writeSave() {
    out.visitVarInsn(Opcodes.ALOAD, stackLocal());
    plan.pushCode(out);
    out.visitMethodInsn(Opcodes.INVOKESTATIC, shape.type(), "save", shape.saveDescriptor(), false);
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
