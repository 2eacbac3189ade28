package io.bobbin.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bobbin.tests.agent.ChildJvm;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
            .on(ChildJvm.whereIs(Census.class))
            .on(ChildJvm.whereIs(ClassReader.class))
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

  /** Else the tests above could not fail. */
  @Test
  void theLinkerTellsWhatTheVerifierRefuses() {
    assertThat(link("Right", "one", Opcodes.RETURN)).isNull();
    assertThat(link("Wrong", "one", Opcodes.IRETURN)).isInstanceOf(VerifyError.class);
  }

  @Test
  void theLinkerHasInitialisersVerifiedButRunsNone() {
    assertThat(link("Throwing", "<clinit>", Opcodes.ATHROW)).isNull();
    assertThat(link("Wrong", "<clinit>", Opcodes.IRETURN)).isInstanceOf(VerifyError.class);
  }

  /** Links a class with one static method, which ends by an instruction after pushing null. */
  private static @Nullable LinkageError link(String className, String method, int end) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, 0, className, null, "java/lang/Object", null);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, method, "()V", null, null);
    code.visitCode();
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(end);
    code.visitMaxs(0, 0);
    ForeignClasses classes = new ForeignClasses(Map.of(className, writer.toByteArray()));
    return new Linker(classes, (name, classFile) -> classFile).link(className);
  }
}
