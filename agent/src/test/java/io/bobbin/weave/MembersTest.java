package io.bobbin.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Suspendable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What a class has got by weaving is kept, and added again, in an order that does not vary. */
class MembersTest {
  /** Method references that become methods, of which there are enough to tell an order. */
  @Suspendable
  static final class References {
    static List<Runnable> all() {
      return List.of(
          References::a,
          References::b,
          References::c,
          References::d,
          References::e,
          References::f,
          References::g,
          References::h);
    }

    static void a() {}

    static void b() {}

    static void c() {}

    static void d() {}

    static void e() {}

    static void f() {}

    static void g() {}

    static void h() {}

    private References() {}
  }

  @Test
  void methodsForReferencesAreAddedAgainInTheOrderOfTheirNames() {
    String name = References.class.getName().replace('.', '/');
    ClassSource headers = ClassSource.of(MembersTest.class.getClassLoader());
    byte[] classFile = Objects.requireNonNull(headers.find(name));
    Weaver weaver = new Weaver(WeaveOptions.defaults());
    Members members = weaver.weave(name, classFile, headers).members();

    byte[] again = weaver.weaveAgain(name, classFile, headers, members, false).bytes();

    assertThat(plainReferences(Objects.requireNonNull(again))).hasSize(8).isSorted();
  }

  private static List<String> plainReferences(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE);
    List<String> names = new ArrayList<>();
    for (MethodNode method : node.methods) {
      if (method.name.startsWith("bobbin$ref$") && method.desc.equals("()V")) {
        names.add(method.name);
      }
    }
    return names;
  }
}
