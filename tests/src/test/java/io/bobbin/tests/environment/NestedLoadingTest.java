package io.bobbin.tests.environment;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are loaded while another one is shown to the agent, which is not shown these. */
class NestedLoadingTest {
  @TempDir Path folder;

  @Test
  void aClassThatTheWeaverWasNotShownIsCalledPlainlyAndReported() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.net.*;

        public class Main {
          public static class Helper {
            @Suspendable public String help() { Tasklet.yield(); return "helped"; }
          }
          public static class Further extends Helper {
            @Override public String help() { return "further " + super.help(); }
          }
          public static class Caller {
            @Suspendable static String call(Helper helper) { return helper.help(); }
            public static String run() {
              return Tasklet.start(() -> call(new Helper()) + ", " + call(new Further())).join();
            }
          }
          public interface Step { @Suspendable void take(); }
          public static class Trigger implements Step { @Override public void take() {} }
          static class Loader extends URLClassLoader {
            Loader(URL[] urls) { super(urls, Main.class.getClassLoader()); }
            @Override protected Class<?> loadClass(String name, boolean resolve)
                throws ClassNotFoundException {
              Class<?> loaded = findLoadedClass(name);
              if (loaded != null) return loaded;
              return name.equals("Main$Trigger") ? findClass(name) : super.loadClass(name, resolve);
            }
            @Override public URL getResource(String name) {
              new Helper();
              return super.getResource(name);
            }
          }
          public static void main(String[] args) throws Exception {
            URL here = Main.class.getProtectionDomain().getCodeSource().getLocation();
            new Loader(new URL[] {here}).loadClass("Main$Trigger");
            System.out.println(Caller.run());
          }
        }
        """);

    ChildJvm.Result result = ChildJvm.woven("").on(folder).run("Main");

    result.expect("helped, further helped");
    assertTrue(result.err().contains("BBN025 Main$Helper: "), result::toString);
  }

  @Test
  void aClassOfTheSameNameWithNothingToWeaveIsNotTakenForOneThatWasMissed() {
    Path other = folder.resolve("other");
    Program.compile(
        other, "Helper", "public class Helper { public String help() { return \"other\"; } }");
    Program.compile(
        folder.resolve("program"),
        "Main",
        """
        import io.bobbin.*;
        import java.net.*;
        import java.nio.file.*;

        class Helper {
          @Suspendable public String help() { Tasklet.yield(); return "helped"; }
        }
        public class Main {
          static class Caller {
            @Suspendable static String call(Helper helper) { return helper.help(); }
            public static String run() {
              return Tasklet.start(() -> call(new Helper())).join();
            }
          }
          public static void main(String[] args) throws Exception {
            URL[] other = {Path.of(args[0]).toUri().toURL()};
            Class<?> plain = new URLClassLoader(other, null).loadClass("Helper");
            Object made = plain.getConstructor().newInstance();
            System.out.println(plain.getMethod("help").invoke(made));
            System.out.println(Caller.run());
          }
        }
        """);

    ChildJvm.Result result =
        ChildJvm.woven("").on(folder.resolve("program")).run("Main", other + "/");

    result.expect("other", "helped");
    assertFalse(result.err().contains("BBN025"), result::toString);
  }
}
