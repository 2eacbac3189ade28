package io.bobbin.tests.generated;

import static org.objectweb.asm.Opcodes.*;

import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Makes targets of bytecode: the class around a method, and the pieces that methods consist of. */
final class Assembler {
  static final String MAIN = "target/Main";
  static final String PARK = "io/bobbin/tests/oracle/Park";
  static final String BUILDER = "java/lang/StringBuilder";

  private Assembler() {}

  // Making

  static Target target(String name, Consumer<MethodVisitor> run) {
    return target(name, V17, run);
  }

  static Target target(String name, int version, Consumer<MethodVisitor> run) {
    return new Target(
        name,
        () -> {
          ClassWriter writer = writer(version);
          writer.visit(version, ACC_PUBLIC | ACC_SUPER, MAIN, null, "java/lang/Object", null);
          writer.visitSource("Assembled.java", null);
          constructor(writer);
          method(writer, ACC_STATIC, "run", "()Ljava/lang/Object;", run);
          helpers(writer);
          writer.visitEnd();
          return Map.of(Target.MAIN, writer.toByteArray());
        });
  }

  static ClassWriter writer(int version) {
    boolean old = (version & 0xffff) < V1_7;
    return new ClassWriter(old ? ClassWriter.COMPUTE_MAXS : ClassWriter.COMPUTE_FRAMES) {
      @Override
      protected String getCommonSuperClass(String a, String b) {
        boolean target = a.startsWith("target/") || b.startsWith("target/");
        return target ? "java/lang/Object" : super.getCommonSuperClass(a, b);
      }
    };
  }

  static void constructor(ClassWriter writer) {
    MethodVisitor m = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    m.visitCode();
    m.visitVarInsn(ALOAD, 0);
    m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  static void method(
      ClassWriter writer,
      int access,
      String name,
      String descriptor,
      Consumer<MethodVisitor> code) {
    MethodVisitor m = writer.visitMethod(access, name, descriptor, null, null);
    AnnotationVisitor annotation = m.visitAnnotation("Lio/bobbin/Suspendable;", true);
    annotation.visitEnd();
    m.visitCode();
    Label start = new Label();
    m.visitLabel(start);
    m.visitLineNumber(1, start);
    code.accept(m);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  /** Methods that targets call. */
  static void helpers(ClassWriter writer) {
    writer.visitField(ACC_STATIC, "counter", "I", null, null).visitEnd();
    method(
        writer,
        ACC_STATIC,
        "count",
        "()I",
        m -> {
          m.visitFieldInsn(GETSTATIC, MAIN, "counter", "I");
          m.visitInsn(ICONST_1);
          m.visitInsn(IADD);
          m.visitInsn(DUP);
          park(m);
          m.visitFieldInsn(PUTSTATIC, MAIN, "counter", "I");
          m.visitInsn(IRETURN);
        });
    method(
        writer,
        ACC_STATIC,
        "three",
        "()B",
        m -> {
          parkInt(m, 300);
          m.visitInsn(IRETURN);
        });
    method(
        writer,
        ACC_STATIC,
        "two",
        "()Z",
        m -> {
          parkInt(m, 2);
          m.visitInsn(IRETURN);
        });
    method(
        writer,
        ACC_STATIC,
        "wide",
        "()C",
        m -> {
          parkInt(m, 70_000);
          m.visitInsn(IRETURN);
        });
    method(
        writer,
        0,
        "instance",
        "(ILjava/lang/String;)Ljava/lang/Object;",
        m -> {
          park(m);
          m.visitLdcInsn("not this");
          m.visitVarInsn(ASTORE, 0);
          m.visitVarInsn(ALOAD, 2);
          m.visitVarInsn(ASTORE, 1);
          m.visitLdcInsn(5L);
          m.visitVarInsn(LSTORE, 2);
          park(m);
          m.visitVarInsn(ALOAD, 0);
          m.visitVarInsn(ALOAD, 1);
          concat(m);
          m.visitVarInsn(LLOAD, 2);
          valueOf(m, "J");
          concat(m);
          m.visitInsn(ARETURN);
        });
  }

  // Pieces

  static void park(MethodVisitor m) {
    m.visitMethodInsn(INVOKESTATIC, PARK, "now", "()V", false);
  }

  static void parkInt(MethodVisitor m, int value) {
    m.visitLdcInsn(value);
    m.visitMethodInsn(INVOKESTATIC, PARK, "value", "(I)I", false);
  }

  static void parkString(MethodVisitor m, String value) {
    m.visitLdcInsn(value);
    m.visitMethodInsn(INVOKESTATIC, PARK, "value", "(Ljava/lang/String;)Ljava/lang/String;", false);
  }

  static void parkLong(MethodVisitor m, long value) {
    m.visitLdcInsn(value);
    m.visitMethodInsn(INVOKESTATIC, PARK, "value", "(J)J", false);
  }

  static void raise(MethodVisitor m, String message) {
    m.visitTypeInsn(NEW, "java/lang/IllegalStateException");
    m.visitInsn(DUP);
    m.visitLdcInsn(message);
    m.visitMethodInsn(
        INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
    m.visitMethodInsn(INVOKESTATIC, PARK, "raise", "(Ljava/lang/Throwable;)V", false);
  }

  static void concat(MethodVisitor m) {
    m.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
  }

  static void valueOf(MethodVisitor m, String type) {
    m.visitMethodInsn(
        INVOKESTATIC, "java/lang/String", "valueOf", "(" + type + ")Ljava/lang/String;", false);
  }

  static void message(MethodVisitor m) {
    m.visitMethodInsn(
        INVOKEVIRTUAL, "java/lang/Throwable", "getMessage", "()Ljava/lang/String;", false);
  }

  static void initBuilder(MethodVisitor m) {
    m.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "(Ljava/lang/String;)V", false);
  }

  static void returnString(MethodVisitor m) {
    m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "toString", "()Ljava/lang/String;", false);
    m.visitInsn(ARETURN);
  }

  static void noteTop(MethodVisitor m) {
    m.visitMethodInsn(
        INVOKESTATIC, "io/bobbin/tests/oracle/Log", "note", "(Ljava/lang/Object;)V", false);
  }
}
