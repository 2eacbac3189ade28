package io.bobbin.tests.environment;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A class loader whose classes were woven, and ran, can be collected when nobody uses it. */
class UnloadingTest {
  private static final String MAIN =
      """
      import io.bobbin.*;
      import java.lang.ref.WeakReference;
      import java.net.*;
      import java.nio.file.*;
      import java.time.Duration;

      public class Main {
        static WeakReference<ClassLoader> use(URL[] path, String what) throws Exception {
          URLClassLoader loader = new URLClassLoader(path, Main.class.getClassLoader());
          Thread.currentThread().setContextClassLoader(loader);
          Class<?> work = loader.loadClass("Work");
          if (work.getClassLoader() != loader) throw new AssertionError();
          System.out.println(work.getMethod(what).invoke(null));
          Thread.currentThread().setContextClassLoader(Main.class.getClassLoader());
          loader.close();
          return new WeakReference<>(loader);
        }
        public static void main(String[] args) throws Exception {
          URL[] path = {Path.of(args[0]).toUri().toURL()};
          WeakReference<ClassLoader> loader = use(path, args[1]);
          long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
          while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
            Thread.onSpinWait();
          }
          System.out.println(loader.get() == null ? "collected" : "kept");
        }
      }
      """;

  private static final String WORK =
      """
      import io.bobbin.*;
      import java.time.Duration;
      import java.util.function.Supplier;

      public class Work {
        private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
        interface Step { @Suspendable String take(); }
        static class Waits implements Step {
          @Override public String take() { Tasklet.yield(); return "waited"; }
        }
        static Object monitor = new Object();

        @Suspendable static String deep(int n) {
          if (n == 0) { Tasklet.yield(); return ""; }
          return deep(n - 1);
        }
        @Suspendable static String work() {
          LOCAL.set(new Waits());
          Step reference = new Waits()::take;
          Supplier<String> lambda = () -> deep(20) + reference.take();
          return lambda.get();
        }
        public static String woven() { return new Waits().take(); }
        public static String shared() { return Tasklet.start(() -> work()).join(); }
        public static String sleeping() {
          return Tasklet.start(() -> { Tasklet.sleep(Duration.ofMillis(1)); return work(); }).join();
        }
        public static String blocking() {
          return Tasklet.start(() -> Tasklet.blocking(() -> "blocked")).join();
        }
        public static String pinned() {
          return Tasklet.start(() -> {
            synchronized (monitor) { Tasklet.sleep(Duration.ofMillis(1)); }
            return work();
          }).join();
        }
        public static String here() { return Scheduler.here().start(() -> work()).join(); }
        public static String pool() {
          try (Scheduler pool = Scheduler.pool(2)) {
            return pool.start(() -> work()).join();
          }
        }
        public static String failing() {
          Tasklet<String> failed = Tasklet.start(() -> {
            if (work() != null) throw new IllegalStateException("meant");
            return "never";
          });
          try { return failed.join(); } catch (TaskletFailedException e) { return "failed"; }
        }
        public static String generator() {
          int sum = 0;
          for (int i : Generator.<Integer>of(out -> { out.yield(1); out.yield(2); })) sum += i;
          return "" + sum;
        }
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "woven, waited",
    "shared, waited",
    "sleeping, waited",
    "blocking, blocked",
    "pinned, waited",
    "here, waited",
    "pool, waited",
    "failing, failed",
    "generator, 3"
  })
  void aClassLoaderIsCollectedAfterItsClassesRan(String method, String result) {
    Path main = Program.compile(folder.resolve("main"), "Main", MAIN);
    Path work = Program.compile(folder.resolve("work"), "Work", WORK);

    ChildJvm.woven("").on(main).run("Main", work.toString(), method).expect(result, "collected");
  }
}
