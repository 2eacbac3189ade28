package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adapt=}, and what {@code report=} tells of it. */
class AdaptOptionTest {
  private static final String PROGRAM =
      """
      import io.bobbin.*;

      public class Main {
        @Suspendable
        static void sleeps(StringBuilder log) throws InterruptedException {
          log.append("falls asleep, ");
          Thread.sleep(1);                                      // line 7
          log.append("wakes up, ");
        }

        public static void main(String[] args) {
          StringBuilder log = new StringBuilder();
          Scheduler here = Scheduler.here();
          here.start(() -> sleeps(log));
          here.start(() -> { log.append("runs, "); });
          here.run();
          System.out.println(log);
        }
      }
      """;

  private static final String PARKED = "falls asleep, runs, wakes up,";
  private static final String BLOCKED = "falls asleep, wakes up, runs,";

  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Program.compile(folder, "Main", PROGRAM);
  }

  @Test
  void blockingMethodsParkUnlessToldNotTo() {
    ChildJvm.woven("").on(folder).run("Main").expect(PARKED);
    ChildJvm.woven("adapt=true,verify=woven").on(folder).run("Main").expect(PARKED);
    ChildJvm.woven("adapt=false").on(folder).run("Main").expect(BLOCKED);
  }

  @Test
  void theReportTellsWhatWasTurned() throws Exception {
    JsonArray adapted = method("").getArray("adapted");

    assertThat(adapted).hasSize(1);
    JsonObject call = adapted.getObject(0);
    assertThat(call.getInt("line")).isEqualTo(7);
    assertThat(call.getString("from")).isEqualTo("java/lang/Thread.sleep(J)V");
    assertThat(call.getString("to")).isEqualTo("io/bobbin/adapt/OfThread.sleep(J)V");
  }

  @Test
  void whereNothingIsTurnedNothingIsTold() throws Exception {
    assertThat(method(",adapt=false").has("adapted")).isFalse();
  }

  private JsonObject method(String furtherOptions) throws Exception {
    Path file = folder.resolve("report.json");
    ChildJvm.woven("report=" + file + furtherOptions).on(folder).run("Main").expectOut();
    JsonObject report = JsonParser.object().from(Files.readString(file));
    for (Object type : report.getArray("woven")) {
      for (Object method : ((JsonObject) type).getArray("methods")) {
        if (((JsonObject) method).getString("method").startsWith("sleeps(")) {
          return (JsonObject) method;
        }
      }
    }
    throw new AssertionError("not woven: " + report);
  }
}
