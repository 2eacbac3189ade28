package io.bobbin.tests.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that extend woven ones in loaders which do not see the runtime, as OSGi's may be. */
class BlindLoadersTest {
  @TempDir Path folder;

  private void compile(String loadClass) {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.net.*;
        import java.util.*;

        public class Main {
          public static class Base {
            @Suspendable public String name() { Tasklet.yield(); return "Base"; }
            @Suspendable public String other() { Tasklet.yield(); return "other"; }
          }
          public interface Named {
            @Suspendable default String title() { Tasklet.yield(); return "Named"; }
          }
          public static class Derived extends Base implements Named {
            @Override public String name() { return "Derived of " + super.name() + " " + other(); }
            @Override public String title() { return "title"; }
          }
          public static class Further extends Derived {
            @Override public String name() { return "Further " + super.name(); }
          }
          @Suspendable static String call(Base base) {
            return base.name() + " " + base.other() + " " + ((Named) base).title();
          }
          static class Blind extends URLClassLoader {
            Blind(URL[] urls) { super(urls, Main.class.getClassLoader()); }
            LOAD_CLASS
            @Override protected Class<?> loadClass(String name, boolean resolve)
                throws ClassNotFoundException {
              if (name.startsWith("io.bobbin.")) throw new ClassNotFoundException(name);
              Class<?> loaded = findLoadedClass(name);
              if (loaded != null) return loaded;
              return name.endsWith("$Derived") || name.endsWith("$Further")
                  ? findClass(name) : super.loadClass(name, resolve);
            }
            @Override public URL getResource(String name) {
              return name.startsWith("io/bobbin/") ? null : super.getResource(name);
            }
          }
          public static void main(String[] args) throws Exception {
            URL here = Main.class.getProtectionDomain().getCodeSource().getLocation();
            Blind loader = new Blind(new URL[] {here});
            Class<?> type = loader.loadClass("Main$Further");
            Base base = (Base) type.getDeclaredConstructor().newInstance();
            System.out.println(base.name());
            System.out.println(Tasklet.start(() -> call(base)).join());
            try {
              int methods = type.getSuperclass().getDeclaredMethods().length;
              System.out.println(methods >= 2 ? "reflects" : "lacks");
            } catch (NoClassDefFoundError e) {
              System.out.println(e.getMessage());
            }
          }
        }
        """
            .replace("LOAD_CLASS", loadClass));
  }

  @Test
  void aClassThatExtendsAWovenOneIsWovenWhereItsLoaderDoesNotSeeTheRuntime() {
    compile("");

    ChildJvm.Result result =
        ChildJvm.woven("").option("-Dbobbin.pinned=trace").on(folder).run("Main");
    result.expect(
        "Further Derived of Base other", "Further Derived of Base other other title", "reflects");
    assertEquals("", result.err(), "nothing pins");
  }

  @Test
  void anOverrideIsNotBypassedWhereTheLoaderCannotBeMadeToSeeTheRuntime() {
    compile(
        """
        @Override public Class<?> loadClass(String name) throws ClassNotFoundException {
          return loadClass(name, false);
        }
        """);

    ChildJvm.woven("")
        .on(folder)
        .run("Main")
        .expect(
            "Further Derived of Base other",
            "Further Derived of Base other other title",
            "io/bobbin/frame/FrameStack");
  }
}
