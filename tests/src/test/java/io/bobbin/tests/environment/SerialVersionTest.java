package io.bobbin.tests.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java serialization does not notice that classes and interfaces are woven. */
class SerialVersionTest {
  @TempDir Path folder;

  @Test
  void theSerialVersionIsThatOfTheSource() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.io.*;
        import java.util.function.*;

        public class Main {
          static class Simple implements Serializable {
            @Suspendable int wait(int x) { Tasklet.yield(); return x; }
          }
          static class Declared implements Serializable {
            private static final long serialVersionUID = 42;
            @Suspendable void go() { Tasklet.yield(); }
          }
          static class WithInitialiser implements Serializable {
            static final Object CONSTANT = new Object();
            static { System.nanoTime(); }
            transient int skipped;
            private long kept;
            @Suspendable protected void go() { Tasklet.yield(); }
            @Suspendable private void secret() { Tasklet.yield(); }
          }
          static class WithLambdas implements Serializable {
            interface Step { @Suspendable void take(); }
            Step step = () -> Tasklet.yield();
            Supplier<String> name = this::name;
            Runnable runs = (Runnable & Serializable) () -> Tasklet.yield();
            @Suspendable String name() { Tasklet.yield(); return "name"; }
            @Suspendable void go() { step.take(); Runnable r = Tasklet::yield; r.run(); }
          }
          static class Doorway implements Runnable, Serializable {
            @Override @Suspendable public void run() { Tasklet.yield(); }
          }
          class Inner implements Serializable {
            @Suspendable void go() { Tasklet.yield(); }
          }
          protected static class Guarded implements Serializable {
            @Suspendable public void go() { Tasklet.yield(); }
          }
          public static final class Last implements Externalizable {
            @Suspendable public void go() { Tasklet.yield(); }
            @Override public void writeExternal(ObjectOutput out) {}
            @Override public void readExternal(ObjectInput in) {}
          }
          enum Kind implements Serializable {
            PLAIN, FANCY { @Override @Suspendable void go() { Tasklet.yield(); } };
            @Suspendable void go() {}
          }
          record Point(int x, int y) implements Serializable {
            @Suspendable int sum() { Tasklet.yield(); return x + y; }
          }
          record DeclaredPoint(int x) implements Serializable {
            private static final long serialVersionUID = 7;
            @Suspendable int twice() { Tasklet.yield(); return 2 * x; }
          }
          interface Service extends Serializable {
            @Suspendable void serve();
          }
          interface Defaults extends Serializable {
            int LIMIT = Integer.parseInt("3");
            @Suspendable default int serve() { Tasklet.yield(); return 1; }
            @Suspendable static void help() { Tasklet.yield(); }
            @Suspendable private void hide() { Tasklet.yield(); }
          }
          interface Loud extends Serializable {
            Runnable LAMBDA = () -> Tasklet.yield();
          }
          interface DeclaredInterface extends Serializable {
            long serialVersionUID = 5;
            @Suspendable void serve();
          }
          static class Server implements Service {
            @Override public void serve() { Tasklet.yield(); }
          }
          static class Inherits implements Defaults {
            private int state;
          }
          static class Overrides implements Defaults {
            @Override public int serve() { return 2; }
          }
          static abstract class Middle { public int serve() { return 3; } }
          static class InheritsBoth extends Middle implements Defaults {}
          static abstract class Abstract<T> implements Serializable {
            @Suspendable abstract T get(T t);
          }
          static class Bridged extends Abstract<String> {
            @Override String get(String s) { Tasklet.yield(); return s; }
          }
          static class Mistake extends RuntimeException {
            @Suspendable void go() { Tasklet.yield(); }
          }
          static void print(Class<?> type) {
            ObjectStreamClass found = ObjectStreamClass.lookup(type);
            System.out.println(type.getName() + " " + found.getSerialVersionUID());
          }
          public static void main(String[] args) throws Exception {
            Serializable local = new Serializable() {
              @Suspendable void go() { Tasklet.yield(); }
            };
            print(local.getClass());
            print(Kind.FANCY.getClass());
            Class<?>[] nested = Main.class.getDeclaredClasses();
            java.util.Arrays.sort(nested, java.util.Comparator.comparing(Class::getName));
            int woven = 0;
            for (Class<?> type : nested) {
              if (Serializable.class.isAssignableFrom(type)) {
                print(type);
              }
              for (var method : type.getDeclaredMethods()) {
                woven += method.isSynthetic() && java.util.Arrays.toString(
                    method.getParameterTypes()).contains("FrameStack") ? 1 : 0;
              }
            }
            System.err.println(woven);
          }
        }
        """);

    ChildJvm.Result plain = ChildJvm.plain().on(folder).run("Main");
    for (String options : new String[] {"", "suspendable=**"}) {
      ChildJvm.Result woven = ChildJvm.woven(options).on(folder).run("Main");
      assertEquals(plain.expectOut(), woven.expectOut(), options);
      assertEquals(true, Integer.parseInt(woven.err().strip()) > 30, woven::toString);
    }
    assertEquals("0", plain.err().strip(), plain::toString);
  }
}
