package io.bobbin.tests.environment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application may bring a runtime of its own below a server that has one too. */
class TwoRuntimesTest {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.net.*;
        import java.nio.file.*;
        import java.util.*;

        public class Main {
          public static class Base {
            @Suspendable public String name() { Tasklet.yield(); return "Base"; }
            @Suspendable public String other() { Tasklet.yield(); return "other"; }
          }
          public static class Derived extends Base {
            @Override public String name() { return "Derived"; }
          }
          public static class Own {
            @Suspendable static String name() { Tasklet.yield(); return "own"; }
            public static String run() { return Tasklet.start(() -> name()).join(); }
          }
          @Suspendable static String call(Base base) { return base.name() + " " + base.other(); }
          static class Application extends URLClassLoader {
            private final List<String> own;
            Application(URL[] urls, List<String> own) {
              super(urls, Main.class.getClassLoader());
              this.own = own;
            }
            @Override protected Class<?> loadClass(String name, boolean resolve)
                throws ClassNotFoundException {
              Class<?> loaded = findLoadedClass(name);
              if (loaded != null) return loaded;
              return name.startsWith("io.bobbin.") || own.contains(name)
                  ? findClass(name) : super.loadClass(name, resolve);
            }
            @Override public URL getResource(String name) {
              URL found = findResource(name);
              return found != null ? found : super.getResource(name);
            }
          }
          public static void main(String[] args) throws Exception {
            URL here = Main.class.getProtectionDomain().getCodeSource().getLocation();
            URL runtime = Path.of(args[0]).toUri().toURL();
            Application application =
                new Application(new URL[] {here, runtime}, List.of("Main$Derived", "Main$Own"));
            Class<?> own = application.loadClass("Main$Own");
            System.out.println(own.getMethod("run").invoke(null));
            try {
              Class<?> type = application.loadClass("Main$Derived");
              Base base = (Base) type.getDeclaredConstructor().newInstance();
              System.out.println(base.name());
              System.out.println(Tasklet.start(() -> call(base)).join());
            } catch (LinkageError e) {
              System.out.println("LinkageError");
            }
          }
        }
        """);
  }

  @Test
  void aClassThatExtendsAClassOfTheOtherRuntimeIsReportedAndRefused() {
    ChildJvm.Result result =
        ChildJvm.woven("").on(folder).run("Main", ChildJvm.runtimeJar().toString());

    result.expect("own", "LinkageError");
    assertTrue(
        result.err().contains("BBN024 Main$Derived: it extends Main$Base of a parent"),
        result::toString);
    assertFalse(result.err().contains("Main$Own"), result::toString);
  }
}
