package io.bobbin.tests.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A planted bug is found, and what is left of the program shows it. */
@Tag("without-agent")
@DisabledIfSystemProperty(
    named = "bobbin.otherJvm",
    matches = "true",
    disabledReason = "what the generator makes is the same on every JVM")
class ShrinkerTest {
  /** A weaver that takes the product of two ints for their sum. */
  private static final Check PLANTED =
      (settings, className, classes) -> {
        Entry entry = new Entry(className, "run");
        List<String> plain = Differential.of(classes).plainRun(entry);
        List<String> broken = Differential.of(breakAll(classes)).plainRun(entry);
        return plain.equals(broken)
            ? List.of()
            : List.of(entry + ", PLANTED\n- a product\n+ a sum");
      };

  private static Map<String, byte[]> breakAll(Map<String, byte[]> classes) {
    Map<String, byte[]> broken = new HashMap<>();
    classes.forEach((name, bytes) -> broken.put(name, breakOne(bytes)));
    return broken;
  }

  private static byte[] breakOne(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor breaker =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor to = super.visitMethod(access, name, descriptor, signature, exceptions);
            // Not the coin, or every program were another one.
            return name.equals("coin")
                ? to
                : new MethodVisitor(Opcodes.ASM9, to) {
                  @Override
                  public void visitInsn(int opcode) {
                    super.visitInsn(opcode == Opcodes.IMUL ? Opcodes.IADD : opcode);
                  }
                };
          }
        };
    new ClassReader(bytes).accept(breaker, 0);
    return writer.toByteArray();
  }

  @Test
  void aPlantedBugIsFoundAndShrunk() {
    List<Campaign.Failure> failures = new Campaign(PLANTED, failure -> {}).run(1, 40);
    assertThat(failures).isNotEmpty();
    Campaign.Failure failure = failures.get(0);
    try (Trial trial = new Trial(PLANTED)) {
      Node.Program smallest = trial.shrink(failure, Duration.ofSeconds(120));
      assertThat(trial.failures(smallest)).as("still fails").isNotEmpty();
      String text = Printer.print(smallest);
      assertThat(text).contains("*");
      assertThat(text.lines().count())
          .as(text)
          .isLessThan(Printer.print(failure.program()).lines().count() / 3);
    }
  }
}
