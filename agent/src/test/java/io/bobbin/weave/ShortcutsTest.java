package io.bobbin.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What the weaver does by itself as it takes ASM long gives what ASM gives. */
class ShortcutsTest {
  static Stream<String> classes() {
    return Stream.of(
        "java/lang/String",
        "java/math/BigInteger",
        "java/util/HashMap",
        "java/util/concurrent/ConcurrentHashMap",
        "java/util/regex/Pattern",
        "java/text/DecimalFormat",
        "java/lang/Character",
        "org/objectweb/asm/MethodWriter",
        "io/bobbin/weave/ResumeBuilder");
  }

  private static ClassNode read(String name) {
    byte[] classFile =
        Objects.requireNonNull(ClassSource.of(ShortcutsTest.class.getClassLoader()).find(name));
    ClassNode node = new ClassNode();
    ClassHeader.reader(classFile).accept(node, ClassReader.EXPAND_FRAMES);
    return node;
  }

  @ParameterizedTest
  @MethodSource("classes")
  void theSizesOfCodeAreThoseThatAsmTells(String name) {
    for (MethodNode method : read(name).methods) {
      CodeSizeEvaluator expected = new CodeSizeEvaluator(null);
      method.accept(expected);
      assertThat(CodeSize.of(method))
          .as(method.name + method.desc)
          .isEqualTo(new CodeSize(expected.getMinSize(), expected.getMaxSize()));
    }
  }

  @ParameterizedTest
  @MethodSource("classes")
  void whatIsSurelyWithinALimitIs(String name) {
    for (MethodNode method : read(name).methods) {
      int size = CodeSize.of(method).most();
      assertThat(size > 0 && CodeSize.isSurelyWithin(method, size - 1))
          .as(method.name + method.desc)
          .isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("classes")
  void compressedStackMapsAreThoseOfAsm(String name) {
    ClassNode compressed = read(name);
    StackMaps.compress(compressed);
    assertThat(inFull(write(compressed))).isEqualTo(inFull(write(read(name))));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void compressedStackMapsTakeNoMoreRoom(String name) {
    ClassNode compressed = read(name);
    StackMaps.compress(compressed);
    assertThat(write(compressed)).hasSizeLessThanOrEqualTo(write(read(name)).length);
  }

  private static byte[] write(ClassNode node) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static byte[] inFull(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    ClassHeader.reader(classFile).accept(writer, ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }
}
