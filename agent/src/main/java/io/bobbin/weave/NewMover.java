package io.bobbin.weave;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Pass: moves {@code new} behind the arguments of its constructor where these contain a suspendable
 * call, as an object that is not initialised can be neither stored nor made again.
 *
 * <p>Until the constructor is called, a null stands wherever a copy of the reference stood. The
 * {@code new} itself stays where it was, with its result dropped, so that the class is initialised
 * (and a missing class or a lack of memory told) at the same moment as before; the JIT removes the
 * allocation.
 */
final class NewMover {
  private final String owner;
  private final MethodNode method;
  private final Hierarchy hierarchy;

  NewMover(String owner, MethodNode method, Hierarchy hierarchy) {
    this.owner = owner;
    this.method = method;
    this.hierarchy = hierarchy;
  }

  /**
   * Rewrites the method so that nothing uninitialised is in flight at any of the calls; tells
   * whether it had to.
   */
  boolean run(Set<AbstractInsnNode> calls) throws AnalyzerException {
    BitSet wanted = new BitSet();
    boolean allocates = false;
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      allocates |= insn.getOpcode() == Opcodes.NEW;
      if (insn instanceof MethodInsnNode && (calls.contains(insn) || isConstructorCall(insn))) {
        wanted.set(index);
      }
      index++;
    }
    if (!allocates) {
      return false;
    }
    TypeFlow types = TypeFlow.of(owner, method, wanted, hierarchy);
    Set<Object> moved = new HashSet<>();
    Map<MethodInsnNode, Frame<TypeValue>> constructors = new LinkedHashMap<>();
    index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      Frame<TypeValue> before = wanted.get(index) ? types.before(index) : null;
      if (before != null && calls.contains(insn)) {
        collectUninitialised(before, moved);
      }
      if (before != null && isConstructorCall(insn)) {
        constructors.put((MethodInsnNode) insn, before);
      }
      index++;
    }
    if (!moved.isEmpty()) {
      move(moved, constructors);
    }
    return !moved.isEmpty();
  }

  private static boolean isConstructorCall(AbstractInsnNode insn) {
    return insn.getOpcode() == Opcodes.INVOKESPECIAL
        && ((MethodInsnNode) insn).name.equals("<init>");
  }

  private static void collectUninitialised(Frame<TypeValue> frame, Set<Object> into) {
    for (int i = 0; i < frame.getLocals(); i++) {
      if (frame.getLocal(i).isUninitialised()) {
        into.add(frame.getLocal(i).type());
      }
    }
    for (int i = 0; i < frame.getStackSize(); i++) {
      if (frame.getStack(i).isUninitialised()) {
        into.add(frame.getStack(i).type());
      }
    }
  }

  private void move(Set<Object> moved, Map<MethodInsnNode, Frame<TypeValue>> constructors) {
    method.maxStack += 2; // the new object and its copy, where the source had kept them elsewhere
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof FrameNode frame) {
        frame.local = withNulls(frame.local, moved);
        frame.stack = withNulls(frame.stack, moved);
      } else if (insn.getOpcode() == Opcodes.NEW && moved.contains(TypeInterpreter.labelOf(insn))) {
        InsnList placeholder = new InsnList();
        placeholder.add(new InsnNode(Opcodes.POP));
        placeholder.add(new InsnNode(Opcodes.ACONST_NULL));
        method.instructions.insert(insn, placeholder);
      }
    }
    for (Map.Entry<MethodInsnNode, Frame<TypeValue>> constructor : constructors.entrySet()) {
      MethodInsnNode call = constructor.getKey();
      Frame<TypeValue> before = constructor.getValue();
      int arguments = Type.getArgumentTypes(call.desc).length;
      TypeValue object = before.getStack(before.getStackSize() - 1 - arguments);
      if (moved.contains(object.type())) {
        method.instructions.insertBefore(call, construction(call, before, object));
        method.instructions.remove(call);
      }
    }
  }

  private static @Nullable List<Object> withNulls(@Nullable List<Object> types, Set<Object> moved) {
    if (types == null) {
      return null;
    }
    List<Object> replaced = new ArrayList<>(types);
    replaced.replaceAll(t -> t instanceof LabelNode && moved.contains(t) ? Opcodes.NULL : t);
    return replaced;
  }

  /** The code for a constructor call: the object is made now, and put in place of each null. */
  private InsnList construction(MethodInsnNode call, Frame<TypeValue> before, TypeValue object) {
    InsnList code = new InsnList();
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int[] saved = new int[arguments.length];
    for (int i = arguments.length - 1; i >= 0; i--) {
      saved[i] = temporary(arguments[i].getSize());
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), saved[i]));
    }
    code.add(new InsnNode(Opcodes.POP)); // the null on which the constructor was to be called
    int height = before.getStackSize() - 1 - arguments.length;
    int lowest = height;
    for (int i = height - 1; i >= 0; i--) {
      lowest = before.getStack(i).equals(object) ? i : lowest;
    }
    int[] spilled = new int[height];
    for (int i = height - 1; i >= lowest; i--) {
      TypeValue value = before.getStack(i);
      if (value.equals(object)) {
        code.add(new InsnNode(Opcodes.POP));
      } else {
        spilled[i] = temporary(value.getSize());
        code.add(new VarInsnNode(Values.store(value), spilled[i]));
      }
    }
    code.add(new LabelNode());
    code.add(new TypeInsnNode(Opcodes.NEW, call.owner));
    code.add(new InsnNode(Opcodes.DUP));
    for (int i = 0; i < arguments.length; i++) {
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), saved[i]));
    }
    code.add(new MethodInsnNode(call.getOpcode(), call.owner, call.name, call.desc, call.itf));
    int made = temporary(1);
    code.add(new VarInsnNode(Opcodes.ASTORE, made));
    for (int i = lowest; i < height; i++) {
      TypeValue value = before.getStack(i);
      boolean copy = value.equals(object);
      code.add(
          new VarInsnNode(copy ? Opcodes.ALOAD : Values.load(value), copy ? made : spilled[i]));
    }
    for (int i = 0; i < before.getLocals(); i++) {
      if (before.getLocal(i).equals(object)) {
        code.add(new VarInsnNode(Opcodes.ALOAD, made));
        code.add(new VarInsnNode(Opcodes.ASTORE, i));
      }
    }
    return code;
  }

  private int temporary(int size) {
    int slot = method.maxLocals;
    method.maxLocals += size;
    return slot;
  }
}
