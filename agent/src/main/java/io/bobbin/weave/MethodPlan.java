package io.bobbin.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What the passes have found out of a method, for the two builders of its bodies. */
final class MethodPlan {
  /** Something to be done behind an instruction of the source. */
  enum Hook {
    LOCK_TAKEN,
    LOCK_TRIED,
    LOCK_RELEASED,
    THROWABLE_MADE
  }

  /** Fits in a constant of a class file, whatever the characters. */
  private static final int LONGEST_PIECE = 20_000;

  private final MethodNode source;
  private final FrameLayout layout;
  private final Map<AbstractInsnNode, Hook> hooks;
  private final Map<AbstractInsnNode, FrameLayout.Point> points = new HashMap<>();
  private final Hierarchy hierarchy;
  private final int overload;
  private final long hash;
  private final boolean debugged;
  private final Object[] metadata;

  MethodPlan(
      MethodNode source,
      FrameLayout layout,
      Map<AbstractInsnNode, Hook> hooks,
      Hierarchy hierarchy,
      int overload,
      long hash,
      boolean debugged,
      @Nullable String sourceFile) {
    this.source = source;
    this.layout = layout;
    this.hooks = hooks;
    this.hierarchy = hierarchy;
    this.overload = overload;
    this.hash = hash;
    this.debugged = debugged;
    for (FrameLayout.Point point : layout.points()) {
      if (point.call() != null) {
        points.put(point.call().call(), point);
      }
    }
    metadata = pieces(describe(sourceFile));
  }

  MethodNode source() {
    return source;
  }

  FrameLayout layout() {
    return layout;
  }

  /** How many unused parameters tell this method's resume body from those of its overloads. */
  int overload() {
    return overload;
  }

  /** Whether the method is woven for debuggers. */
  boolean isDebugged() {
    return debugged;
  }

  boolean isStatic() {
    return (source.access & Opcodes.ACC_STATIC) != 0;
  }

  /** The slots of the parameters, the receiver included. */
  int parameterSlots() {
    int slots = Type.getArgumentsAndReturnSizes(source.desc) >> 2;
    return isStatic() ? slots - 1 : slots;
  }

  /** Whether the source keeps a wide value half in the last parameter's slot. */
  boolean isParameterEdgeCrossed() {
    int last = parameterSlots() - 1;
    for (AbstractInsnNode insn : source.instructions) {
      boolean wide =
          switch (insn.getOpcode()) {
            case Opcodes.LLOAD, Opcodes.LSTORE, Opcodes.DLOAD, Opcodes.DSTORE -> true;
            default -> false;
          };
      if (wide && ((VarInsnNode) insn).var == last) {
        return true;
      }
    }
    return false;
  }

  /** An estimate of the native stack that an activation takes in the interpreter, in bytes. */
  int stackBytes() {
    return (source.maxLocals + source.maxStack + 20) * 8;
  }

  /** The point for a call of the source, or null if the method is not left there. */
  FrameLayout.@Nullable Point point(AbstractInsnNode insn) {
    return points.get(insn);
  }

  /** What is to be done behind an instruction, or null for nothing. */
  @Nullable Hook hook(AbstractInsnNode insn) {
    return hooks.get(insn);
  }

  boolean isInterface(String type) {
    return !type.startsWith("[") && hierarchy.isInterface(type);
  }

  /** The protected ranges that a call is in, inner ones first. */
  List<TryCatchBlockNode> rangesOf(SuspendCall call) {
    int index = source.instructions.indexOf(call.call());
    List<TryCatchBlockNode> ranges = new ArrayList<>();
    for (TryCatchBlockNode block : source.tryCatchBlocks) {
      if (source.instructions.indexOf(block.start) < index
          && index < source.instructions.indexOf(block.end)) {
        ranges.add(block);
      }
    }
    return ranges;
  }

  /** Pushes the method's code object. */
  void pushCode(MethodVisitor code) {
    Handle bootstrap = metadata.length == 1 ? Abi.CODE_BOOTSTRAP : Abi.LONG_CODE_BOOTSTRAP;
    code.visitInvokeDynamicInsn(source.name, "()" + Abi.CODE_DESCRIPTOR, bootstrap, metadata);
  }

