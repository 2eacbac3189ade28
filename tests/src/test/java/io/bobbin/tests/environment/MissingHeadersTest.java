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
  /**
   * For each argument but the first: makes a chain of loaders, loads some classes in an order, and
   * calls {@code Caller.run}. The words of an argument are the class around them, and the steps.
   */
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
            String name = fullName.replaceFirst(".*\\\\$", "");
            if (!names.contains(name)) throw new ClassNotFoundException(fullName);
            try {
              byte[] bytes = Files.readAllBytes(folder.resolve(fullName + ".class"));
              return defineClass(fullName, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
              throw new ClassNotFoundException(fullName, e);
            }
          }
        }
        public static void main(String[] args) throws Exception {
          for (int i = 1; i < args.length; i++) {
            System.out.println(call(Path.of(args[0]), args[i].split(" ")));
          }
        }
        private static Object call(Path folder, String... words) throws Exception {
          String around = words[0] + "$";
          ClassLoader loader = Main.class.getClassLoader();
          for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("loader=")) {
              List<String> names = List.of(words[i].substring("loader=".length()).split(","));
              loader = new Memory(loader, folder, names);
            } else {
              Class.forName(around + words[i], true, loader);
            }
          }
          Object receiver = Class.forName(around + words[words.length - 1], true, loader)
              .getDeclaredConstructor().newInstance();
          var run = Class.forName(around + "Caller", true, loader).getMethod("run", Object.class);
          return run.invoke(null, receiver);
        }
      }
      """;

  /** Of one name for each order: headers are also looked for by name in other loaders. */
  private static final List<String> AROUND = List.of("All", "Behind", "Before");

  private static final String CLASSES =
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
      """;

  @TempDir static Path folder;
  private static Path main;
  private static Path classes;

  @BeforeAll
  static void compile() {
    main = Program.compile(folder.resolve("main"), "Main", MAIN);
    classes = folder.resolve("classes");
    for (String around : AROUND) {
      Program.compile(classes, around, CLASSES.replace("All", around));
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
    List<String> inOrder = List.of("Base", "Middle", "Named", "Plain", "Renamed", "Caller", type);
    List<String> all = List.of("All", "loader=" + String.join(",", inOrder), type);
    // The superclasses are defined while the class is, behind it.
    List<String> behind = new ArrayList<>(List.of("Behind"));
    // The superclasses are there already.
    List<String> before = new ArrayList<>(List.of("Before"));
    for (String name : inOrder) {
      behind.add("loader=" + name);
      before.add("loader=" + name);
      before.add(name);
    }
    behind.add(type);
    for (String options : new String[] {"", "suspendable=**"}) {
      ChildJvm.woven(options)
          .on(main)
          .run(
              "Main",
              classes.toString(),
              String.join(" ", all),
              String.join(" ", behind),
              String.join(" ", before))
          .expect(result, result, result);
    }
  }
}
