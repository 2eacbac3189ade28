package io.bobbin.tests.environment;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/** Woven programs in module layers. */
class ModulesTest {
  private static final String MAIN =
      """
      import java.lang.module.*;
      import java.nio.file.*;
      import java.util.*;

      public class Main {
        static ModuleLayer layer(String kind, Path modules, List<ModuleLayer> parents, String root) {
          ClassLoader loader = Main.class.getClassLoader();
          Configuration configuration = Configuration.resolve(
              ModuleFinder.of(modules),
              parents.stream().map(ModuleLayer::configuration).toList(),
              ModuleFinder.of(),
              Set.of(root));
          return (kind.equals("one")
              ? ModuleLayer.defineModulesWithOneLoader(configuration, parents, loader)
              : ModuleLayer.defineModulesWithManyLoaders(configuration, parents, loader)).layer();
        }
        public static void main(String[] args) throws Exception {
          List<ModuleLayer> parents = List.of(ModuleLayer.boot());
          if (args[2].equals("two")) {
            parents = List.of(layer(args[1], Path.of(args[0], "lib"), parents, "lib"));
          }
          Path app = Path.of(args[0], args[2].equals("two") ? "app" : "");
          ModuleLayer layer = args[2].equals("two")
              ? layer(args[1], app, parents, "app")
              : both(args[1], Path.of(args[0]), parents);
          Class<?> derived = layer.findLoader("app").loadClass("app.Derived");
          System.out.println(derived.getModule());
          Object receiver = derived.getDeclaredConstructor().newInstance();
          Class<?> caller = derived.getClassLoader().loadClass("lib.Caller");
          System.out.println(caller.getMethod("run", Object.class).invoke(null, receiver));
        }
        static ModuleLayer both(String kind, Path root, List<ModuleLayer> parents) {
          Configuration configuration = Configuration.resolve(
              ModuleFinder.of(root.resolve("lib"), root.resolve("app")),
              parents.stream().map(ModuleLayer::configuration).toList(),
              ModuleFinder.of(),
              Set.of("app"));
          ClassLoader loader = Main.class.getClassLoader();
          return (kind.equals("one")
              ? ModuleLayer.defineModulesWithOneLoader(configuration, parents, loader)
              : ModuleLayer.defineModulesWithManyLoaders(configuration, parents, loader)).layer();
        }
      }
      """;

  @TempDir static Path folder;
  private static Path main;
  private static Path modules;

  @BeforeAll
  static void compile() {
    main = Program.compile(folder.resolve("main"), "Main", MAIN);
    Path all =
        Program.compile(
            folder.resolve("all"),
            "lib.Base",
            """
            package lib;
            import io.bobbin.*;
            public class Base {
              @Suspendable public String name() { Tasklet.yield(); return "Base"; }
              @Suspendable public String other() { Tasklet.yield(); return "other"; }
            }
            """,
            "lib.Named",
            """
            package lib;
            import io.bobbin.*;
            public interface Named {
              @Suspendable default String title() { Tasklet.yield(); return "Named"; }
            }
            """,
            "lib.Caller",
            """
            package lib;
            import io.bobbin.*;
            public class Caller {
              @Suspendable static String call(Base base) {
                Runnable parked = () -> Tasklet.yield();
                parked.run();
                return base.name() + " " + base.other() + " " + ((Named) base).title();
              }
              public static String run(Object o) {
                return Tasklet.start(() -> call((Base) o)).join();
              }
            }
            """,
            "app.Derived",
            """
            package app;
            import lib.*;
            import java.util.function.Supplier;
            public class Derived extends Base implements Named {
              @Override public String name() {
                Supplier<String> lambda = () -> other() + 1;
                Supplier<String> reference = super::name;
                return "Derived " + super.name() + lambda.get() + reference.get();
              }
              @Override public String title() { return "title"; }
            }
            """);
    modules = folder.resolve("modules");
    for (String name : new String[] {"lib.Base", "lib.Named", "lib.Caller"}) {
      Program.write(
          Program.file(modules.resolve("lib"), name), Program.read(Program.file(all, name)));
    }
    Program.write(
        Program.file(modules.resolve("app"), "app.Derived"),
        Program.read(Program.file(all, "app.Derived")));
  }

  private static void describe(Path folder, String name, String... requires) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
    ModuleVisitor module = writer.visitModule(name, 0, null);
    module.visitRequire("java.base", Opcodes.ACC_MANDATED, null);
    for (String required : requires) {
      module.visitRequire(required, 0, null);
    }
    module.visitExport(name, 0);
    module.visitEnd();
    writer.visitEnd();
    Program.write(folder.resolve("module-info.class"), writer.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "one, one, true",
    "many, one, true",
    "one, two, true",
    "many, two, true",
    "one, one, false",
    "many, one, false",
    "one, two, false",
    "many, two, false",
  })
  void anOverrideInAModuleThatDoesNotReadTheRuntimeIsWoven(
      String loaders, String layers, boolean runtimeIsModule) {
    describe(modules.resolve("app"), "app", "lib");
    describe(
        modules.resolve("lib"),
        "lib",
        runtimeIsModule ? new String[] {"io.bobbin"} : new String[0]);
    ChildJvm jvm = ChildJvm.woven("").on(main);
    if (runtimeIsModule) {
      jvm.option("--module-path=" + ChildJvm.runtimeJar()).option("--add-modules=io.bobbin");
    }

    jvm.run("Main", modules.toString(), loaders, layers)
        .expect("module app", "Derived Baseother1Base other title");
  }
}
