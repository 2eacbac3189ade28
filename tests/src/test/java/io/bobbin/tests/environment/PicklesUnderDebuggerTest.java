package io.bobbin.tests.environment;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A JVM that can be debugged keeps more variables in frames, and hides nothing that was woven; its
 * images are those of any other.
 */
class PicklesUnderDebuggerTest {
  private static final String DEBUGGED =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";

  private static final String PROGRAM =
      """
      import io.bobbin.*;
      import io.bobbin.pickle.*;
      import java.nio.file.*;
      import java.util.function.*;

      public class Main {
        @Suspendable
        static String work(Channel<String> in, int a, long shown) {
          String unused = "unused " + a;
          Supplier<String> held = () -> "held " + a;
          double alsoUnused = shown;
          String got;
          try {
            got = in.receive();
          } catch (IllegalStateException e) {
            got = e.getMessage();
          }
          return got + " " + held.get();
        }

        public static void main(String[] arguments) throws Exception {
          Path file = Path.of(arguments[1]);
          Scheduler here = Scheduler.here();
          if (arguments[0].equals("write")) {
            Channel<String> in = Channel.unbuffered();
            Tasklet<String> waits = here.start(() -> work(in, 3, 4));
            here.runUntil(() -> waits.state() == Tasklet.State.WAITING);
            Files.write(file, Pickle.of(waits).bytes());
            here.start(() -> in.send("first"));
            System.out.println(waits.join());
          } else {
            Tasklet<String> twin =
                Pickle.read(Files.readAllBytes(file), PickleFilter.allow("none")).tasklet();
            twin.raise(new IllegalStateException("raised"));
            twin.resume();
            System.out.println(twin.join());
          }
        }
      }
      """;

  @TempDir Path folder;

  private ChildJvm jvm(boolean debugged) {
    ChildJvm jvm = ChildJvm.woven("").on(folder);
    return debugged ? jvm.option(DEBUGGED) : jvm;
  }

  @Test
  void anImageOfEitherIsReadByBoth() {
    Program.compile(folder, "Main", PROGRAM);
    for (boolean first : new boolean[] {false, true}) {
      String image = folder.resolve("image" + first).toString();
      jvm(first).run("Main", "write", image).expect("first held 3");
      for (boolean second : new boolean[] {false, true}) {
        jvm(second).run("Main", "read", image).expect("raised held 3");
      }
    }
  }
}
