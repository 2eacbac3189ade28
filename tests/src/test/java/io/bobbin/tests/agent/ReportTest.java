package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report=FILE}: what was woven, what was not and why, and what pins. */
class ReportTest {
  private static final String PROGRAM =
      """
      import io.bobbin.*;

      public class Main {
        private final Object lock = new Object();

        @Suspendable
        String twoCalls(String text) {
          Tasklet.yield();
          return text + inMonitor();                            // line 9
        }

        @Suspendable
        private String inMonitor() {
          synchronized (lock) {
            Tasklet.yield();                                    // line 15
          }
          return "!";
        }

        @Suspendable
        synchronized void allSynchronized() { Tasklet.yield(); }

        public static void main(String[] args) {
          Main main = new Main();
          System.out.println(Tasklet.start(() -> main.twoCalls("done")).join());
          System.out.println(Left.plain());
        }
      }

      class Left {
        @Suspendable static int plain() { return 1; }
      }
      """;

  @TempDir Path folder;

  @Test
  void aWovenClassHasItsSizesItsTimeAndItsSuspendPoints() throws Exception {
    JsonObject report = report("");

    JsonObject main = entry(report.getArray("woven"), "class", "Main");
    long size = Files.size(Program.file(folder, "Main"));
    assertThat(main.getLong("bytesBefore")).isEqualTo(size);
    assertThat(main.getLong("bytesAfter")).isGreaterThan(size);
    assertThat(main.getLong("micros")).isPositive();
    JsonObject method =
        entry(main.getArray("methods"), "method", "twoCalls(Ljava/lang/String;)Ljava/lang/String;");
    assertThat(method.getLong("bytesBefore")).isPositive();
    assertThat(method.getLong("bytesAfter")).isGreaterThan(method.getLong("bytesBefore"));
    assertThat(method.getArray("suspendPoints"))
        .containsExactly("8 io/bobbin/Tasklet.yield()V", "9 Main.inMonitor()Ljava/lang/String;");
    assertThat(report.getLong("classesSeen")).isPositive();
    assertThat(report.getLong("millis")).isPositive();
  }

  @Test
  void aMethodWithoutCallsHasNoSuspendPoints() throws Exception {
    JsonObject left = entry(report("").getArray("woven"), "class", "Left");

    JsonObject method = entry(left.getArray("methods"), "method", "plain()I");
    assertThat(method.getArray("suspendPoints")).isEmpty();
  }

  @Test
  void whatPinsHasItsPlaceAndItsReason() throws Exception {
    JsonArray diagnostics = report("").getArray("diagnostics");

    JsonObject call = entry(diagnostics, "method", "inMonitor()Ljava/lang/String;");
    assertThat(call.getString("code")).isEqualTo("BBN016");
    assertThat(call.getString("class")).isEqualTo("Main");
    assertThat(call.getInt("line")).isEqualTo(15);
    assertThat(call.getString("message"))
        .contains("io/bobbin/Tasklet.yield()V", "inside a synchronized block", "io.bobbin.Mutex");
    JsonObject method = entry(diagnostics, "method", "allSynchronized()V");
    assertThat(method.getString("code")).isEqualTo("BBN012");
    assertThat(method.getInt("line")).isEqualTo(21);
    assertThat(method.getString("message")).contains("synchronized", "io.bobbin.Mutex");
  }

  @Test
  void whatWasExcludedIsSkipped() throws Exception {
    JsonArray skipped = report(",exclude=Left").getArray("skipped");

    assertThat(entry(skipped, "what", "Left").getString("why"))
        .isEqualTo("the option exclude names it");
  }

  @Test
  void whatCannotBeLinkedIsSkipped() throws Exception {
    Program.compile(
        folder.resolve("other"),
        "Elsewhere",
        """
        public class Elsewhere {
          @io.bobbin.Suspendable public static String plain() { return "plain"; }
        }
        """);
    Program.compile(
        folder,
        "Loader",
        """
        import java.net.*;
        import java.nio.file.*;

        public class Loader {
          public static void main(String[] args) throws Exception {
            URL[] path = {Path.of(args[0]).toUri().toURL()};
            try (URLClassLoader loader = new URLClassLoader(path, null)) {
              System.out.println(loader.loadClass("Elsewhere").getMethod("plain").invoke(null));
            }
          }
        }
        """);
    Path file = folder.resolve("report.json");

    ChildJvm.woven("report=" + file)
        .on(folder)
        .run("Loader", folder.resolve("other").toString())
        .expect("plain");

    assertThat(entry(parse(file).getArray("skipped"), "what", "Elsewhere").getString("why"))
        .isEqualTo("its class loader does not see the runtime");
  }

  @Test
  void aFileThatCannotBeWrittenIsToldAndDisturbsNothing() {
    Path file = folder.resolve("no/such/folder/report.json");

    ChildJvm.Result result =
        ChildJvm.woven("report=" + file).on(Steps.annotated(folder)).run("Main");

    result.expect(Steps.PARKED);
    assertThat(result.err()).contains("BBN003 the report cannot be written to " + file);
  }

  @Test
  void aProgramThatExitsLeavesAReport() throws Exception {
    Program.compile(
        folder,
        "Exits",
        """
        import io.bobbin.*;

        public class Exits {
          @Suspendable static void end() { Tasklet.yield(); System.exit(7); }
          public static void main(String[] args) { Tasklet.start(() -> end()).join(); }
        }
        """);
    Path file = folder.resolve("report.json");

    assertThat(ChildJvm.woven("report=" + file).on(folder).run("Exits").exit()).isEqualTo(7);

    assertThat(entry(parse(file).getArray("woven"), "class", "Exits")).isNotNull();
  }

  private JsonObject report(String furtherOptions) throws Exception {
    Program.compile(folder, "Main", PROGRAM);
    Path file = folder.resolve("report.json");
    ChildJvm.woven("report=" + file + furtherOptions).on(folder).run("Main").expect("done!", "1");
    return parse(file);
  }

  static JsonObject parse(Path file) throws IOException, JsonParserException {
    return JsonParser.object().from(Files.readString(file));
  }

  /** The only entry with a value. */
  static JsonObject entry(JsonArray array, String key, String value) {
    List<JsonObject> found =
        array.stream()
            .map(JsonObject.class::cast)
            .filter(entry -> value.equals(entry.getString(key)))
            .toList();
    assertThat(found).as("%s=%s in %s", key, value, array).hasSize(1);
    return found.get(0);
  }
}
