package io.bobbin.tests.generated;

import static io.bobbin.tests.generated.Assembler.*;
import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Objects that are not initialised yet when a call parks, made as javac does not make them. */
final class AssembledNews {
  private AssembledNews() {}

  /** The only reference to the object is in a local variable while the argument parks. */
  static void newInLocal(MethodVisitor m) {
    m.visitTypeInsn(NEW, BUILDER);
    m.visitVarInsn(ASTORE, 0);
    m.visitVarInsn(ALOAD, 0);
    parkString(m, "made");
    initBuilder(m);
    park(m);
    m.visitVarInsn(ALOAD, 0);
    returnString(m);
  }

  static void newInLocalWithinTry(MethodVisitor m) {
    Label start = new Label();
    Label end = new Label();
    Label handler = new Label();
    m.visitTryCatchBlock(start, end, handler, "java/lang/IllegalStateException");
    parkString(m, "live in the handler");
    m.visitVarInsn(ASTORE, 1);
    m.visitLabel(start);
    m.visitTypeInsn(NEW, BUILDER);
    m.visitInsn(DUP);
    m.visitVarInsn(ASTORE, 0);
    parkString(m, "made");
    raise(m, "raised");
    initBuilder(m);
    m.visitVarInsn(ALOAD, 0);
    returnString(m);
    m.visitLabel(end);
    m.visitLabel(handler);
    message(m);
    park(m);
    m.visitVarInsn(ALOAD, 1);
    concat(m);
    m.visitInsn(ARETURN);
  }

  /** The argument is there first; new slips under it, and another call parks meanwhile. */
  static void newDupX1Swap(MethodVisitor m) {
    parkString(m, "argument");
    m.visitTypeInsn(NEW, BUILDER);
    m.visitInsn(DUP_X1);
    m.visitInsn(SWAP);
    parkString(m, "+");
    concat(m);
    initBuilder(m);
    park(m);
    returnString(m);
  }

  static void newThreeCopies(MethodVisitor m) {
    m.visitTypeInsn(NEW, BUILDER);
    m.visitInsn(DUP);
    m.visitInsn(DUP);
    m.visitVarInsn(ASTORE, 3);
    parkInt(m, 7);
    m.visitInsn(DUP_X1); // builder, 7, builder, 7
    valueOf(m, "I");
    initBuilder(m); // builder, 7
    m.visitVarInsn(ISTORE, 2);
    park(m);
    m.visitVarInsn(ILOAD, 2);
    m.visitMethodInsn(INVOKEVIRTUAL, BUILDER, "append", "(I)Ljava/lang/StringBuilder;", false);
    m.visitInsn(POP);
    m.visitVarInsn(ALOAD, 3);
    returnString(m);
  }

  static void newConditional(MethodVisitor m) {
    Label otherwise = new Label();
    Label join = new Label();
    m.visitTypeInsn(NEW, BUILDER);
    m.visitInsn(DUP);
    m.visitVarInsn(ASTORE, 0);
    parkInt(m, 1);
    m.visitJumpInsn(IFEQ, otherwise);
    parkString(m, "yes");
    m.visitJumpInsn(GOTO, join);
    m.visitLabel(otherwise);
    parkString(m, "no");
    m.visitLabel(join);
    park(m);
    initBuilder(m);
    m.visitVarInsn(ALOAD, 0);
    returnString(m);
  }

  static void newOverwritten(MethodVisitor m) {
    m.visitTypeInsn(NEW, BUILDER);
    m.visitVarInsn(ASTORE, 0); // never initialised
    park(m);
    m.visitTypeInsn(NEW, BUILDER);
    m.visitInsn(DUP);
    m.visitVarInsn(ASTORE, 0);
    parkString(m, "second");
    initBuilder(m);
    m.visitVarInsn(ALOAD, 0);
    returnString(m);
  }

  static void newDropped(MethodVisitor m) {
    m.visitTypeInsn(NEW, BUILDER);
    park(m);
    m.visitInsn(POP);
    m.visitTypeInsn(NEW, BUILDER);
    m.visitInsn(DUP);
    park(m);
    m.visitInsn(POP2);
    parkString(m, "dropped");
    m.visitInsn(ARETURN);
  }
}
