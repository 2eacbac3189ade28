package io.bobbin.tests.generated;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Legal bytecode that javac does not write; other compilers and obfuscators do. */
final class Assembled {
  private static final String MAIN = "target/Main";
  private static final String PARK = "io/bobbin/tests/oracle/Park";
  private static final String BUILDER = "java/lang/StringBuilder";

  private Assembled() {}

  static List<Target> targets() {
    return List.of(
        target("new in a local variable", Assembled::newInLocal),
        target("new in a local variable within a try", Assembled::newInLocalWithinTry),
        target("new, dup_x1, swap", Assembled::newDupX1Swap),
        target("new under a word, three copies", Assembled::newThreeCopies),
        target("new in a local variable, conditional", Assembled::newConditional),
        target("new whose local variable is overwritten", Assembled::newOverwritten),
        target("new that is dropped", Assembled::newDropped),
        target("values under a try", Assembled::valuesUnderTry),
        target("loop with values on the stack", Assembled::loopWithStack),
        target("jump to the first instruction", Assembled::jumpToFirst),
        target("dup2_x2 and its kin", Assembled::dups),
        target("a byte method that returns 300", Assembled::untruncated),
        target("this is overwritten", Assembled::thisOverwritten),
        target("parameters change their type", Assembled::parametersChangeType),
        target("a handler that is also jumped to", Assembled::handlerJumpedTo),
        target("a handler within its own range", Assembled::handlerWithinItself),
        target("overlapping ranges", Assembled::overlappingRanges),
        target("one handler, several ranges", Assembled::sharedHandler),
        target("a result that is thrown", Assembled::resultThrown),
        target("null of no type", Assembled::untypedNull),
        target("constants of every kind", Assembled::constants),
        target("method handles", Assembled::methodHandles),
        target("dead code without frames", V1_5, Assembled::deadCode),
        target("class file of Java 1.2", V1_2, Assembled::loopWithStack),
        target("class file of Java 6 without frames", V1_5, Assembled::valuesUnderTry),
        target("class file of Java 8", V1_8, Assembled::newInLocal),
        target("subroutines", V1_4, Assembled::subroutine),
        target("no line numbers, odd names", Assembled::oddNames));
  }

  // Making

  private static Target target(String name, Consumer<MethodVisitor> run) {
    return target(name, V17, run);
  }

  private static Target target(String name, int version, Consumer<MethodVisitor> run) {
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

  private static ClassWriter writer(int version) {
    boolean old = (version & 0xffff) < V1_7;
    return new ClassWriter(old ? ClassWriter.COMPUTE_MAXS : ClassWriter.COMPUTE_FRAMES) {
      @Override
      protected String getCommonSuperClass(String a, String b) {
        boolean target = a.startsWith("target/") || b.startsWith("target/");
        return target ? "java/lang/Object" : super.getCommonSuperClass(a, b);
      }
    };
  }

  private static void constructor(ClassWriter writer) {
    MethodVisitor m = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    m.visitCode();
    m.visitVarInsn(ALOAD, 0);
    m.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    m.visitInsn(RETURN);
    m.visitMaxs(0, 0);
    m.visitEnd();
  }

  private static void method(
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
  private static void helpers(ClassWriter writer) {
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

  private static void park(MethodVisitor m) {
    m.visitMethodInsn(INVOKESTATIC, PARK, "now", "()V", false);
  }

  private static void parkInt(MethodVisitor m, int value) {
    m.visitLdcInsn(value);
    m.visitMethodInsn(INVOKESTATIC, PARK, "value", "(I)I", false);
  }

  private static void parkString(MethodVisitor m, String value) {
    m.visitLdcInsn(value);
    m.visitMethodInsn(INVOKESTATIC, PARK, "value", "(Ljava/lang/String;)Ljava/lang/String;", false);
  }

  private static void parkLong(MethodVisitor m, long value) {
    m.visitLdcInsn(value);
    m.visitMethodInsn(INVOKESTATIC, PARK, "value", "(J)J", false);
  }

  private static void raise(MethodVisitor m, String message) {
    m.visitTypeInsn(NEW, "java/lang/IllegalStateException");
    m.visitInsn(DUP);
    m.visitLdcInsn(message);
    m.visitMethodInsn(
        INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
    m.visitMethodInsn(INVOKESTATIC, PARK, "raise", "(Ljava/lang/Throwable;)V", false);
  }

  private static void concat(MethodVisitor m) {
    m.visitMethodInsn(
        INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
  }

  private static void valueOf(MethodVisitor m, String type) {
    m.visitMethodInsn(
        INVOKESTATIC, "java/lang/String", "valueOf", "(" + type + ")Ljava/lang/String;", false);
  }

  private static void message(MethodVisitor m) {
    m.visitMethodInsn(
        INVOKEVIRTUAL, "java/lang/Throwable", "getMessage", "()Ljava/lang/String;", false);
  }

  private static void initBuilder(MethodVisitor m) {
    m.visitMethodInsn(INVOKESPECIAL, BUILDER, "<init>", "(Ljava/lang/String;)V", false);
  }

  private static void returnString(MethodVisitor m) {
    m.visitMethodInsn(INVOKEVIRTUAL, "java/lang/Object", "toString", "()Ljava/lang/String;", false);
    m.visitInsn(ARETURN);
  }

  private static void noteTop(MethodVisitor m) {
    m.visitMethodInsn(
        INVOKESTATIC, "io/bobbin/tests/oracle/Log", "note", "(Ljava/lang/Object;)V", false);
  }

  // Targets

  /** The only reference to the object is in a local variable while the argument parks. */
  private static void newInLocal(MethodVisitor m) {
    m.visitTypeInsn(NEW, BUILDER);
    m.visitVarInsn(ASTORE, 0);
    m.visitVarInsn(ALOAD, 0);
    parkString(m, "made");
    initBuilder(m);
    park(m);
    m.visitVarInsn(ALOAD, 0);
    returnString(m);
  }

  private static void newInLocalWithinTry(MethodVisitor m) {
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
  private static void newDupX1Swap(MethodVisitor m) {
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

  private static void newThreeCopies(MethodVisitor m) {
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

  private static void newConditional(MethodVisitor m) {
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

  private static void newOverwritten(MethodVisitor m) {
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

  private static void newDropped(MethodVisitor m) {
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

  /** A try is entered with values on the stack, which the handler clears. */
  private static void valuesUnderTry(MethodVisitor m) {
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

  private static void handlerJumpedTo(MethodVisitor m) {
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
  private static void handlerWithinItself(MethodVisitor m) {
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

  private static void overlappingRanges(MethodVisitor m) {
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

  private static void sharedHandler(MethodVisitor m) {
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

  private static void resultThrown(MethodVisitor m) {
    m.visitTypeInsn(NEW, "java/lang/IllegalStateException");
    m.visitInsn(DUP);
    parkString(m, "thrown");
    m.visitMethodInsn(
        INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
    m.visitMethodInsn(INVOKESTATIC, PARK, "ref", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
    m.visitTypeInsn(CHECKCAST, "java/lang/Throwable");
    m.visitInsn(ATHROW);
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

  /** finally as javac wrote it up to 1.4. */
  private static void subroutine(MethodVisitor m) {
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
