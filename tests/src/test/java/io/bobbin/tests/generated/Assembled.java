package io.bobbin.tests.generated;

import static io.bobbin.tests.generated.Assembler.*;
import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Legal bytecode that javac does not write; other compilers and obfuscators do. What is about
 * objects not yet initialised, or about handlers, stands in files of its own.
 */
final class Assembled {
  private Assembled() {}

  static List<Target> targets() {
    return List.of(
        target("new in a local variable", AssembledNews::newInLocal),
        target("new in a local variable within a try", AssembledNews::newInLocalWithinTry),
        target("new, dup_x1, swap", AssembledNews::newDupX1Swap),
        target("new under a word, three copies", AssembledNews::newThreeCopies),
        target("new in a local variable, conditional", AssembledNews::newConditional),
        target("new whose local variable is overwritten", AssembledNews::newOverwritten),
        target("new that is dropped", AssembledNews::newDropped),
        target("values under a try", AssembledHandlers::valuesUnderTry),
        target("loop with values on the stack", Assembled::loopWithStack),
        target("jump to the first instruction", Assembled::jumpToFirst),
        target("dup2_x2 and its kin", Assembled::dups),
        target("a byte method that returns 300", Assembled::untruncated),
        target("this is overwritten", Assembled::thisOverwritten),
        target("parameters change their type", Assembled::parametersChangeType),
        target("a handler that is also jumped to", AssembledHandlers::handlerJumpedTo),
        target("a handler within its own range", AssembledHandlers::handlerWithinItself),
        target("overlapping ranges", AssembledHandlers::overlappingRanges),
        target("one handler, several ranges", AssembledHandlers::sharedHandler),
        target("a result that is thrown", AssembledHandlers::resultThrown),
        target("null of no type", Assembled::untypedNull),
        target("constants of every kind", Assembled::constants),
        target("method handles", Assembled::methodHandles),
        target("dead code without frames", V1_5, Assembled::deadCode),
        target("class file of Java 1.2", V1_2, Assembled::loopWithStack),
        target("class file of Java 6 without frames", V1_5, AssembledHandlers::valuesUnderTry),
        target("class file of Java 8", V1_8, AssembledNews::newInLocal),
        target("subroutines", V1_4, AssembledHandlers::subroutine),
        target("no line numbers, odd names", Assembled::oddNames));
  }

  /** The sum stays on the stack around the loop. */
  private static void loopWithStack(MethodVisitor m) {
    Label loop = new Label();
    m.visitInsn(ICONST_0);
    m.visitVarInsn(ISTORE, 0);
    m.visitLdcInsn(100L);
    m.visitLdcInsn("text");
    m.visitVarInsn(ASTORE, 1);
    m.visitLabel(loop);
    parkLong(m, 5);
    m.visitInsn(LADD);
    park(m);
    m.visitIincInsn(0, 1);
    m.visitVarInsn(ILOAD, 0);
    parkInt(m, 4);
    m.visitJumpInsn(IF_ICMPLT, loop);
    valueOf(m, "J");
    m.visitVarInsn(ALOAD, 1);
    concat(m);
    m.visitInsn(ARETURN);
  }

  private static void jumpToFirst(MethodVisitor m) {
    Label first = new Label(); // at offset 0
    m.visitLabel(first);
    parkInt(m, 3);
    m.visitMethodInsn(INVOKESTATIC, MAIN, "count", "()I", false);
    m.visitJumpInsn(IF_ICMPGT, first);
    parkString(m, "end");
    m.visitInsn(ARETURN);
  }

  private static void dups(MethodVisitor m) {
    parkLong(m, 1);
    parkLong(m, 2);
    m.visitInsn(DUP2_X2); // 2 1 2
    park(m);
    m.visitInsn(LADD); // 2 3
    m.visitInsn(LMUL); // 6
    parkInt(m, 4);
    m.visitInsn(DUP_X2); // 4 6 4
    park(m);
    m.visitInsn(I2L);
    m.visitInsn(LSUB); // 4 2
    m.visitInsn(DUP2_X1); // 2 4 2
    park(m);
    m.visitInsn(L2I);
    m.visitInsn(IADD); // 2 6
    parkInt(m, 7);
    m.visitInsn(DUP2); // 2 6 7 6 7
    park(m);
    m.visitInsn(IMUL); // 2 6 7 42
    m.visitInsn(DUP_X2); // 2 42 6 7 42
    parkInt(m, 1);
    m.visitInsn(SWAP);
    m.visitInsn(ISUB);
    m.visitInsn(IADD);
    m.visitInsn(IADD);
    m.visitInsn(IADD);
    m.visitInsn(I2L);
    m.visitInsn(LADD);
    valueOf(m, "J");
    m.visitInsn(ARETURN);
  }

  /** ireturn narrows to the method's type (JVMS 6.5), also when a frame is in between. */
  private static void untruncated(MethodVisitor m) {
    m.visitMethodInsn(INVOKESTATIC, MAIN, "three", "()B", false);
    valueOf(m, "I");
    m.visitMethodInsn(INVOKESTATIC, MAIN, "two", "()Z", false);
    valueOf(m, "I");
    concat(m);
    m.visitMethodInsn(INVOKESTATIC, MAIN, "wide", "()C", false);
    valueOf(m, "I");
    concat(m);
    m.visitInsn(ARETURN);
  }

