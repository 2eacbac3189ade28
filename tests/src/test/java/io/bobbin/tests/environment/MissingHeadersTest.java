package io.bobbin.tests.environment;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Classes are defined from memory, and the class files of their supertypes are no resources of any
 * loader: an override is not bypassed by the twin of what it overrides.
 */
class MissingHeadersTest {
  /** Loads a chain of loaders, some classes in an order, and calls {@code Caller.run}. */
  private static final String MAIN =
      """
      import io.bobbin.*;
      import java.nio.file.*;
      import java.util.*;

      public class Main {
        static final class Memory extends ClassLoader {
          private final Path folder;
          private final List<String> names;
          Memory(ClassLoader parent, Path folder, List<String> names) {
            super(parent);
            this.folder = folder;
            this.names = names;
          }
          @Override protected Class<?> findClass(String fullName) throws ClassNotFoundException {
            String name = fullName.replace("All$", "");
            if (!names.contains(name)) throw new ClassNotFoundException(fullName);
            try {
              byte[] bytes = Files.readAllBytes(folder.resolve("All$" + name + ".class"));
              return defineClass(fullName, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
              throw new ClassNotFoundException(fullName, e);
            }
          }
        }
        public static void main(String[] args) throws Exception {
          ClassLoader loader = Main.class.getClassLoader();
          for (int i = 1; i < args.length; i++) {
            if (args[i].startsWith("loader=")) {
              List<String> names = List.of(args[i].substring("loader=".length()).split(","));
              loader = new Memory(loader, Path.of(args[0]), names);
            } else {
              Class.forName("All$" + args[i], true, loader);
            }
          }
          Object receiver = Class.forName("All$" + args[args.length - 1], true, loader)
              .getDeclaredConstructor().newInstance();
          var run = Class.forName("All$Caller", true, loader).getMethod("run", Object.class);
          System.out.println(run.invoke(null, receiver));
        }
      }
      """;

  @TempDir static Path folder;
  private static Path main;
  private static Path classes;

  @BeforeAll
  static void compile() {
    main = Program.compile(folder.resolve("main"), "Main", MAIN);
    classes =
        Program.compile(
            folder.resolve("classes"),
            "All",
            """
            import io.bobbin.*;

            public class All {
              public static class Base {
                @Suspendable public String name() { Tasklet.yield(); return "Base"; }
                @Suspendable public String other() { Tasklet.yield(); return "other"; }
              }
              public static class Middle extends Base {}
              public static class Derived extends Middle {
                @Override public String name() { return "Derived"; }
              }
              public static class Woven extends Middle {
                @Override @Suspendable public String name() {
                  Tasklet.yield();
                  return "Woven" + super.name();
                }
              }
              public interface Named {
                @Suspendable default String name() { Tasklet.yield(); return "Named"; }
                @Suspendable default String other() { Tasklet.yield(); return "other"; }
              }
              public static class Implements implements Named {
                @Override public String name() { return "Implements"; }
              }
              public static class Plain { public String name() { return "Plain"; } }
              public static class Inherits extends Plain implements Named {}
              public interface Renamed extends Named {
                @Override default String name() { return "Renamed"; }
              }
              public static class Remote implements Renamed {}
              public static class Caller {
                @Suspendable static String call(Base base) { return base.name() + base.other(); }
                @Suspendable static String call(Named named) { return named.name() + named.other(); }
                public static String run(Object o) {
                  return Tasklet.start(() -> o instanceof Base b ? call(b) : call((Named) o)).join();
                }
              }
            }
            """);
  }

  private void expect(String result, String... arguments) {
    List<String> all = new ArrayList<>(List.of(classes.toString()));
    all.addAll(List.of(arguments));
    for (String options : new String[] {"", "suspendable=**"}) {
      ChildJvm.woven(options).on(main).run("Main", all.toArray(new String[0])).expect(result);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Derived, Derivedother",
    "Woven, WovenBaseother",
    "Implements, Implementsother",
    "Inherits, Plainother",
    "Remote, Renamedother"
  })
  void anOverrideIsCalledWhereEachClassHasALoaderOfItsOwn(String type, String result) {
    String[] inOrder = {"Base", "Middle", "Named", "Plain", "Renamed", "Caller", type};
    expect(result, "loader=" + String.join(",", inOrder), type);

    List<String> loaders = new ArrayList<>();
    for (String name : inOrder) {
      loaders.add("loader=" + name);
    }
    // The superclasses are defined while the class is, behind it.
    loaders.add(type);
    expect(result, loaders.toArray(new String[0]));

    // The superclasses are there already.
    List<String> before = new ArrayList<>();
    for (String name : inOrder) {
      before.add("loader=" + name);
      before.add(name);
    }
    expect(result, before.toArray(new String[0]));
  }
}
