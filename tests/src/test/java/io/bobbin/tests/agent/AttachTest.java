package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent comes when the program runs already: what is loaded stays as it is. */
class AttachTest {
  /** Loads {@code Old} and some of the runtime, attaches, and only then comes to {@code New}. */
  private static final String MAIN =
      """
      public class Main {
        public static void main(String[] args) throws Exception {
          new Old().virtual();
          var vm = com.sun.tools.attach.VirtualMachine.attach(ProcessHandle.current().pid() + "");
          vm.loadAgent(args[0], args[1]);
          vm.detach();
          New.run();
        }
      }
      """;

  private static final String OLD =
      """
      import io.bobbin.*;

      class Old {
        interface Service {
          @Suspendable String serve();
        }
        static class Server implements Service {
          @Override public String serve() { Tasklet.yield(); return "old server"; }
        }
        static class Derived extends Old {
          @Override String virtual() { Tasklet.yield(); return "derived"; }
        }
        @Suspendable String virtual() { Tasklet.yield(); return "virtual"; }
        @Suspendable static String fixed() { Tasklet.yield(); return "fixed"; }
        static final Object[] LOADED = {new Derived(), new Server(), Tasklet.State.ENDED};
      }
      """;

  private static final String NEW =
      """
      import io.bobbin.*;
      import java.util.function.*;

      class New extends Old implements Old.Service {
        @Override @Suspendable String virtual() { step(); return "new " + super.virtual(); }
        @Override public String serve() { step(); return "new server"; }
        @Suspendable static void step() { Tasklet.yield(); }

        @Suspendable static String callEachKind() {
          Old.Service lambda = () -> { step(); return "lambda"; };
          Old.Service reference = Old::fixed;
          Supplier<String> door = () -> { step(); return "door"; };
          return String.join(", ",
              Old.fixed(), new Old().virtual(), new Old.Derived().virtual(), new New().virtual(),
              new Old.Server().serve(), new New().serve(), lambda.serve(), reference.serve(),
              door.get());
        }

        static void run() throws Exception {
          System.out.println(Tasklet.start(() -> callEachKind()).join());
          Channel<String> channel = Channel.unbuffered();
          Tasklet.start(() -> { for (int i = 0; i < 3; i++) channel.send("value " + i); });
          for (int i = 0; i < 3; i++) System.out.println(channel.receive());
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void newClassesWorkWithThoseThatWereLoadedBefore() {
    run("verify=woven")
        .expect(
            "fixed, virtual, derived, new virtual, old server, new server, lambda, fixed, door",
            "value 0",
            "value 1",
            "value 2");
  }

  @Test
  void classesThatWereLoadedBeforeAreReported() throws Exception {
    Path file = folder.resolve("report.json");

    run("report=" + file);

    JsonArray skipped = ReportTest.parse(file).getArray("skipped");
    for (String name : new String[] {"Old", "Old$Derived", "Old$Server", "io.bobbin.Tasklet"}) {
      assertThat(ReportTest.entry(skipped, "what", name).getString("why"))
          .isEqualTo("it was loaded before the agent");
    }
    assertThat(ReportTest.entry(ReportTest.parse(file).getArray("woven"), "class", "New"))
        .isNotNull();
  }

  @Test
  void aProgramThatComesToItsWovenClassesLaterParks() {
    Path program = Steps.annotated(folder);
    Program.compile(
        folder,
        "Main",
        MAIN.replace("new Old().virtual();", "").replace("New.run()", "Late.run()"),
        "Late",
        """
        import io.bobbin.*;

        class Late {
          static void run() {
            StringBuilder log = new StringBuilder();
            Scheduler here = Scheduler.here();
            here.start(() -> acme.Steps.take("a", log));
            here.start(() -> acme.Steps.take("b", log));
            here.run();
            System.out.println(log.toString().strip());
          }
        }
        """);

    ChildJvm.Result result = attaching().on(program).run("Main", agent(), "verify=woven");

    result.expect(Steps.PARKED);
  }

  private ChildJvm.Result run(String options) {
    Program.compile(folder, "Main", MAIN, "Old", OLD, "New", NEW);
    return attaching().on(folder).run("Main", agent(), options);
  }

  private static String agent() {
    return ChildJvm.agentJar().toString();
  }

  private static ChildJvm attaching() {
    return ChildJvm.plain()
        .option("-Djdk.attach.allowAttachSelf=true")
        .option("-XX:+EnableDynamicAgentLoading");
  }
}