  /** The points as people read them: line and callee. */
  List<String> describePoints() {
    List<String> lines = new ArrayList<>();
    for (FrameLayout.Point point : layout.points()) {
      if (point.call() != null) {
        lines.add(lineOf(point.call().call()) + " " + point.call().callee());
      }
    }
    return lines;
  }

  /** The calls of the JDK that are made by way of the runtime. */
  List<MethodReport.Adapted> describeAdapted() {
    List<MethodReport.Adapted> adapted = new ArrayList<>();
    for (FrameLayout.Point point : layout.points()) {
      SuspendCall call = point.call();
      if (call != null && call.standIn() != null) {
        MethodInsnNode to = call.standIn();
        adapted.add(
            new MethodReport.Adapted(
                lineOf(call.call()), call.callee(), to.owner + '.' + to.name + to.desc));
      }
    }
    return adapted;
  }

  // The description that io.bobbin.frame.FrameCode and ResumePoint read

  private String describe(@Nullable String sourceFile) {
    StringBuilder text = new StringBuilder();
    text.append(sourceFile == null ? "" : printable(sourceFile));
    text.append('\t').append(source.desc).append('\t').append(Long.toHexString(hash));
    text.append('\t').append(overload);
    Map<String, Integer> calls = new HashMap<>();
    for (FrameLayout.Point point : layout.points()) {
      SuspendCall call = point.call();
      String callee = call == null ? "<entry>" : printable(call.callee());
      AbstractInsnNode at = call == null ? source.instructions.getFirst() : call.call();
      text.append('\n')
          .append(call == null ? firstLine(source) : lineOf(at))
          .append('\t')
          .append(callee);
      int ordinal = calls.getOrDefault(callee, 0);
      calls.put(callee, ordinal + 1);
      text.append('\t').append(ordinal);
      for (FrameLayout.Item item : point.locals()) {
        describe(item, variable(item.position(), at), text);
      }
      for (FrameLayout.Item item : point.operands()) {
        describe(item, "stack" + item.position(), text);
      }
    }
    return text.toString();
  }

  private static void describe(FrameLayout.Item item, String name, StringBuilder to) {
    if (item.way() == FrameLayout.Way.SAVED) {
      char kind = item.words() > 0 ? 'p' : 'r';
      to.append('\t').append(item.live() ? kind : Character.toUpperCase(kind));
      to.append(item.field()).append(' ');
      to.append(descriptor(item.value())).append(' ').append(printable(name));
    }
  }

  /** A name without the characters that separate fields; obfuscators use even those. */
  private static String printable(String name) {
    return name.replace('\t', '_').replace('\n', '_');
  }

  private static String descriptor(TypeValue value) {
    if (value.type() instanceof String name) {
      return name.startsWith("[") ? name : 'L' + name + ';';
    }
    return value.is(Opcodes.LONG)
        ? "J"
        : value.is(Opcodes.DOUBLE) ? "D" : value.is(Opcodes.FLOAT) ? "F" : "I";
  }

  private String variable(int slot, AbstractInsnNode at) {
    if (source.localVariables != null) {
      int index = source.instructions.indexOf(at);
      for (LocalVariableNode v : source.localVariables) {
        if (v.index == slot
            && source.instructions.indexOf(v.start) <= index
            && index < source.instructions.indexOf(v.end)) {
          return v.name;
        }
      }
    }
    return "local" + slot;
  }

  /** The line of an instruction, or -1. */
  static int lineOf(AbstractInsnNode insn) {
    for (AbstractInsnNode at = insn; at != null; at = at.getPrevious()) {
      if (at instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return -1;
  }

  /** The line on which a method's code begins, or -1. */
  static int firstLine(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return -1;
  }

  private static Object[] pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); at += LONGEST_PIECE) {
      pieces.add(text.substring(at, Math.min(text.length(), at + LONGEST_PIECE)));
    }
    return pieces.toArray();
  }
}
