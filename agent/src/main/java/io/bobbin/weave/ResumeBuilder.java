package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Pass: builds the resume body of a method: a switch on the frame's point, then, behind the code of
 * the source, a landing for each point that restores what was live and goes on behind the call,
 * with its result or its exception.
 *
 * <p>The body is static whatever the method is, and gives back a reference result directly and a
 * primitive one through the stack, so that all resume bodies can be called alike.
 */
final class ResumeBuilder extends BodyBuilder {
  private static final int FRAME = 0;
  private static final int STACK = 1;
  private static final int VALUE = 2;

  private final int room;
  private final int base;
  private final int scratch;
  private final Shape shape;

  ResumeBuilder(MethodPlan plan, MethodNode out) {
    super(plan, out);
    room = VALUE + 1 + plan.overload();
    base = room + 1;
    scratch = base + plan.source().maxLocals;
    shape = plan.layout().shape();
  }

  void build() {
    List<FrameLayout.Point> points = plan.layout().points();
    if (points.isEmpty()) {
      refuse(out);
      return;
    }
    LabelNode mismatch = new LabelNode();
    LabelNode[] landings = new LabelNode[points.size()];
    for (int i = 0; i < landings.length; i++) {
      landings[i] = new LabelNode();
    }
    enter(mismatch, landings);
    LabelNode start = new LabelNode();
    out.instructions.add(start);
    frameAt(points.get(0), false);
    copySource();
    writeSaves();
    for (int i = 0; i < landings.length; i++) {
      land(points.get(i), landings[i], i == 0 ? start : after(points.get(i)));
    }
    out.instructions.add(mismatch);
    frame(List.of(Abi.FRAME, Abi.STACK), List.of());
    refuse(out);
  }