  private static void thisOverwritten(MethodVisitor m) {
    m.visitTypeInsn(NEW, MAIN);
    m.visitInsn(DUP);
    m.visitMethodInsn(INVOKESPECIAL, MAIN, "<init>", "()V", false);
    parkInt(m, 5);
    parkString(m, " parameter ");
    m.visitMethodInsn(
        INVOKEVIRTUAL, MAIN, "instance", "(ILjava/lang/String;)Ljava/lang/Object;", false);
    m.visitInsn(ARETURN);
  }

  /** One slot holds an int, a reference, half of a long, and nothing. */
  private static void parametersChangeType(MethodVisitor m) {
    parkInt(m, 1);
    m.visitVarInsn(ISTORE, 0);
    park(m);
    m.visitVarInsn(ILOAD, 0);
    valueOf(m, "I");
    m.visitVarInsn(ASTORE, 0);
    park(m);
    m.visitVarInsn(ALOAD, 0);
    parkLong(m, 2);
    m.visitVarInsn(LSTORE, 0);
    park(m);
    m.visitInsn(ICONST_3);
    m.visitVarInsn(ISTORE, 1); // destroys the long
    park(m);
    m.visitVarInsn(ILOAD, 1);
    valueOf(m, "I");
    concat(m);
    m.visitLdcInsn(4.5);
    m.visitVarInsn(DSTORE, 1);
    park(m);
    m.visitVarInsn(DLOAD, 1);
    valueOf(m, "D");
    concat(m);
    m.visitInsn(ARETURN);
  }

  private static void untypedNull(MethodVisitor m) {
    Label isNull = new Label();
    m.visitInsn(ACONST_NULL);
    m.visitVarInsn(ASTORE, 0);
    m.visitInsn(ACONST_NULL); // on the stack across the park
    park(m);
    m.visitJumpInsn(IFNULL, isNull);
    m.visitVarInsn(ALOAD, 0);
    m.visitInsn(ICONST_0);
    m.visitInsn(IALOAD); // null is an int[] too
    valueOf(m, "I");
    m.visitInsn(ARETURN);
    m.visitLabel(isNull);
    m.visitVarInsn(ALOAD, 0);
    park(m);
    m.visitInsn(ARETURN);
  }

  /** Constants on the stack and in locals: class, method type, method handle, dynamic. */
  private static void constants(MethodVisitor m) {
    m.visitLdcInsn(Type.getType("[[Ljava/lang/String;"));
    m.visitVarInsn(ASTORE, 0);
    m.visitLdcInsn(Type.getMethodType("(I)V"));
    m.visitVarInsn(ASTORE, 1);
    m.visitLdcInsn(dynamic());
    m.visitLdcInsn(Double.NaN);
    m.visitLdcInsn("\ud800 lone surrogate and \0");
    park(m);
    m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
    m.visitInsn(I2D);
    m.visitInsn(DADD);
    valueOf(m, "D");
    m.visitInsn(SWAP);
    valueOf(m, "Ljava/lang/Object;");
    concat(m);
    m.visitVarInsn(ALOAD, 0);
    valueOf(m, "Ljava/lang/Object;");
    concat(m);
    m.visitVarInsn(ALOAD, 1);
    valueOf(m, "Ljava/lang/Object;");
    concat(m);
    m.visitInsn(ARETURN);
  }

  private static ConstantDynamic dynamic() {
    return new ConstantDynamic(
        "CLASS",
        "Ljava/lang/annotation/RetentionPolicy;",
        new Handle(
            H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "enumConstant",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Enum;",
            false));
  }

  /** invokeExact is not what its descriptor says; a handle to a suspendable method pins. */
  private static void methodHandles(MethodVisitor m) {
    m.visitLdcInsn(new Handle(H_INVOKESTATIC, PARK, "pinned", "(I)I", false));
    m.visitVarInsn(ASTORE, 0);
    park(m);
    m.visitVarInsn(ALOAD, 0);
    parkInt(m, 5);
    m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/invoke/MethodHandle", "invokeExact", "(I)I", false);
    parkInt(m, 1);
    m.visitInsn(IADD);
    valueOf(m, "I");
    m.visitInsn(ARETURN);
  }

  /** Before Java 6 code that is never reached needs no frame, and may be nonsense. */
  private static void deadCode(MethodVisitor m) {
    Label end = new Label();
    parkString(m, "alive");
    m.visitVarInsn(ASTORE, 0);
    m.visitJumpInsn(GOTO, end);
    park(m);
    parkInt(m, 5);
    m.visitInsn(POP);
    m.visitLabel(end);
    park(m);
    m.visitVarInsn(ALOAD, 0);
    m.visitInsn(ARETURN);
    parkString(m, "dead");
    m.visitInsn(ARETURN);
  }

  /** Debug information that obfuscators leave: names that are no identifiers, ranges that lie. */
  private static void oddNames(MethodVisitor m) {
    Label start = new Label();
    Label end = new Label();
    parkInt(m, 1);
    m.visitVarInsn(ISTORE, 0);
    m.visitLabel(start);
    parkString(m, "s");
    m.visitVarInsn(ASTORE, 1);
    park(m);
    m.visitVarInsn(ILOAD, 0);
    valueOf(m, "I");
    m.visitVarInsn(ALOAD, 1);
    concat(m);
    m.visitInsn(ARETURN);
    m.visitLabel(end);
    m.visitLocalVariable("a name\twith\nblanks", "I", null, start, end, 0);
    m.visitLocalVariable(" ", "Ljava/lang/String;", null, start, end, 1);
    m.visitLocalVariable("wrong type", "J", null, start, end, 0);
    m.visitLocalVariable("\u00fc\u2603", "Lno/such/Class;", null, start, start, 0);
  }
}
