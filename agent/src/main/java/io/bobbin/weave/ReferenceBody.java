package io.bobbin.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method reference written out as the body of a lambda: its parameters are the captured values
 * and the arguments of the interface's method, and it adapts arguments and result as {@code
 * LambdaMetafactory} would (casts, boxing, unboxing, widening).
 */
record ReferenceBody(Handle target, List<Type> parameters, Type result) {
  static ReferenceBody of(
      InvokeDynamicInsnNode site, Handle target, Type instantiated, Type erased) {
    List<Type> parameters = new ArrayList<>(List.of(Type.getArgumentTypes(site.desc)));
    parameters.addAll(List.of(instantiated.getArgumentTypes()));
    Type result = erased.getReturnType();
    return new ReferenceBody(
        target, parameters, LambdaPass.isReference(result) ? instantiated.getReturnType() : result);
  }

  String key() {
    return target + " " + parameters + " " + result;
  }

  /**
   * A name for the method: by what it does, not by a number, so that a redefinition of the class
   * can never make it another reference's.
   */
  String name() {
    return "bobbin$ref$" + Long.toHexString(Fnv.of(key()));
  }

  String descriptor() {
    return Type.getMethodDescriptor(result, parameters.toArray(new Type[0]));
  }

  MethodNode build(String name) {
    MethodNode method =
        new MethodNode(
            Abi.ASM,
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
            name,
            descriptor(),
            null,
            null);
    List<Type> expected = new ArrayList<>();
    if (target.getTag() != Opcodes.H_INVOKESTATIC) {
      expected.add(Type.getObjectType(target.getOwner()));
    }
    expected.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
    Adapter code = new Adapter(method, parameters);
    int slot = 0;
    for (int i = 0; i < parameters.size(); i++) {
      Type type = parameters.get(i);
      method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      if (i == 0 && target.getTag() != Opcodes.H_INVOKESTATIC) {
        code.requireNonNull(type);
      }
      code.adapt(type, expected.get(i));
      code.pushed(expected.get(i));
      slot += type.getSize();
    }
    code.clear();
    method.visitMethodInsn(
        opcode(), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
    Type returned = Type.getReturnType(target.getDesc());
    if (result.getSort() == Type.VOID) {
      if (returned.getSize() > 0) {
        method.visitInsn(returned.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
    } else {
      code.adapt(returned, result);
    }
    method.visitInsn(result.getOpcode(Opcodes.IRETURN));
    method.maxLocals = slot;
    method.maxStack = slot + 6;
    return method;
  }

  private int opcode() {
    return switch (target.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      case Opcodes.H_INVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      default -> Opcodes.INVOKEVIRTUAL;
    };
  }

  /** Converts values as an assignment or a cast would. */
  private static final class Adapter {
    private final MethodNode method;
    private final List<Object> locals = new ArrayList<>();
    private final List<Object> below = new ArrayList<>();

    Adapter(MethodNode method, List<Type> parameters) {
      this.method = method;
      parameters.forEach(type -> locals.add(frameType(type)));
    }

    /** Notes a value that is left on the stack while others are converted. */
    void pushed(Type type) {
      below.add(frameType(type));
    }

    void clear() {
      below.clear();
    }

    private static Object frameType(Type type) {
      return Objects.requireNonNull(TypeValue.of(type)).type();
    }

    void adapt(Type from, Type to) {
      boolean fromReference = LambdaPass.isReference(from);
      boolean toReference = LambdaPass.isReference(to);
      if (fromReference && toReference) {
        if (!from.equals(to) && !to.getInternalName().equals("java/lang/Object")) {
          method.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
        }
      } else if (fromReference) {
        requireNonNull(from);
        Type box = Boxes.isBox(from) ? from : Boxes.boxForUnboxing(to);
        if (!box.equals(from)) {
          method.visitTypeInsn(Opcodes.CHECKCAST, box.getInternalName());
        }
        Boxes.unbox(method, box, to);
      } else if (toReference) {
        Boxes.box(method, from);
      } else {
        Boxes.widen(method, from, to);
      }
    }

    /**
     * Throws a {@code NullPointerException} if the value on the stack is null: without a message,
     * as the JVM words none for the JDK's lambda objects.
     */
    void requireNonNull(Type type) {
      String exception = "java/lang/NullPointerException";
      LabelNode present = new LabelNode();
      method.visitInsn(Opcodes.DUP);
      method.instructions.add(new JumpInsnNode(Opcodes.IFNONNULL, present));
      method.visitTypeInsn(Opcodes.NEW, exception);
      method.visitInsn(Opcodes.DUP);
      method.visitMethodInsn(Opcodes.INVOKESPECIAL, exception, "<init>", "()V", false);
      method.visitInsn(Opcodes.ATHROW);
      method.instructions.add(present);
      List<Object> stack = new ArrayList<>(below);
      stack.add(frameType(type));
      method.instructions.add(
          new FrameNode(
              Opcodes.F_NEW, locals.size(), locals.toArray(), stack.size(), stack.toArray()));
    }
  }
}
