package io.bobbin.weave;

import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * The pipeline for a method: from its code to its twin and its resume body.
 *
 * <ol>
 *   <li>{@link CallFinder} finds the calls at which it may be left, {@link Monitors} those that
 *       pin;
 *   <li>{@link ChaosPass} adds random yields, if asked for, and {@link PreemptPass} polls to loops;
 *   <li>{@link NewMover} moves {@code new} behind its arguments;
 *   <li>{@link TypeFlow} and {@link Liveness} tell what there is to save at each call;
 *   <li>{@link FrameLayout} gives it a place in the frame;
 *   <li>{@link TwinBuilder} and {@link ResumeBuilder} write the bodies, {@link Cleanup} tidies up.
 * </ol>
 */
final class MethodWeave {
  private static final int SYNTHETIC_STATIC =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  /** Flags of the plain method that its twin does not have. */
  private static final int NOT_FOR_TWINS =
      Opcodes.ACC_SYNCHRONIZED
          | Opcodes.ACC_BRIDGE
          | Opcodes.ACC_VARARGS
          | Opcodes.ACC_NATIVE
          | Opcodes.ACC_ABSTRACT
          | Opcodes.ACC_STRICT
          | Opcodes.ACC_DEPRECATED;

  /** Tells bodies that poll from those of the same method that do not. */
  private static final long POLLING = 0x9011;

  private final String owner;
  private final Hierarchy hierarchy;
  private final CallFinder finder;
  private final WeaveOptions options;
  private final LambdaBodies lambdas;
  private final @Nullable String sourceFile;

  MethodWeave(
      String owner,
      Hierarchy hierarchy,
      CallFinder finder,
      WeaveOptions options,
      LambdaBodies lambdas,
      @Nullable String sourceFile) {
    this.owner = owner;
    this.hierarchy = hierarchy;
    this.finder = finder;
    this.options = options;
    this.lambdas = lambdas;
    this.sourceFile = sourceFile;
  }

  /** The two bodies, and the plan that they were built by. */
  record Bodies(MethodPlan plan, MethodNode twin, MethodNode resume, boolean polls) {}

  /** Twins are marked as bridges too: tools that copy or instrument methods leave those alone. */
  static int twinAccess(int access) {
    return (access & ~NOT_FOR_TWINS) | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;
  }

  /**
   * Weaves a method; the original is left as it is.
   *
   * @param overload how many unused parameters the resume body gets
   * @param preempt whether its loops poll
   */
  Bodies weave(MethodNode original, int overload, boolean preempt, CallFinder.Pins pins)
      throws AnalyzerException {
    MethodNode source = copy(original);
    labelAllocations(source);
    Flow flow = new Flow(source);
    Monitors monitors = Monitors.of(source, flow);
    Map<AbstractInsnNode, SuspendCall> calls = finder.find(source, monitors, pins);
    boolean polls = preempt && PreemptPass.run(owner, source, flow, monitors, calls, hierarchy);
    // A yield inside of the runtime would be a point at which a tasklet can be killed while a value
    // is neither with its sender nor with its receiver.
    boolean isChanged = options.chaos() && !Platform.isBobbin(owner);
    if (isChanged) {
      ChaosPass.run(source, calls);
    }
    isChanged |= polls;
    isChanged |= new NewMover(owner, source, hierarchy).run(calls.keySet());
    Map<AbstractInsnNode, MethodPlan.Hook> hooks = LockPass.find(source, calls, hierarchy);
    FrameLayout layout = layOut(source, isChanged ? new Flow(source) : flow, calls, hooks, pins);
    MethodPlan plan =
        new MethodPlan(
            source,
            layout,
            hooks,
            hierarchy,
            overload,
            lambdas.hash(original) + (polls ? POLLING : 0),
            options.debugged(),
            sourceFile);

    String[] exceptions = original.exceptions.toArray(new String[0]);
    MethodNode twin =
        new MethodNode(
            Abi.ASM,
            twinAccess(original.access),
            original.name,
            Abi.twin(original.desc),
            null,
            exceptions);
    new TwinBuilder(plan, twin).build();
    Cleanup.run(twin);
    return new Bodies(plan, twin, resume(plan, original.name), polls);
  }

  private static MethodNode resume(MethodPlan plan, String name) {
    MethodNode resume = emptyResume(name, Abi.resumeDescriptor(plan.overload()));
    new ResumeBuilder(plan, resume).build();
    Cleanup.run(resume);
    return resume;
  }

  /** A resume body without code. */
  static MethodNode emptyResume(String name, String descriptor) {
    return new MethodNode(
        Abi.ASM, SYNTHETIC_STATIC, name, descriptor, null, new String[] {"java/lang/Throwable"});
  }

  /** A method with instructions and labels of its own. */
  static MethodNode copy(MethodNode original) {
    MethodNode copy =
        new MethodNode(
            Abi.ASM,
            original.access,
            original.name,
            original.desc,
            original.signature,
            original.exceptions.toArray(new String[0]));
    original.accept(copy);
    return copy;
  }

