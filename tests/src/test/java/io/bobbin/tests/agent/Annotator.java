package io.bobbin.tests.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts {@code @Suspendable} where javac refuses it. */
final class Annotator {
  private Annotator() {}

  /** The class file with the annotation on each method of a name. */
  static byte[] annotate(byte[] classFile, String method) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                MethodVisitor visitor =
                    super.visitMethod(access, name, descriptor, signature, exceptions);
                if (name.equals(method)) {
                  visitor.visitAnnotation("Lio/bobbin/Suspendable;", true).visitEnd();
                }
                return visitor;
              }
            },
            0);
    return writer.toByteArray();
  }
}
