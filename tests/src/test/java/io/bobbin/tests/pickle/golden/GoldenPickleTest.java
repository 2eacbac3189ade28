package io.bobbin.tests.pickle.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.tests.agent.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a released version wrote is read by each later one; the page says it byte by byte. */
class GoldenPickleTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.pickle.golden.*");
  private static final Path PAGE = Path.of("..", "docs", "pickle-format.md");

  /** A line of the dump: the place, the bytes, and what they mean. */
  private static final Pattern DUMPED =
      Pattern.compile(
          "^([0-9a-f]{4})  ((?:[0-9a-f]{2} )*[0-9a-f]{2}) *(?:  .*)?$", Pattern.MULTILINE);

  /** Where a frame, or a method, of the runtime stands, as {@code inspect} prints it. */
  private static final Pattern LINE_OF_RUNTIME =
      Pattern.compile(
          "^( +(?:at )?io\\.bobbin\\.(?!tests\\.)\\S+(?:\\.java:| hash \\w+ line ))\\d+",
          Pattern.MULTILINE);

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = GoldenPickleTest.class.getResourceAsStream("/pickles/v1/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void aTaskletOfVersionOneGoesOn() throws IOException {
    Tasklet<Integer> twin = Pickle.read(golden("small.pickle"), FILTER).tasklet();
    assertThat(twin.name()).isEqualTo("small");
    assertThat(twin.state()).isEqualTo(Tasklet.State.WAITING);
    twin.raise(new IllegalStateException());
    twin.resume();
    assertThat(twin.join()).isEqualTo(7);
  }

  @Test
  @SuppressWarnings("unchecked") // as they were pickled
  void aGroupOfVersionOneGoesOn() throws IOException {
    Scheduler here = Scheduler.here();
    List<Tasklet<?>> twins = Pickle.read(golden("group.pickle"), FILTER).tasklets();
    Channel<Integer> go = ((Tasklet<Channel<Integer>>) twins.get(0)).join();
    here.resume(twins.get(1));
    here.resume(twins.get(2));
    here.start(() -> go.send(2));
    long total = Integer.MAX_VALUE + 3L * (1 + 10 + 1 + 1);
    assertThat(twins.get(1).join())
        .isEqualTo("first 1.5second 2.5more 0.0more 1.0" + total + "\u00e910true");
  }

  @Test
  void thoseWhoWaitForToolsGoOn() throws IOException {
    Scheduler on = Scheduler.deterministic(1);
    List<Tasklet<?>> twins = Pickle.read(golden("tools.pickle"), FILTER).tasklets();
    twins.forEach(on::resume);
    assertThat(twins.stream().map(Tasklet::join).toList())
        .hasToString(
            "[signalled, owner, locked, read, written, acquired, signals, awaited, all, once,"
                + " once]");
  }

  @Test
  void thisVersionWritesWhatTheGoldenFilesHave() throws IOException {
    assertThat(GoldenV1.small()).isEqualTo(golden("small.pickle"));
    assertThat(GoldenV1.group()).isEqualTo(golden("group.pickle"));
  }

  @Test
  void thisVersionWritesToolsAsTheGoldenFileHasThem(@TempDir Path folder) throws IOException {
    String golden = inspected(folder.resolve("golden"), golden("tools.pickle"));
    assertThat(golden).contains("io.bobbin.sync.Signals", "io.bobbin.schedule.Members");
    assertThat(inspected(folder.resolve("written"), GoldenTools.tools())).isEqualTo(golden);
  }

  /** An image's content but for where the runtime's sources have their lines: these may move. */
  private static String inspected(Path file, byte[] image) throws IOException {
    Files.write(file, image);
    String content =
        ChildJvm.plain()
            .run("io.bobbin.pickle.PickleCommand", "inspect", file.toString())
            .expectOut();
    return LINE_OF_RUNTIME
        .matcher(content.substring(content.indexOf(" bytes, ")))
        .replaceAll("$1")
        .replaceAll("\\d+ bytes?\\b", "some bytes");
  }

  @Test
  void thePageShowsTheSmallImageByteByByte() throws IOException {
    byte[] image = golden("small.pickle");
    StringBuilder bytes = new StringBuilder();
    Matcher lines = DUMPED.matcher(Files.readString(PAGE));
    while (lines.find()) {
      assertThat(Integer.parseInt(lines.group(1), 16)).isEqualTo(bytes.length() / 2);
      bytes.append(lines.group(2).replace(" ", ""));
    }
    assertThat(bytes.toString()).isEqualTo(HexFormat.of().formatHex(image));
  }
}