  /** Sees to it that each {@code new} has a label, which names its object in {@link TypeValue}. */
  private static void labelAllocations(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn.getOpcode() == Opcodes.NEW) {
        AbstractInsnNode previous = insn.getPrevious();
        while (previous != null && previous.getOpcode() < 0 && !(previous instanceof LabelNode)) {
          previous = previous.getPrevious();
        }
        if (!(previous instanceof LabelNode)) {
          method.instructions.insertBefore(insn, new LabelNode());
        }
      }
    }
  }

  private FrameLayout layOut(
      MethodNode source,
      Flow flow,
      Map<AbstractInsnNode, SuspendCall> calls,
      Map<AbstractInsnNode, MethodPlan.Hook> hooks,
      CallFinder.Pins pins)
      throws AnalyzerException {
    BitSet wanted = new BitSet();
    int first = -1;
    for (int i = 0; i < flow.size(); i++) {
      AbstractInsnNode insn = flow.get(i);
      if (first < 0 && insn.getOpcode() >= 0) {
        first = i;
      }
      if (insn instanceof MethodInsnNode call
          && (calls.containsKey(call) || isThrowableConstructor(call))) {
        wanted.set(i);
      }
    }
    FrameLayout layout = new FrameLayout();
    if (calls.isEmpty() && wanted.isEmpty()) {
      return layout;
    }
    wanted.set(first);
    TypeFlow types = TypeFlow.of(owner, source, wanted, hierarchy);
    Liveness liveness = Liveness.of(flow);
    if (!calls.isEmpty()) {
      Frame<TypeValue> entry = TypeFlow.entry(owner, source);
      BitSet live = liveness.before(0);
      layout.add(null, entry, kept(source, 0, entry, live), live);
    }
    for (int index = wanted.nextSetBit(0); index >= 0; index = wanted.nextSetBit(index + 1)) {
      AbstractInsnNode insn = flow.get(index);
      Frame<TypeValue> before = types.before(index);
      SuspendCall call = calls.get(insn);
      if (before != null && call != null) {
        BitSet live = liveness.afterCall(index);
        BitSet kept = kept(source, index, before, live);
        if (canRestore(call, before, kept)) {
          layout.add(call, before, kept, live);
        } else if (call.isAdded()) {
          source.instructions.set(insn, new InsnNode(Opcodes.NOP));
        } else {
          pins.note(insn, call, "a value of a class that this one may not name is needed after it");
        }
      } else if (before != null && isThrowableConstructor(insn) && isKept(insn, before)) {
        hooks.put(insn, MethodPlan.Hook.THROWABLE_MADE);
      }
    }
    return layout;
  }

  /**
   * The local variables to keep at an instruction: those that are live, and for a debugger those
   * that the source can name there.
   */
  private BitSet kept(MethodNode source, int index, Frame<TypeValue> types, BitSet live) {
    if (!options.debugged() || source.localVariables == null) {
      return live;
    }
    Nameable nameable = new Nameable(owner, hierarchy);
    BitSet kept = (BitSet) live.clone();
    for (LocalVariableNode variable : source.localVariables) {
      TypeValue value = types.getLocal(variable.index);
      if (source.instructions.indexOf(variable.start) <= index
          && index < source.instructions.indexOf(variable.end)
          && !value.is(Opcodes.TOP)
          && !value.isUninitialised()
          && nameable.isNameable(value)) {
        kept.set(variable.index);
      }
    }
    return kept;
  }

  /** Whether what must be there after a call can be cast to its type again. */
  private boolean canRestore(SuspendCall call, Frame<TypeValue> types, BitSet live) {
    Nameable nameable = new Nameable(owner, hierarchy);
    boolean can = nameable.isNameable(call.returnType());
    for (int i = 0; i < types.getLocals(); i++) {
      can &= !live.get(i) || nameable.isNameable(types.getLocal(i));
    }
    for (int i = 0; i < types.getStackSize() - call.operands(); i++) {
      can &= nameable.isNameable(types.getStack(i));
    }
    return can;
  }

  private boolean isThrowableConstructor(AbstractInsnNode insn) {
    return insn.getOpcode() == Opcodes.INVOKESPECIAL
        && ((MethodInsnNode) insn).name.equals("<init>")
        && hierarchy.isSubclass(((MethodInsnNode) insn).owner, "java/lang/Throwable");
  }

  /** Whether the object that a constructor call makes is on top of the stack afterwards. */
  private static boolean isKept(AbstractInsnNode insn, Frame<TypeValue> before) {
    int object =
        before.getStackSize() - 1 - Type.getArgumentTypes(((MethodInsnNode) insn).desc).length;
    return object > 0 && before.getStack(object - 1).equals(before.getStack(object));
  }
}
