package io.bobbin.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.ClassNode;

/**
 * Reads a class file as one of Java 8 or later: classes that were compiled for Java 6 or before get
 * the stack maps that later versions have, and no subroutines.
 */
final class Modernizer {
  private Modernizer() {}

  static ClassNode read(byte[] classFile, Hierarchy hierarchy) {
    ClassReader reader = ClassHeader.reader(classFile);
    if (reader.readUnsignedShort(6) <= Opcodes.V1_6) {
      reader = new ClassReader(withStackMaps(reader, hierarchy));
    }
    ClassNode node = new ClassNode(Abi.ASM);
    reader.accept(node, ClassReader.EXPAND_FRAMES);
    // Private static methods of interfaces and invokedynamic, which the weaver writes, need Java 8.
    node.version = Math.max(node.version, Opcodes.V1_8);
    return node;
  }

  private static byte[] withStackMaps(ClassReader reader, Hierarchy hierarchy) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String first, String second) {
            return hierarchy.commonSuperclass(first, second);
          }
        };
    writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
    reader.accept(
        new ClassVisitor(Abi.ASM, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              @Nullable String signature,
              @Nullable String superName,
              String @Nullable [] interfaces) {
            super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
          }

          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new JSRInlinerAdapter(to, access, name, descriptor, signature, exceptions);
          }
        },
        ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }
}
