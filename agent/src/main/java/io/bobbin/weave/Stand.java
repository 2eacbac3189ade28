package io.bobbin.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Twins that stand in where a method has no woven body. */
final class Stand {
  private Stand() {}

  /** A twin that calls the plain method, and so pins: whichever the receiver has. */
  static MethodNode forwarding(
      String owner, boolean isInterface, int access, String name, String descriptor) {
    int opcode =
        (access & Opcodes.ACC_PRIVATE) != 0
            ? Opcodes.INVOKESPECIAL
            : isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    return forwarding(opcode, owner, isInterface, access, name, descriptor);
  }

  /**
   * A twin that calls the plain method beside it, and so pins: this one, whatever overrides it, as
   * {@code super.m()} may have called. (What overrides it has a twin of its own.)
   */
  static MethodNode beside(
      String owner, boolean isInterface, int access, String name, String descriptor) {
    return forwarding(Opcodes.INVOKESPECIAL, owner, isInterface, access, name, descriptor);
  }

  private static MethodNode forwarding(
      int instanceOpcode,
      String owner,
      boolean isInterface,
      int access,
      String name,
      String descriptor) {
    MethodNode twin = twin(access, name, descriptor);
    Label start = new Label();
    twin.visitLabel(start);
    twin.visitLineNumber(Abi.FORWARDING_LINE, start);
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    int slot = 0;
    if (!isStatic) {
      twin.visitVarInsn(Opcodes.ALOAD, slot++);
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      twin.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      slot += type.getSize();
    }
    int opcode = isStatic ? Opcodes.INVOKESTATIC : instanceOpcode;
    twin.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    twin.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    return twin;
  }

  /** A twin that throws, as the method could not be woven. */
  static MethodNode failing(int access, String name, String descriptor, String diagnostic) {
    MethodNode twin = twin(access, name, descriptor);
    twin.visitLdcInsn(diagnostic);
    twin.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        Abi.NOT_WOVEN,
        "raise",
        "(Ljava/lang/String;)L" + Abi.NOT_WOVEN + ";",
        false);
    twin.visitInsn(Opcodes.ATHROW);
    return twin;
  }

  /**
   * The twin of a {@code @Transparent} method: its one suspendable call is its last act, so it
   * hands the dummy of an unwinding callee on as it hands on a result.
   */
  static MethodNode transparent(MethodNode original, CallFinder finder) {
    MethodNode twin = twin(original.access, original.name, original.desc);
    int parameters = (Type.getArgumentsAndReturnSizes(original.desc) >> 2);
    int stack = (original.access & Opcodes.ACC_STATIC) != 0 ? parameters - 1 : parameters;
    MethodNode copy = MethodWeave.copy(original);
    int calls = 0;
    for (AbstractInsnNode insn : copy.instructions.toArray()) {
      SuspendCall call = insn instanceof MethodInsnNode method ? finder.suspendCall(method) : null;
      if (call != null) {
        twin.visitVarInsn(Opcodes.ALOAD, stack);
        twin.visitVarInsn(Opcodes.ILOAD, stack + 1);
        twin.instructions.add(call.twin());
        calls++;
      } else {
        copy.instructions.remove(insn);
        twin.instructions.add(insn);
      }
    }
    if (calls != 1 || !copy.tryCatchBlocks.isEmpty() || copy.maxLocals > stack) {
      throw new IllegalStateException("@Transparent is for a single call and a return");
    }
    return twin;
  }

  /** A resume body that refuses every frame. */
  static MethodNode refusing(String name, String descriptor) {
    MethodNode resume = MethodWeave.emptyResume(name, descriptor);
    ResumeBuilder.refuse(resume);
    return resume;
  }

  private static MethodNode twin(int access, String name, String descriptor) {
    return new MethodNode(
        Abi.ASM, MethodWeave.twinAccess(access), name, Abi.twin(descriptor), null, null);
  }
}
