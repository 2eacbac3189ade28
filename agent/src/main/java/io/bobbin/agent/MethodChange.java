package io.bobbin.agent;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A change to methods of a class of the JDK, which leaves the rest of the class file as it is. */
abstract class MethodChange {
  /**
   * Changes a method.
   *
   * @param to writes its code
   * @return what the code is to be shown to; {@code to} for a method that stays as it is
   */
  abstract MethodVisitor change(String method, String descriptor, MethodVisitor to);

  /** The class file with the change. */
  final byte[] applyTo(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Visitor(writer), 0);
    return writer.toByteArray();
  }

  private final class Visitor extends ClassVisitor {
    Visitor(ClassVisitor to) {
      super(Opcodes.ASM9, to);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor to = super.visitMethod(access, method, descriptor, signature, exceptions);
      return change(method, descriptor, to);
    }
  }
}
