package io.bobbin.tests.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that come in other ways than from the class path. */
class LoadersTest {
  @TempDir Path folder;

  @Test
  void aClassThatIsDefinedWithoutANameIsWoven() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;

        public class Main extends ClassLoader {
          static abstract class Steps {
            @Suspendable abstract void take(String name, StringBuilder log);
          }
          public static class Implementation extends Steps {
            @Override void take(String name, StringBuilder log) {
              for (int i = 1; i <= 3; i++) {
                step(name + i + " ", log);
              }
            }
            @Suspendable static void step(String text, StringBuilder log) {
              log.append(text);
              Tasklet.yield();
            }
          }
          @Override protected Class<?> loadClass(String name, boolean resolve)
              throws ClassNotFoundException {
            if (!name.equals("Main$Implementation") && !name.equals("Main$Steps")) {
              return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
          }
          private Class<?> define(String name) {
            try (var in = Main.class.getResourceAsStream(name + ".class")) {
              byte[] bytes = in.readAllBytes();
              return defineClass(null, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
          public static void main(String[] args) throws Exception {
            Class<?> type = new Main().loadClass("Main$Runs");
            type.getMethod("run", ClassLoader.class).invoke(null, new Main());
          }
          public static class Runs {
            public static void run(ClassLoader loader) throws Exception {
              Class<?> type = loader.loadClass("Main$Implementation");
              var step = type.getDeclaredMethods();
              long twins = java.util.Arrays.stream(step)
                  .filter(m -> m.getName().equals("take") || m.getName().equals("step")).count();
              System.out.println(twins);
            }
          }
        }
        """);

    // Each of the two methods with its twin and its resume body.
    ChildJvm.woven("").on(folder).run("Main").expect("6");
  }

  @Test
  void aProxyAsksItsHandlerForTheMethodOfTheSource() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.lang.reflect.*;

        public class Main {
          public interface Open { @Suspendable String serve(int x); }
          interface Hidden { @Suspendable String serve(int x); }
          static class Server implements Open, Hidden {
            @Override public String serve(int x) { Tasklet.yield(); return "served " + x; }
          }
          @Suspendable static String open(Open service) { return "[" + service.serve(1) + "]"; }
          @Suspendable static String hidden(Hidden service) { return "[" + service.serve(2) + "]"; }
          static <T> T proxy(Class<T> type) {
            Server server = new Server();
            return type.cast(Proxy.newProxyInstance(
                Main.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                  System.out.println(method.getName() + " " + method.getParameterCount());
                  return "<" + method.invoke(server, arguments) + ">";
                }));
          }
          public static void main(String[] args) {
            Open open = proxy(Open.class);
            Hidden hidden = proxy(Hidden.class);
            System.out.println(open.serve(0));
            System.out.println(Tasklet.start(() -> open(open)).join());
            System.out.println(Tasklet.start(() -> hidden(hidden)).join());
          }
        }
        """);

    for (String options : new String[] {"", "suspendable=**"}) {
      ChildJvm.woven(options)
          .on(folder)
          .run("Main")
          .expect("serve 1", "<served 0>", "serve 1", "[<served 1>]", "serve 1", "[<served 2>]");
    }
  }

  @Test
  void aHiddenClassIsNotBypassedByItsWovenSuperclass() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.lang.invoke.MethodHandles;

        public class Main {
          static class Base {
            @Suspendable String name() { Tasklet.yield(); return "Base"; }
          }
          static class Derived extends Base {
            @Override String name() { return "Derived"; }
          }
          @Suspendable static String nameOf(Base base) { return base.name(); }
          public static void main(String[] args) throws Exception {
            byte[] bytes;
            try (var in = Main.class.getResourceAsStream("Main$Derived.class")) {
              bytes = in.readAllBytes();
            }
            Class<?> type = MethodHandles.lookup()
                .defineHiddenClass(bytes, true, MethodHandles.Lookup.ClassOption.NESTMATE)
                .lookupClass();
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            Base base = (Base) constructor.newInstance();
            System.out.println(Tasklet.start(() -> nameOf(base)).join() + type.isHidden());
          }
        }
        """);

    ChildJvm.woven("").on(folder).run("Main").expect("Derivedtrue");
  }

  @Test
  void theSystemPropertiesAreStrings() {
    Program.compile(
        folder,
        "Main",
        """
        public class Main {
          public static void main(String[] args) throws Exception {
            System.getProperties().store(java.io.OutputStream.nullOutputStream(), "all");
            System.out.println(System.getProperties().values().stream()
                .allMatch(value -> value instanceof String));
          }
        }
        """);

    ChildJvm.woven("").on(folder).run("Main").expect("true");
  }

  @Test
  void aClassLoaderThatIsNotUsedAnyMoreCanBeCollected() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.net.*;
        import java.lang.ref.*;

        public class Main {
          public static class Work {
            @Suspendable static String work() { Tasklet.yield(); return "done"; }
            public static String run() { return Tasklet.start(() -> work()).join(); }
          }
          static WeakReference<ClassLoader> use(URL[] path) throws Exception {
            ClassLoader runtime = Tasklet.class.getClassLoader();
            URLClassLoader loader = new URLClassLoader(path, runtime) {
              @Override protected Class<?> loadClass(String name, boolean resolve)
                  throws ClassNotFoundException {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) return loaded;
                return name.startsWith("Main$Work") ? findClass(name) : super.loadClass(name, resolve);
              }
            };
            Class<?> work = loader.loadClass("Main$Work");
            if (work.getClassLoader() != loader) throw new AssertionError();
            System.out.println(work.getMethod("run").invoke(null));
            loader.close();
            return new WeakReference<>(loader);
          }
          public static void main(String[] args) throws Exception {
            URL here = Main.class.getProtectionDomain().getCodeSource().getLocation();
            Work.run();
            WeakReference<ClassLoader> loader = use(new URL[] {here});
            Work.run(); // the scheduler may know the tasklet that it ran last
            for (int i = 0; i < 50 && loader.get() != null; i++) {
              System.gc();
              Thread.sleep(20);
            }
            System.out.println(loader.get() == null ? "collected" : "kept");
          }
        }
        """);

    ChildJvm.woven("").on(folder).run("Main").expect("done", "collected");
  }
}