  /** Throws, as the frame was not saved by this version of the method. */
  static void refuse(MethodNode out) {
    out.visitVarInsn(Opcodes.ALOAD, FRAME);
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Abi.MISMATCH,
        "of",
        "(" + Abi.FRAME_DESCRIPTOR + ")L" + Abi.MISMATCH + ";",
        false);
    out.visitInsn(Opcodes.ATHROW);
  }

  private LabelNode after(FrameLayout.Point point) {
    for (Call call : calls()) {
      if (call.point().index() == point.index()) {
        return call.after();
      }
    }
    throw new IllegalStateException("a point without a call");
  }

  private void enter(LabelNode mismatch, LabelNode[] landings) {
    out.visitVarInsn(Opcodes.ALOAD, STACK);
    out.visitFieldInsn(Opcodes.GETFIELD, Abi.STACK, "room", "I");
    Shape.push(out, plan.stackBytes());
    out.visitInsn(Opcodes.ISUB);
    out.visitVarInsn(Opcodes.ISTORE, room);
    // A frame that another version of the method has saved has another code object.
    out.visitVarInsn(Opcodes.ALOAD, FRAME);
    out.visitFieldInsn(Opcodes.GETFIELD, Abi.FRAME, "code", Abi.CODE_DESCRIPTOR);
    plan.pushCode(out);
    jump(Opcodes.IF_ACMPNE, mismatch);
    out.visitVarInsn(Opcodes.ALOAD, FRAME);
    out.visitFieldInsn(Opcodes.GETFIELD, Abi.FRAME, "point", "I");
    out.instructions.add(new TableSwitchInsnNode(0, landings.length - 1, mismatch, landings));
  }

  /** Restores what is live at a point, and goes on there. */
  private void land(FrameLayout.Point point, LabelNode landing, LabelNode goesOn) {
    out.instructions.add(landing);
    List<Object> locals = new ArrayList<>(List.of(Abi.FRAME, Abi.STACK, "java/lang/Object"));
    for (int i = 0; i < plan.overload(); i++) {
      locals.add(Opcodes.TOP);
    }
    locals.add(Opcodes.INTEGER);
    frame(locals, List.of());
    out.visitVarInsn(Opcodes.ALOAD, FRAME);
    out.visitTypeInsn(Opcodes.CHECKCAST, shape.type());
    out.visitVarInsn(Opcodes.ASTORE, FRAME);
    for (FrameLayout.Item item : point.locals()) {
      restore(item);
      out.visitVarInsn(Values.store(item.value()), local(item.position()));
    }
    for (FrameLayout.Item item : point.operands()) {
      restore(item);
    }
    SuspendCall call = point.call();
    if (call == null) {
      jump(Opcodes.GOTO, goesOn);
      return;
    }
    LabelNode thrown = new LabelNode();
    out.visitVarInsn(Opcodes.ALOAD, STACK);
    out.visitFieldInsn(Opcodes.GETFIELD, Abi.STACK, "exception", "Ljava/lang/Throwable;");
    jump(Opcodes.IFNONNULL, thrown);
    pushResult(call.returnType());
    jump(Opcodes.GOTO, goesOn);
    rethrow(point, call, thrown);
  }

  private void restore(FrameLayout.Item item) {
    switch (item.way()) {
      case SAVED -> {
        shape.load(out, FRAME, item.value(), item.field());
        if (item.words() == 0) {
          cast((String) item.value().type());
        }
      }
      case REMADE ->
          out.instructions.add(Objects.requireNonNull(item.value().constant()).clone(Map.of()));
      case DEAD -> out.visitInsn(Values.zero(item.value()));
    }
  }

  private void cast(String type) {
    if (!type.equals("java/lang/Object") && !plan.isInterface(type)) {
      out.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
  }

  private void pushResult(Type type) {
    switch (type.getSort()) {
      case Type.VOID -> {}
      case Type.ARRAY, Type.OBJECT -> {
        out.visitVarInsn(Opcodes.ALOAD, VALUE);
        cast(type.getInternalName());
      }
      default -> {
        out.visitVarInsn(Opcodes.ALOAD, STACK);
        out.visitFieldInsn(Opcodes.GETFIELD, Abi.STACK, "primResult", "J");
        fromBits(type);
      }
    }
  }

  private void fromBits(Type type) {
    switch (type.getSort()) {
      case Type.LONG -> {}
      case Type.DOUBLE ->
          out.visitMethodInsn(
              Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
      case Type.FLOAT -> {
        out.visitInsn(Opcodes.L2I);
        out.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
      }
      default -> out.visitInsn(Opcodes.L2I);
    }
  }

  /** Throws the pending exception, inside the protected ranges that the call is in. */
  private void rethrow(FrameLayout.Point point, SuspendCall call, LabelNode thrown) {
    LabelNode end = new LabelNode();
    out.instructions.add(thrown);
    frameAt(point, false);
    out.visitVarInsn(Opcodes.ALOAD, STACK);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, Abi.STACK, "takeException", "()Ljava/lang/Throwable;", false);
    out.visitInsn(Opcodes.ATHROW);
    out.instructions.add(end);
    for (TryCatchBlockNode block : plan.rangesOf(call)) {
      out.tryCatchBlocks.add(new TryCatchBlockNode(thrown, end, label(block.handler), block.type));
    }
  }

  @Override
  int local(int slot) {
    return base + slot;
  }

  /** Debuggers show no variable named {@code this}, and know no receiver of a static method. */
  @Override
  String variable(LocalVariableNode source) {
    return source.name.equals("this") ? "this_" : source.name;
  }

  @Override
  int stackLocal() {
    return STACK;
  }

  @Override
  int roomLocal() {
    return room;
  }

  @Override
  List<Object> frameLocals(List<Object> source) {
    List<Object> locals = new ArrayList<>();
    locals.add(shape.type());
    locals.add(Abi.STACK);
    for (int i = VALUE; i < room; i++) {
      locals.add(Opcodes.TOP);
    }
    locals.add(Opcodes.INTEGER);
    locals.addAll(source);
    return locals;
  }

  @Override
  void save(FrameLayout.Point point) {
    saveValues(point);
    out.visitVarInsn(Opcodes.ALOAD, STACK);
    out.visitVarInsn(Opcodes.ALOAD, FRAME);
    Shape.push(out, point.index());
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, Abi.STACK, "pushAgain", "(" + Abi.FRAME_DESCRIPTOR + "I)V", false);
    out.visitInsn(Opcodes.ACONST_NULL);
    out.visitInsn(Opcodes.ARETURN);
  }

  /** Saves the operands from the top down, then the local variables. */
  private void saveValues(FrameLayout.Point point) {
    for (int i = point.operands().size() - 1; i >= 0; i--) {
      FrameLayout.Item item = point.operands().get(i);
      if (item.way() == FrameLayout.Way.SAVED) {
        out.visitVarInsn(Values.store(item.value()), scratch);
        shape.save(out, FRAME, item.value(), scratch, item.field());
      } else {
        out.visitInsn(item.value().getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
    }
    for (FrameLayout.Item item : point.locals()) {
      if (item.way() == FrameLayout.Way.SAVED) {
        shape.save(out, FRAME, item.value(), local(item.position()), item.field());
      }
    }
    for (int field : plan.layout().unusedReferences(point)) {
      shape.clear(out, FRAME, field);
    }
  }

  @Override
  void returns(AbstractInsnNode insn) {
    switch (insn.getOpcode()) {
      case Opcodes.ARETURN -> {}
      case Opcodes.RETURN -> out.visitInsn(Opcodes.ACONST_NULL);
      default -> {
        toBits(insn.getOpcode());
        out.visitVarInsn(Opcodes.ALOAD, STACK);
        out.visitInsn(Opcodes.DUP_X2);
        out.visitInsn(Opcodes.POP);
        out.visitFieldInsn(Opcodes.PUTFIELD, Abi.STACK, "primResult", "J");
        out.visitInsn(Opcodes.ACONST_NULL);
      }
    }
    out.visitInsn(Opcodes.ARETURN);
  }

  private void toBits(int opcode) {
    switch (opcode) {
      case Opcodes.IRETURN -> {
        narrow(Type.getReturnType(plan.source().desc));
        out.visitInsn(Opcodes.I2L);
      }
      case Opcodes.FRETURN -> {
        out.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
        out.visitInsn(Opcodes.I2L);
      }
      case Opcodes.DRETURN ->
          out.visitMethodInsn(
              Opcodes.INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
      default -> {}
    }
  }

  /** Does what {@code ireturn} does in a method whose type is smaller than int (JVMS 6.5). */
  private void narrow(Type type) {
    switch (type.getSort()) {
      case Type.BOOLEAN -> {
        out.visitInsn(Opcodes.ICONST_1);
        out.visitInsn(Opcodes.IAND);
      }
      case Type.BYTE -> out.visitInsn(Opcodes.I2B);
      case Type.CHAR -> out.visitInsn(Opcodes.I2C);
      case Type.SHORT -> out.visitInsn(Opcodes.I2S);
      default -> {}
    }
  }

  @Override
  boolean isResumedAtCalls() {
    return true;
  }
}
