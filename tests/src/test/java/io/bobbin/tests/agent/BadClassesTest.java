package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be woven is told in clear words; the class stays as it was, the program goes on. */
class BadClassesTest {
  /** Defines the class files named by the arguments, in a loader of its own. */
  private static final String DEFINER =
      """
      import java.nio.file.*;

      public class Definer extends ClassLoader {
        public static void main(String[] args) throws Exception {
          for (String file : args) {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            try {
              System.out.println(new Definer().defineClass(null, bytes, 0, bytes.length).getName());
            } catch (LinkageError e) {
              System.out.println(e);
            }
          }
          System.out.println("end");
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aDamagedClassFileFailsAsItDoesWithoutTheAgent() {
    byte[] whole = Program.read(Program.file(Steps.annotated(folder), "acme.Steps"));
    Program.write(folder.resolve("empty"), new byte[0]);
    Program.write(folder.resolve("short"), Arrays.copyOf(whole, 7));
    Program.write(folder.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
    Program.write(folder.resolve("truncated"), Arrays.copyOf(whole, whole.length - 1));
    Program.write(folder.resolve("text"), "This is no class file.".getBytes());
    byte[] future = whole.clone();
    future[6] = 0x7f;
    Program.write(folder.resolve("future"), future);
    Program.write(folder.resolve("sound"), whole);
    Program.compile(folder, "Definer", DEFINER);
    String[] files =
        Stream.of("empty", "short", "half", "truncated", "text", "future", "sound")
            .map(name -> folder.resolve(name).toString())
            .toArray(String[]::new);

    ChildJvm.Result plain = ChildJvm.plain().on(folder).run("Definer", files);
    ChildJvm.Result woven = ChildJvm.woven("").on(folder).run("Definer", files);

    assertThat(plain.expectOut()).contains("ClassFormatError").endsWith("acme.Steps\nend");
    woven.expect(plain.out().strip());
    assertThat(woven.err())
        .contains("bobbin-agent: BBN018")
        .contains("the class file cannot be read")
        .contains("the class stays as it is")
        .doesNotContain("\tat ");
  }

  @Test
  void aConstructorCannotBeSuspendable() {
    // The annotation is not allowed there, so it is put there by another compiler's author.
    Path program = annotated("<init>", "Odd() { }", "new Odd(); return 1;");

    ChildJvm.Result result = ChildJvm.woven("").on(program).run("Main");

    result.expect("1");
    assertThat(result.err())
        .contains("BBN010 Odd.<init>()V")
        .contains("a constructor or initialiser cannot be left midway")
        .contains("Remove @Suspendable");
  }

  @Test
  void aNativeMethodCannotBeSuspendable() {
    ChildJvm.Result result =
        run(
            "@Suspendable native int call();",
            "try { return call(); } catch (Error e) { return 2; }");

    result.expect("2");
    assertThat(result.err())
        .contains("BBN011 Odd.call()I")
        .contains("a native method cannot be left midway")
        .contains("Remove @Suspendable");
  }

  @Test
  void anAbstractMethodIsSuspendableWithoutABody() {
    ChildJvm.Result result =
        run(
            "static abstract class Abstract { @Suspendable abstract int call(); }",
            "return new Abstract() { @Override int call() { Tasklet.yield(); return 3; }"
                + " }.call();");

    result.expect("3");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aSynchronizedMethodRunsAndKeepsItsMonitor() {
    ChildJvm.Result result =
        run(
            "@Suspendable synchronized int call() { Tasklet.yield();"
                + " return Thread.holdsLock(this) ? 4 : 0; }",
            "return call();");

    result.expect("4");
  }

  @Test
  void aMethodWhoseWovenBodyWouldBeTooLargeRuns() {
    // Some 40 KB as it is.
    String calls = "x = add(x, 1); ".repeat(4_000);
    ChildJvm.Result result =
        run(
            "@Suspendable static int add(int x, int y) { return x + y; }"
                + " @Suspendable int call() { int x = 0; "
                + calls
                + " return x; }",
            "return call();");

    result.expect("4000");
    assertThat(result.err())
        .contains("BBN014 Odd.call()I")
        .contains("64 KB")
        .contains("Split the method");
  }

  @Test
  void aMethodWithoutRoomForParametersRuns() {
    String parameters =
        IntStream.range(0, 254).mapToObj(i -> "int p" + i).collect(Collectors.joining(", "));
    String arguments =
        IntStream.range(0, 254).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    ChildJvm.Result result =
        run(
            "@Suspendable static int call(" + parameters + ") { Tasklet.yield(); return p253; }",
            "return call(" + arguments + ");");

    result.expect("253");
    assertThat(result.err())
        .contains("BBN013 Odd.call(")
        .contains("255")
        .contains("Pass fewer parameters");
  }

  @Test
  void strictStopsTheJvmBeforeAMethodThatCannotBeWovenRuns() throws Exception {
    Path program = odd("@Suspendable native int call();", "return call();");
    Path report = folder.resolve("report.json");

    ChildJvm.Result result = ChildJvm.woven("strict=true,report=" + report).on(program).run("Main");

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("BBN011 Odd.call()I")
        .contains("strict=true, so the JVM stops here");
    assertThat(
            ReportTest.entry(ReportTest.parse(report).getArray("diagnostics"), "class", "Odd")
                .getString("code"))
        .isEqualTo("BBN011");
  }

  @Test
  void strictDoesNotMindWhatMerelyPins() {
    Path program =
        odd(
            "@Suspendable synchronized int call() { Tasklet.yield(); return 5; }",
            "return call();");

    ChildJvm.woven("strict=true").on(program).run("Main").expect("5");
  }

  private ChildJvm.Result run(String member, String body) {
    return ChildJvm.woven("").on(odd(member, body)).run("Main");
  }

  /** A program that prints what {@code Odd.run()} returns in a tasklet. */
  private Path odd(String member, String body) {
    return Program.compile(
        folder,
        "Main",
        """
        public class Main {
          public static void main(String[] args) {
            System.out.println(io.bobbin.Tasklet.start(() -> new Odd().run()).join());
          }
        }
        """,
        "Odd",
        "import io.bobbin.*; class Odd { %s @Suspendable int run() { %s } }"
            .formatted(member, body));
  }

  private Path annotated(String method, String member, String body) {
    Path program = odd(member, body);
    Path file = Program.file(program, "Odd");
    Program.write(file, Annotator.annotate(Program.read(file), method));
    return program;
  }
}
