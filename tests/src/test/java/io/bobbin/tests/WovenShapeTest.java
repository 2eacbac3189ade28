package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Mode;
import io.bobbin.tests.oracle.Targets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** What woven class files look like: to the JVM's verifier, to debuggers, and to reflection. */
@Tag("without-agent")
class WovenShapeTest {
  private static final Differential CORPUS = Differential.of(Targets.inPackage(Corpus.PACKAGE));
  private static final String HIDDEN = "Lio/bobbin/frame/FrameStack;I)";
  private static final String RESUMES =
      "(Lio/bobbin/frame/Frame;Lio/bobbin/frame/FrameStack;Ljava/lang/Object;";
  private static final int VISIBILITY =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;

  @ParameterizedTest
  @EnumSource(names = {"PARKS", "CHAOS", "EVERYTHING", "LOOPS"})
  void everyClassVerifies(Mode mode) throws ClassNotFoundException {
    for (String name : Corpus.allClassNames()) {
      CORPUS.wovenClass(name, mode);
    }
  }

  /** But for the bootstrap of lambdas. */
  @Test
  void plainMethodsKeepTheirCode() {
    forEachClass(
        (plain, woven) -> {
          Map<String, MethodNode> after = methods(woven);
          for (MethodNode method : plain.methods) {
            MethodNode kept = after.get(method.name + method.desc);
            assertThat(text(kept)).as(plain.name + '.' + method.name).isEqualTo(text(method));
          }
        });
  }

  @Test
  void whatIsAddedIsSyntheticAndAsVisibleAsThePlainMethod() {
    forEachClass(
        (plain, woven) -> {
          Map<String, MethodNode> before = methods(plain);
          for (MethodNode method : woven.methods) {
            String key = method.name + method.desc;
            if (before.containsKey(key)) {
              continue;
            }
            assertThat(method.access & Opcodes.ACC_SYNTHETIC).as(key).isNotZero();
            MethodNode original = before.get(method.name + method.desc.replace(HIDDEN, ")"));
            if (original != null && method.desc.contains(HIDDEN)) {
              assertThat(method.access & VISIBILITY)
                  .as(key)
                  .isEqualTo(original.access & VISIBILITY);
            }
          }
        });
  }

  /** A breakpoint on any line of a suspendable method can be set. */
  @Test
  void linesSurviveInTheTwin() {
    forEachClass(
        (plain, woven) -> {
          Map<String, MethodNode> after = methods(woven);
          for (MethodNode method : plain.methods) {
            MethodNode twin = after.get(method.name + method.desc.replace(")", HIDDEN));
            if (twin != null && isWoven(method, woven)) {
              assertThat(lines(twin)).as(plain.name + '.' + method.name).isEqualTo(lines(method));
            }
          }
        });
  }

  @Test
  void localVariablesSurviveInTheTwin() {
    forEachClass(
        (plain, woven) -> {
          Map<String, MethodNode> after = methods(woven);
          for (MethodNode method : plain.methods) {
            MethodNode twin = after.get(method.name + method.desc.replace(")", HIDDEN));
            if (twin != null && isWoven(method, woven)) {
              assertThat(variables(twin))
                  .as(plain.name + '.' + method.name)
                  .containsAll(variables(method));
            }
          }
        });
  }

  private static void forEachClass(BiConsumer<ClassNode, ClassNode> check) {
    int woven = 0;
    for (String name : Corpus.allClassNames()) {
      byte[] bytes = CORPUS.wovenBytes(name, Mode.PARKS);
      if (bytes != null) {
        woven++;
        check.accept(read(CORPUS.plainBytes(name)), read(bytes));
      }
    }
    assertThat(woven).isGreaterThan(100);
  }

  private static ClassNode read(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    return node;
  }

  private static Map<String, MethodNode> methods(ClassNode node) {
    Map<String, MethodNode> methods = new HashMap<>();
    node.methods.forEach(m -> methods.put(m.name + m.desc, m));
    return methods;
  }

  /** Whether a method was woven, and not given a twin that only forwards. */
  private static boolean isWoven(MethodNode method, ClassNode woven) {
    int held = Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;
    return (method.access & held) == 0
        && woven.methods.stream()
            .anyMatch(m -> m.name.equals(method.name) && m.desc.startsWith(RESUMES));
  }

  private static Set<Integer> lines(MethodNode method) {
    return StreamSupport.stream(method.instructions.spliterator(), false)
        .filter(LineNumberNode.class::isInstance)
        .map(insn -> ((LineNumberNode) insn).line)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> variables(MethodNode method) {
    List<String> variables = new ArrayList<>();
    if (method.localVariables != null) {
      method.localVariables.forEach(v -> variables.add(v.name + ' ' + v.desc));
    }
    return variables;
  }

  private static String text(MethodNode method) {
    Textifier textifier = new Textifier();
    method.accept(new TraceMethodVisitor(textifier));
    StringWriter text = new StringWriter();
    textifier.print(new PrintWriter(text, true));
    return text.toString()
        .replaceAll("(?s)    INVOKEDYNAMIC.*?\\n    \\]", "    INVOKEDYNAMIC")
        .replaceAll("    MAX(STACK|LOCALS).*\n", "");
  }
}
