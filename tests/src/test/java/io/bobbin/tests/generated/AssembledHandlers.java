package io.bobbin.tests.generated;

import static io.bobbin.tests.generated.Assembler.*;
import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Exception handlers and their ranges, as javac does not write them. */
final class AssembledHandlers {
  private AssembledHandlers() {}

  /** A try is entered with values on the stack, which the handler clears. */
  static void valuesUnderTry(MethodVisitor m) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label join = new Label();
    m.visitTryCatchBlock(start, end, handler, "java/lang/IllegalStateException");
    m.visitLdcInsn("lost");
    m.visitLdcInsn(3L);
    m.visitLabel(start);
    parkInt(m, 5);
    m.visitInsn(I2L);
    m.visitInsn(LADD);
    valueOf(m, "J");
    concat(m);
    noteTop(m);
    raise(m, "raised");
    m.visitLabel(end);
    m.visitLdcInsn("never");
    m.visitJumpInsn(GOTO, join);
    m.visitLabel(handler);
    message(m);
    m.visitLdcInsn(" and caught");
    park(m);
    concat(m);
    m.visitLabel(join);
    m.visitInsn(ARETURN);
  }

  static void handlerJumpedTo(MethodVisitor m) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    m.visitTryCatchBlock(start, end, handler, "java/lang/Throwable");
    m.visitLabel(start);
    parkInt(m, 0);
    Label second = new Label();
    m.visitJumpInsn(IFNE, second);
    m.visitTypeInsn(NEW, "java/lang/RuntimeException");
    m.visitInsn(DUP);
    parkString(m, "jumped with it");
    m.visitMethodInsn(
        INVOKESPECIAL, "java/lang/RuntimeException", "<init>", "(Ljava/lang/String;)V", false);
    m.visitJumpInsn(GOTO, handler);
    m.visitLabel(second);
    raise(m, "raised");
    m.visitLabel(end);
    m.visitInsn(ACONST_NULL);
    m.visitInsn(ARETURN);
    m.visitLabel(handler);
    park(m);
    message(m);
    m.visitInsn(ARETURN);
  }

  /** An exception in the handler goes to the handler again, until a counter ends it. */
  static void handlerWithinItself(MethodVisitor m) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label done = new Label();
    m.visitTryCatchBlock(start, end, handler, "java/lang/IllegalStateException");
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 0);
    m.visitLabel(start);
    raise(m, "first");
    m.visitInsn(ACONST_NULL);
    m.visitInsn(ARETURN);
    m.visitLabel(handler);
    m.visitVarInsn(ASTORE, 1);
    m.visitIincInsn(0, 1);
    m.visitVarInsn(ILOAD, 0);
    parkInt(m, 3);
    m.visitJumpInsn(IF_ICMPGE, done);
    raise(m, "again");
    m.visitLabel(end);
    m.visitLabel(done);
    m.visitVarInsn(ALOAD, 1);
    message(m);
    m.visitVarInsn(ILOAD, 0);
    valueOf(m, "I");
    concat(m);
    m.visitInsn(ARETURN);
  }

  static void overlappingRanges(MethodVisitor m) {
    Label a = new Label();
    Label b = new Label();
    Label c = new Label();
    Label d = new Label();
    Label first = new Label();
    Label second = new Label();
    m.visitTryCatchBlock(a, c, first, "java/lang/ArithmeticException");
    m.visitTryCatchBlock(b, d, second, "java/lang/IllegalStateException");
    m.visitTryCatchBlock(a, d, second, null);
    m.visitLdcInsn("start");
    m.visitVarInsn(ASTORE, 0);
    m.visitLabel(a);
    parkString(m, "a");
    m.visitVarInsn(ASTORE, 0);
    m.visitLabel(b);
    parkString(m, "b");
    m.visitVarInsn(ASTORE, 0);
    m.visitInsn(ICONST_1);
    parkInt(m, 0);
    m.visitInsn(IDIV); // goes to the first handler
    m.visitInsn(POP);
    m.visitLabel(c);
    parkString(m, "c");
    m.visitVarInsn(ASTORE, 0);
    raise(m, "raised");
    m.visitLabel(d);
    m.visitInsn(ACONST_NULL);
    m.visitInsn(ARETURN);
    m.visitLabel(first);
    m.visitInsn(POP);
    m.visitVarInsn(ALOAD, 0);
    noteTop(m);
    m.visitJumpInsn(GOTO, c);
    m.visitLabel(second);
    message(m);
    park(m);
    m.visitVarInsn(ALOAD, 0);
    concat(m);
    m.visitInsn(ARETURN);
  }

  static void sharedHandler(MethodVisitor m) {
    Label a = new Label();
    Label b = new Label();
    Label c = new Label();
    Label d = new Label();
    Label handler = new Label();
    m.visitTryCatchBlock(a, b, handler, "java/lang/IllegalStateException");
    m.visitTryCatchBlock(c, d, handler, "java/lang/RuntimeException");
    m.visitLabel(a);
    park(m);
    m.visitLabel(b);
    parkString(m, "between");
    m.visitVarInsn(ASTORE, 0);
    m.visitLabel(c);
    park(m);
    raise(m, "raised");
    m.visitLabel(d);
    m.visitInsn(ACONST_NULL);
    m.visitInsn(ARETURN);
    m.visitLabel(handler);
    message(m);
    park(m);
    m.visitInsn(ARETURN);
  }

  static void resultThrown(MethodVisitor m) {
    m.visitTypeInsn(NEW, "java/lang/IllegalStateException");
    m.visitInsn(DUP);
    parkString(m, "thrown");
    m.visitMethodInsn(
        INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
    m.visitMethodInsn(INVOKESTATIC, PARK, "ref", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
    m.visitTypeInsn(CHECKCAST, "java/lang/Throwable");
    m.visitInsn(ATHROW);
  }

  /** finally as javac wrote it up to 1.4. */
  static void subroutine(MethodVisitor m) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    Label routine = new Label();
    m.visitTryCatchBlock(start, end, handler, null);
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 3);
    m.visitLabel(start);
    parkString(m, "result");
    m.visitVarInsn(ASTORE, 0);
    m.visitJumpInsn(JSR, routine);
    m.visitJumpInsn(JSR, routine);
    m.visitVarInsn(ALOAD, 0);
    m.visitVarInsn(ILOAD, 3);
    valueOf(m, "I");
    concat(m);
    m.visitInsn(ARETURN);
    m.visitLabel(end);
    m.visitLabel(handler);
    m.visitVarInsn(ASTORE, 1);
    m.visitJumpInsn(JSR, routine);
    m.visitVarInsn(ALOAD, 1);
    m.visitInsn(ATHROW);
    m.visitLabel(routine);
    m.visitVarInsn(ASTORE, 2);
    park(m);
    m.visitVarInsn(ILOAD, 3);
    parkInt(m, 10);
    m.visitInsn(IADD);
    m.visitVarInsn(ISTORE, 3);
    m.visitVarInsn(RET, 2);
  }
}
