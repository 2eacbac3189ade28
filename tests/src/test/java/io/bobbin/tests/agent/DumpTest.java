package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** {@code dump=DIR}: classes before and after weaving, as class files and as text. */
class DumpTest {
  @TempDir Path folder;

  @Test
  void aWovenClassIsWrittenAsItWasAndAsItIs() throws IOException {
    Path program = Steps.annotated(folder.resolve("program"));
    Path dump = folder.resolve("not/there/yet");

    ChildJvm.woven("dump=" + dump).on(program).run("Main").expect(Steps.PARKED);

    Path before = Program.file(dump.resolve("before"), "acme.Steps");
    Path after = Program.file(dump.resolve("after"), "acme.Steps");
    assertThat(before).hasSameBinaryContentAs(Program.file(program, "acme.Steps"));
    assertThat(methods(before)).containsExactly("<init>", "take");
    assertThat(methods(after)).containsExactly("<init>", "take", "take", "take");
    assertThat(text(before)).contains("public static take(").doesNotContain("FrameStack");
    assertThat(text(after)).contains("public static take(").contains("FrameStack");
  }

  @Test
  void whatWasWrittenRunsWithoutTheAgentAsBefore() {
    Path program = Steps.annotated(folder.resolve("program"));
    Path dump = folder.resolve("dump");
    Program.compile(
        program,
        "Plain",
        """
        public class Plain {
          public static void main(String[] args) {
            StringBuilder log = new StringBuilder();
            acme.Steps.take("a", log);
            System.out.println(log.toString().strip());
          }
        }
        """);

    ChildJvm.woven("dump=" + dump).on(program).run("Main").expect(Steps.PARKED);

    ChildJvm.plain()
        .option("-Xverify:all")
        .on(dump.resolve("after"))
        .on(program)
        .run("Plain")
        .expect("a1 a2 a3");
  }

  @Test
  void aClassThatIsNotWovenIsNotWritten() throws IOException {
    Path dump = folder.resolve("dump");

    ChildJvm.woven("dump=" + dump)
        .on(Steps.notAnnotated(folder.resolve("program")))
        .run("Main")
        .expect(Steps.PINNED);

    try (Stream<Path> files = Files.walk(dump)) {
      assertThat(files).noneMatch(file -> file.toString().contains("acme"));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsToldAndDisturbsNothing() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    ChildJvm.Result result =
        ChildJvm.woven("dump=" + file).on(Steps.annotated(folder.resolve("program"))).run("Main");

    result.expect(Steps.PARKED);
    assertThat(result.err()).contains("BBN003 cannot dump acme/Steps");
  }

  private static List<String> methods(Path classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(Program.read(classFile)).accept(node, ClassReader.SKIP_CODE);
    return node.methods.stream().map(method -> method.name).sorted().toList();
  }

  private static String text(Path classFile) throws IOException {
    return Files.readString(Path.of(classFile.toString().replace(".class", ".txt")));
  }
}
