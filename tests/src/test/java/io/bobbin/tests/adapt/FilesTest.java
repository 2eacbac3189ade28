package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link Files}: what reads or writes a whole file. */
@Timeout(60)
class FilesTest {
  @TempDir Path folder;

  @Test
  void allOutcomesAreThoseOfTheJdk() {
    Outcome.ofBoth(() -> () -> use(folder.resolve("file"), folder.resolve("copy")));
    Outcome.ofBoth(() -> () -> Files.readString(folder.resolve("no file")));
    Outcome.ofBoth(
        () -> () -> Files.writeString(folder.resolve("file"), "x", StandardOpenOption.CREATE_NEW));
    Outcome.ofBoth(
        () ->
            () -> {
              Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 1});
              return Files.readAllLines(folder.resolve("bytes"));
            });
  }

  private static String use(Path file, Path copy) throws Exception {
    Files.writeString(file, "one\n");
    Files.write(file, "two".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    return Files.readString(copy)
        + Files.readString(copy, StandardCharsets.UTF_16)
        + Files.readAllLines(copy)
        + Files.readAllLines(copy, StandardCharsets.ISO_8859_1)
        + Files.readAllBytes(copy).length;
  }

  @Test
  void otherTaskletsRunMeanwhile() throws Exception {
    Path file = folder.resolve("file");
    Files.writeString(file, "text");
    StringBuilder order = new StringBuilder();
    OnOneThread.waitsFor(
        () -> {
          String read = Files.readString(file);
          return order.append(" reads ").append(read);
        },
        () -> {
          order.append("runs");
        });
    assertThat(order.toString()).isEqualTo("runs reads text");
  }

  @Test
  void aFileSystemOfAProgramIsUsedWhereItIs() throws Exception {
    Path archive = folder.resolve("archive.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"));
        Scheduler pool = Scheduler.pool(1)) {
      String read =
          pool.start(
                  () -> {
                    Files.writeString(zip.getPath("file"), "text");
                    return Files.readString(zip.getPath("file"));
                  })
              .join();
      assertThat(read).isEqualTo("text");
    }
  }
}
