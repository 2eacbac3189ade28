package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.bobbin.frame.FrameStack;
import io.bobbin.tests.oracle.Compiler;
import io.bobbin.tests.oracle.TestStack;
import io.bobbin.weave.ClassSource;
import io.bobbin.weave.Diagnostic;
import io.bobbin.weave.WeaveOptions;
import io.bobbin.weave.WeaveResult;
import io.bobbin.weave.Weaver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What cannot be woven gets a clear diagnostic, and the class works as it did. */
@Tag("without-agent")
class BadInputTest {
  private static final ClassSource HEADERS = ClassSource.of(BadInputTest.class.getClassLoader());

  // Bytes that are no class

  @Test
  void aTruncatedClassIsReportedAndLeftAlone() {
    byte[] whole = compileOne("@Suspendable static Object run() { Park.now(); return 1; }");
    for (int length = 0; length < whole.length; length += 7) {
      expectUnreadable(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void garbageIsReportedAndLeftAlone() {
    expectUnreadable("no class at all".getBytes(StandardCharsets.UTF_8));
    expectUnreadable(new byte[10_000]);
    Random random = new Random(1);
    byte[] whole = compileOne("@Suspendable static Object run() { Park.now(); return 1; }");
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      assertThatCode(() -> weave("target/Main", damaged)).doesNotThrowAnyException();
    }
  }

  @Test
  void aClassFileOfTheFutureIsTolerated() {
    byte[] future = compileOne("@Suspendable static Object run() { Park.now(); return 1; }");
    future[6] = 0;
    future[7] = 127;
    WeaveResult result = weave("target/Main", future);
    if (result.bytes() != null) {
      assertThat(result.bytes()[7]).as("class-file version").isEqualTo((byte) 127);
    }
  }

  // Methods that cannot be left

  @Test
  void aConstructorIsReported() throws Throwable {
    WeaveResult result =
        weaveOne(
            "final int n; @Suspendable Main(int n) { this.n = n + Park.pinned(1); }"
                + "@Suspendable static Object run() { return new Main(Park.value(2)).n; }");
    expect(result, "BBN010", "<init>(I)V", 6);
    assertThat(runPlain(result)).isEqualTo(3);
    assertThat(runOnStack(result)).isEqualTo(3);
  }

  @Test
  void aNativeMethodIsReported() throws Throwable {
    WeaveResult result =
        weaveOne(
            "@Suspendable static native int absent();@Suspendable static Object run() { try {"
                + " return absent(); } catch (UnsatisfiedLinkError e) { return Park.value(5); } }");
    expect(result, "BBN011", "absent()I", -1);
    assertThat(runPlain(result)).isEqualTo(5);
    assertThat(runOnStack(result)).isEqualTo(5);
  }

  @Test
  void aSynchronizedMethodIsReported() throws Throwable {
    WeaveResult result =
        weaveOne(
            "@Suspendable static synchronized int held(int n) {\n return n + Park.pinned(1); }\n"
                + "@Suspendable static Object run() { return held(Park.value(5)); }");
    expect(result, "BBN012", "held(I)I", 7);
    assertThat(runPlain(result)).isEqualTo(6);
    assertThat(runOnStack(result)).isEqualTo(6);
  }

  @Test
  void anAbstractMethodIsNot() throws Throwable {
    WeaveResult result =
        weaveOne(
            "abstract static class A { @Suspendable abstract int get(); }"
                + "static class B extends A { int get() { return Park.value(4); } }"
                + "@Suspendable static Object run() { A a = new B(); return a.get(); }");
    assertThat(result.diagnostics()).isEmpty();
    assertThat(runOnStack(result)).isEqualTo(4);
  }

  @Test
  void aCallInAMonitorIsReportedWithItsLine() throws Throwable {
    WeaveResult result =
        weaveOne(
            "@Suspendable static Object run() {\n"
                + "  synchronized (Main.class) {\n"
                + "    Park.pinned();\n" // line 8
                + "  }\n"
                + "  return Park.value(1);\n"
                + "}");
    Diagnostic diagnostic = expect(result, "BBN016", "run()Ljava/lang/Object;", 8);
    assertThat(diagnostic.message()).contains("Park.pinned()").contains("synchronized");
    assertThat(runOnStack(result)).isEqualTo(1);
  }

  // Limits

  @Test
  void aMethodAtTheLimitOf64KilobytesIsReported() throws Throwable {
    WeaveResult result =
        weaveOne(
            "@Suspendable static Object run() { int x = Park.pinned(1);\n"
                + "x = x * 31 + 100_000;\n".repeat(8_000)
                + "return x; }");
    expect(result, "BBN014", "run()Ljava/lang/Object;", 6);
    assertThat(runPlain(result)).isEqualTo(runOnStack(result));
  }

  @Test
  void amongOverloadsOnlyTheOneThatIsTooLargeIsReported() throws Throwable {
    WeaveResult result =
        weaveOne(
            "@Suspendable static int m(int a) { return Park.value(a); }\n"
                + "@Suspendable static int m(long a) {\n int x = Park.pinned(1);\n"
                + "x = x * 31 + Park.pinned(100_000);\n".repeat(2_000)
                + "return x; }"
                + "@Suspendable static int m(String a) { return Park.value(a).length(); }\n"
                + "@Suspendable static Object run() { return m(1) + m(2L) + m(\"three\"); }");
    expect(result, "BBN014", "m(J)I", 8);
    assertThat(runPlain(result)).isEqualTo(runOnStack(result));
  }

  @Test
  void aMethodWithoutRoomForTheHiddenParametersIsReported() throws Throwable {
    for (int parameters : new int[] {254, 255}) {
      String declared = join(parameters, "int a%d");
      WeaveResult result =
          weaveOne(
              "@Suspendable static int m("
                  + declared
                  + ") {\n return Park.pinned(a5); }\n"
                  + "@Suspendable static Object run() { Park.now(); return m("
                  + join(parameters, "%d")
                  + "); }");
      expect(result, "BBN013", null, 7);
      assertThat(runPlain(result)).isEqualTo(5);
      assertThat(runOnStack(result)).isEqualTo(5);
    }
  }

  /** A call's target may be in a class that could not be woven: the call must still work. */
  @Test
  void aClassWithoutRoomForConstantsIsReportedAndCanBeCalled() throws Throwable {
    Map<String, byte[]> classes =
        Compiler.compile(
            Map.of(
                "target.Main",
                source("@Suspendable static Object run() { Park.now(); return new Full().m(5); }"),
                "target.Full",
                source("@Suspendable int m(int n) { return Park.pinned(n) + 1; }")
                    .replace("class Main", "class Full")),
            "--release",
            "17");
    byte[] full = fillConstants(classes.get("target.Full"));
    classes.put("target.Full", full);
    ClassSource headers = name -> find(classes, name);
    Weaver weaver = new Weaver(WeaveOptions.defaults());
    WeaveResult result = weaver.weave("target/Full", full, headers);
    assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly("BBN018");
    if (result.bytes() != null) {
      classes.put("target.Full", result.bytes()); // with a twin that calls the plain method
    }
    WeaveResult main = weaver.weave("target/Main", classes.get("target.Main"), headers);
    classes.put("target.Main", main.bytes());
    assertThat(runOnStack(classes)).isEqualTo(6);
  }

  // Surroundings

  @Test
  void missingSupertypesAreTolerated() {
    Map<String, byte[]> classes =
        Compiler.compile(
            Map.of(
                "target.Main",
                source(
                    "static class Gone {} interface GoneToo {}static class Sub extends Gone"
                        + " implements GoneToo { @Suspendable Object m(Gone g) { Park.now(); return"
                        + " g == null ? this : g; } }")),
            "--release",
            "17");
    ClassSource headers = name -> name.contains("Gone") ? null : find(classes, name);
    WeaveResult result =
        new Weaver(WeaveOptions.defaults())
            .weave("target/Main$Sub", classes.get("target.Main$Sub"), headers);
    assertThat(result.bytes()).isNotNull();
  }

  @Test
  void aHierarchyThatGoesInCirclesIsTolerated() {
    byte[] a = subclass("target/A", "target/B");
    byte[] b = subclass("target/B", "target/A");
    ClassSource headers = name -> find(Map.of("target.A", a, "target.B", b), name);
    assertThatCode(() -> new Weaver(WeaveOptions.defaults()).weave("target/A", a, headers))
        .doesNotThrowAnyException();
  }

  @Test
  void aClassSourceThatFailsIsTolerated() {
    byte[] bytes = compileOne("@Suspendable static Object run() { Park.now(); return 1; }");
    ClassSource broken =
        name -> {
          throw new IllegalStateException("no more files");
        };
    assertThatCode(() -> new Weaver(WeaveOptions.defaults()).weave("target/Main", bytes, broken))
        .doesNotThrowAnyException();
  }

  @Test
  void theBytesGivenAreNotChangedAndTheResultIsAlwaysTheSame() {
    byte[] bytes =
        compileOne(
            "@Suspendable static Object run() { Runnable r = () -> Park.now(); r.run(); return 1;"
                + " }");
    byte[] copy = bytes.clone();
    byte[] first = weave("target/Main", bytes).bytes();
    byte[] second = weave("target/Main", bytes).bytes();
    assertThat(bytes).isEqualTo(copy);
    assertThat(first).isNotNull().isEqualTo(second);
  }

  @Test
  void aClassWithNothingSuspendableStaysAsItIs() {
    WeaveResult result =
        weave("target/Main", compileOne("static Object run() { Park.pinned(); return 1; }"));
    assertThat(result.bytes()).isNull();
    assertThat(result.diagnostics()).isEmpty();
  }

  // How

  private static String source(String members) {
    return """
    package target;
    import io.bobbin.Suspendable;
    import io.bobbin.tests.oracle.Park;
    public class Main {

    %s
    }
    """
        .formatted(members);
  }

  private static byte[] compileOne(String members) {
    return compile(members).get("target.Main");
  }

  private static Map<String, byte[]> compile(String members) {
    return Compiler.compile(Map.of("target.Main", source(members)), "-g", "--release", "17");
  }

  private static WeaveResult weave(String name, byte[] bytes) {
    return new Weaver(WeaveOptions.defaults()).weave(name, bytes, HEADERS);
  }

  private static byte[] find(Map<String, byte[]> classes, String internalName) {
    byte[] own = classes.get(internalName.replace('/', '.'));
    return own != null ? own : HEADERS.find(internalName);
  }

  /** Weaves class Main, and remembers the woven nested classes for running. */
  private WeaveResult weaveOne(String members) {
    Map<String, byte[]> classes = compile(members);
    ClassSource headers = name -> find(classes, name);
    Weaver weaver = new Weaver(WeaveOptions.defaults());
    woven.clear();
    WeaveResult main = null;
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      WeaveResult result =
          weaver.weave(entry.getKey().replace('.', '/'), entry.getValue(), headers);
      woven.put(entry.getKey(), result.bytes() != null ? result.bytes() : entry.getValue());
      if (entry.getKey().equals("target.Main")) {
        main = result;
      }
    }
    return main;
  }

  private final Map<String, byte[]> woven = new HashMap<>();

  private static Diagnostic expect(WeaveResult result, String code, String method, int line) {
    assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly(code);
    Diagnostic diagnostic = result.diagnostics().get(0);
    assertThat(diagnostic.className()).isEqualTo("target.Main");
    if (method != null) {
      assertThat(diagnostic.method()).isEqualTo(method);
    }
    assertThat(diagnostic.line()).isEqualTo(line);
    return diagnostic;
  }

  private static void expectUnreadable(byte[] bytes) {
    WeaveResult result = weave("target/Main", bytes);
    assertThat(result.bytes()).isNull();
    assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly("BBN018");
    assertThat(result.diagnostics().get(0).className()).isEqualTo("target.Main");
  }

  private Object runPlain(WeaveResult result) throws Throwable {
    assertThat(result.bytes()).isNotNull();
    return call(loader(woven).loadClass("target.Main").getDeclaredMethod("run"));
  }

  private Object runOnStack(WeaveResult result) throws Throwable {
    assertThat(result.bytes()).isNotNull();
    return runOnStack(woven);
  }

  private static Object runOnStack(Map<String, byte[]> classes) throws Throwable {
    Class<?> main = loader(classes).loadClass("target.Main");
    Method twin = main.getDeclaredMethod("run", FrameStack.class, int.class);
    TestStack stack = new TestStack((s, room) -> call(twin, s, room));
    Object result = stack.finish();
    assertThat(stack.complaints()).isEmpty();
    return result;
  }

  private static Object call(Method method, Object... arguments) throws Throwable {
    method.setAccessible(true);
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static ClassLoader loader(Map<String, byte[]> classes) {
    return new ClassLoader(BadInputTest.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  private static String join(int n, String format) {
    return IntStream.range(0, n)
        .mapToObj(i -> format.formatted(i))
        .collect(Collectors.joining(", "));
  }

  /** The same class with so many constants that hardly any can be added. */
  private static byte[] fillConstants(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(writer, 0);
    for (int i = 0; i < (65_530 - reader.getItemCount()) / 2; i++) { // a name and a value each
      writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "f" + i, "I", null, 1_000_000 + i);
    }
    return writer.toByteArray();
  }

  private static byte[] subclass(String name, String superName) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(61, 0x21, name, null, superName, null);
    writer.visitEnd();
    return writer.toByteArray();
  }
}
