package io.bobbin.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bobbin.tests.agent.ChildJvm;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Every class of ten published libraries, woven with {@code suspendable=**}, passes the verifier of
 * the JVM. With {@code -Dtests.foreign.more=true} also woven with random yields.
 */
class ForeignClassesTest {
  private static final int AT_LEAST = 18_000;

  @Test
  void everyClassOfTenLibrariesIsVerifiedWoven() {
    census();
  }

  @Test
  void everyClassOfTenLibrariesIsVerifiedWovenWithRandomYields() {
    assumeTrue(ForeignWorkTest.MORE);
    census("chaos");
  }

  private static void census(String... arguments) {
    String out =
        ChildJvm.plain()
            .on(ChildJvm.agentJar())
            .on(Foreign.whereIs(Census.class))
            .on(Foreign.whereIs(ClassReader.class))
            .option("-D" + Library.FOLDER + "=" + Library.folder())
            .within(Duration.ofMinutes(10))
            .run(RunCensus.class.getName(), arguments)
            .expectOut();
    System.out.println("On JDK " + Runtime.version().feature() + ":\n" + out);
    assertThat(out.lines().map(line -> line.replaceFirst("[: ].*", "")))
        .startsWith(Stream.of(Library.values()).map(Enum::name).toArray(String[]::new));
    String total = out.substring(out.lastIndexOf('\n') + 1);
    assertThat(Integer.parseInt(total.split(" ")[0])).isGreaterThan(AT_LEAST);
  }

  /** Else the test above could not fail. */
  @Test
  void theLinkerTellsWhatTheVerifierRefuses() {
    assertThat(link("Wrong", Opcodes.ARETURN, false)).isInstanceOf(VerifyError.class);
    assertThat(link("Right", Opcodes.IRETURN, false)).isNull();
  }

  @Test
  void theLinkerRunsNoInitialiserButHasItVerified() {
    assertThat(link("Throwing", Opcodes.IRETURN, true)).isNull();
  }

  private static LinkageError link(String name, int returning, boolean throwing) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, 0, name, null, "java/lang/Object", null);
    MethodVisitor one = writer.visitMethod(Opcodes.ACC_STATIC, "one", "()I", null, null);
    one.visitCode();
    one.visitInsn(Opcodes.ICONST_1);
    one.visitInsn(returning);
    one.visitMaxs(0, 0);
    if (throwing) {
      MethodVisitor initialiser =
          writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
      initialiser.visitCode();
      initialiser.visitInsn(Opcodes.ACONST_NULL);
      initialiser.visitInsn(Opcodes.ATHROW);
      initialiser.visitMaxs(0, 0);
    }
    ForeignClasses classes = new ForeignClasses(Map.of(name, writer.toByteArray()));
    return new Linker(classes, (n, classFile) -> classFile).link(name);
  }
}
