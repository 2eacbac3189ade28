package io.bobbin.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

class CodeHashTest {
  @Test
  void debugInformationDoesNotCount() {
    assertThat(hash(loop(true, 10))).isEqualTo(hash(loop(false, 10)));
  }

  @Test
  void constantsAndTargetsOfJumpsCount() {
    assertThat(hash(loop(false, 10))).isNotEqualTo(hash(loop(false, 11)));
    assertThat(hash(jump(true))).isNotEqualTo(hash(jump(false)));
  }

  /** JDK 17 prints the first 1.17549435E-38, later ones without the 5. */
  @Test
  void floatsCountAsTheirBits() {
    assertThat(hash(code -> code.visitLdcInsn(Float.MIN_NORMAL)))
        .isEqualTo(-6794599345634316753L)
        .isNotEqualTo(hash(code -> code.visitLdcInsn(Math.nextUp(Float.MIN_NORMAL))));
    assertThat(hash(code -> code.visitLdcInsn(0.0)))
        .isNotEqualTo(hash(code -> code.visitLdcInsn(-0.0)));
  }

  @Test
  void numbersOfClassesDoNotCount() {
    assertThat(hash(makes("app/Job$1")))
        .isEqualTo(hash(makes("app/Job$2")))
        .isNotEqualTo(hash(makes("app/Job$2Local")))
        .isNotEqualTo(hash(makes("app/Job")));
    assertThat(hash(code -> code.visitLdcInsn("$1")))
        .isNotEqualTo(hash(code -> code.visitLdcInsn("$2")));
  }

  /** As two lambdas that differ in nothing else are two. */
  @Test
  void inTheBodyOfALambdaOnlyItsOwnClassesNumberDoesNotCount() {
    long made = bodyHash("app/Job$1", "app/Job$1$3");
    assertThat(made)
        .isEqualTo(bodyHash("app/Job$2", "app/Job$2$3"))
        .isNotEqualTo(bodyHash("app/Job$1", "app/Job$1$4"))
        .isNotEqualTo(bodyHash("app/Job$1", "app/Job$2$3"));
    assertThat(bodyHash("app/Job$1", "app/Job$1"))
        .isEqualTo(bodyHash("app/Job$2", "app/Job$2"))
        .isNotEqualTo(bodyHash("app/Job$1", "app/Job$12"))
        .isNotEqualTo(bodyHash("app/Job$1", "app/Job$1Local"));
  }

  private static Consumer<MethodNode> makes(String type) {
    return code -> code.visitTypeInsn(Opcodes.NEW, type);
  }

  private static long bodyHash(String owner, String made) {
    ClassNode node = new ClassNode();
    node.name = owner;
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    MethodNode body = new MethodNode(access, "lambda$run$0", "()V", null, null);
    makes(made).accept(body);
    node.methods.add(body);
    return new LambdaBodies(node).hash(body);
  }

  private static long hash(Consumer<MethodNode> body) {
    MethodNode code = new MethodNode(Opcodes.ACC_STATIC, "run", "()V", null, null);
    body.accept(code);
    code.visitInsn(Opcodes.RETURN);
    return new LambdaBodies(new ClassNode()).hash(code);
  }

  private static Consumer<MethodNode> loop(boolean debug, int turns) {
    return code -> {
      Label start = new Label();
      Label end = new Label();
      mark(code, debug, 1);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitVarInsn(Opcodes.ISTORE, 0);
      code.visitLabel(start);
      mark(code, debug, 2);
      code.visitIincInsn(0, 1);
      mark(code, debug, 3);
      code.visitVarInsn(Opcodes.ILOAD, 0);
      code.visitIntInsn(Opcodes.BIPUSH, turns);
      code.visitJumpInsn(Opcodes.IF_ICMPLT, start);
      code.visitLabel(end);
      if (debug) {
        code.visitLocalVariable("i", "I", null, start, end, 0);
      }
    };
  }

  private static void mark(MethodNode code, boolean debug, int line) {
    if (debug) {
      Label label = new Label();
      code.visitLabel(label);
      code.visitLineNumber(line, label);
    }
  }

  /** Jumps over two instructions, or one. */
  private static Consumer<MethodNode> jump(boolean far) {
    return code -> {
      Label target = new Label();
      code.visitJumpInsn(Opcodes.GOTO, target);
      code.visitInsn(Opcodes.NOP);
      if (!far) {
        code.visitLabel(target);
      }
      code.visitInsn(Opcodes.NOP);
      if (far) {
        code.visitLabel(target);
      }
    };
  }
}
