package io.bobbin.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * A call at which a method may be left: which twin it calls.
 *
 * @param call the call as in the source
 * @param door the interface of the JDK whose doorway it takes, or null
 * @param standIn the method of the runtime that is called in its stead, or null
 */
record SuspendCall(MethodInsnNode call, @Nullable String door, @Nullable MethodInsnNode standIn) {
  SuspendCall(MethodInsnNode call, @Nullable String door) {
    this(call, door, null);
  }

  /** The call of the twin; the hidden arguments are on the stack. */
  MethodInsnNode twin() {
    if (door != null) {
      return new MethodInsnNode(
          Opcodes.INVOKESTATIC, Abi.DOORS, call.name, Abi.doorCall(door, call.desc), false);
    }
    if (standIn != null) {
      return new MethodInsnNode(
          Opcodes.INVOKESTATIC, standIn.owner, standIn.name, Abi.twin(standIn.desc), false);
    }
    if (isChaos()) {
      return new MethodInsnNode(
          Opcodes.INVOKESTATIC, Abi.CHAOS, call.name, Abi.twin(call.desc), false);
    }
    return new MethodInsnNode(
        call.getOpcode(), call.owner, call.name, Abi.twin(call.desc), call.itf);
  }

  /** Whether the call is one that the weaver added, to yield at random. */
  boolean isChaos() {
    return call.owner.equals(Abi.CHAOS);
  }

  /** Whether the call is not in the source. */
  boolean isAdded() {
    return isChaos() || call.owner.equals(Abi.PREEMPTION);
  }

  Type returnType() {
    return Type.getReturnType(call.desc);
  }

  /** How many operands the call takes, its receiver included. */
  int operands() {
    int arguments = Type.getArgumentTypes(call.desc).length;
    return call.getOpcode() == Opcodes.INVOKESTATIC ? arguments : arguments + 1;
  }

  String callee() {
    return call.owner + '.' + call.name + call.desc;
  }
}
