package io.bobbin.tests.pickle.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the images of all programs into a directory, or goes on from those that are there. */
final class Images {
  private Images() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[1]);
    int number = 0;
    int read = 0;
    int failed = 0;
    for (Map.Entry<String, Programs.Program> program : Programs.all().entrySet()) {
      Path prefix = directory.resolve("" + number++);
      if (args[0].equals("write")) {
        write(prefix, JdkTypesTest.run(program.getValue(), false));
      } else {
        String expected = Files.readString(prefix.resolve("result"));
        for (int i = 0; Files.exists(prefix.resolve("" + i)); i++) {
          read++;
          String found;
          try {
            found = JdkTypesTest.resume(Files.readAllBytes(prefix.resolve("" + i)));
          } catch (RuntimeException e) {
            found = e.toString();
          }
          if (!found.equals(expected)) {
            failed++;
            System.out.println(
                program.getKey() + " from stop " + (i + 1) + ": " + found + ", not " + expected);
          }
        }
      }
    }
    System.out.println(read + " images read, " + failed + " failed");
    System.exit(failed == 0 && (read > 0 || args[0].equals("write")) ? 0 : 1);
  }

  private static void write(Path prefix, JdkTypesTest.Run run) throws IOException {
    Files.createDirectories(prefix);
    Files.writeString(prefix.resolve("result"), run.result());
    List<byte[]> images = run.images();
    for (int i = 0; i < images.size(); i++) {
      Files.write(prefix.resolve("" + i), images.get(i));
    }
  }
}
