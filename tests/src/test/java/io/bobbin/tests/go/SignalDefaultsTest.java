package io.bobbin.tests.go;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signal does by default, here to end the JVM, is off while it is asked for or ignored. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no command that sends signals")
class SignalDefaultsTest {
  /** As a shell tells it: 128 and the number of the signal. */
  private static final int ENDED_BY_TERM = 143;

  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.Channel;
        import io.bobbin.go.Signals;

        public class Main {
          static void raise(String name) throws Exception {
            long self = ProcessHandle.current().pid();
            new ProcessBuilder("kill", "-" + name, self + "").inheritIO().start().waitFor();
          }

          public static void main(String[] args) throws Exception {
            String name = args[0];
            Channel<String> first = Channel.buffered(1);
            Channel<String> second = Channel.buffered(1);
            Signals.notify(first, name);
            Signals.notify(second, name);
            raise(name);
            System.out.println(first.receive() + " " + second.receive());
            Signals.stop(first);
            raise(name);
            System.out.println(second.receive() + " " + first.size());
            switch (args[1]) {
              case "stop" -> Signals.stop(second);
              case "reset" -> Signals.reset(name);
              case "resetAll" -> Signals.reset();
              default -> {
                Signals.ignore(name);
                raise(name);
                Channel<String> after = Channel.buffered(1);
                Signals.notify(after, "WINCH"); // handled by a thread of its own, after the other
                raise("WINCH");
                System.out.println("ignored until " + after.receive());
                Signals.reset(name);
              }
            }
            raise(name);
            Thread.sleep(60_000);
            System.out.println("still there");
          }
        }
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "reset", "resetAll", "ignore"})
  void onceNobodyAsksForItASignalEndsTheJvmAgain(String how) {
    ChildJvm.Result result = ChildJvm.woven("").on(folder).run("Main", "TERM", how);
    assertThat(result.out())
        .isEqualTo("TERM TERM\nTERM 0\n" + (how.equals("ignore") ? "ignored until WINCH\n" : ""));
    assertThat(result.exit()).as(result::toString).isEqualTo(ENDED_BY_TERM);
  }
}
