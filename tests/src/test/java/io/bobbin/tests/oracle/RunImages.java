package io.bobbin.tests.oracle;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Goes on from images of the corpus's targets that another JVM has written. */
public final class RunImages {
  private RunImages() {}

  /** Prints each difference, and how many images there were; exits with 1 if one differs. */
  public static void main(String[] args) throws IOException {
    Differential corpus = Differential.of(Targets.inPackage(Corpus.PACKAGE));
    Map<Entry, List<String>> plainRuns = new HashMap<>();
    int count = 0;
    int failed = 0;
    try (DataInputStream from =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(args[0]))))) {
      from.mark(1);
      while (from.read() >= 0) {
        from.reset();
        Entry entry = new Entry(from.readUTF(), from.readUTF());
        int shown = from.readInt();
        byte[] image = new byte[from.readInt()];
        from.readFully(image);
        List<String> plainRun = plainRuns.computeIfAbsent(entry, corpus::plainRun);
        count++;
        String difference = corpus.differenceFrom(entry, image, plainRun, shown);
        if (difference != null) {
          failed++;
          System.out.println(entry + ", when " + shown + " lines were shown:\n" + difference);
        }
        from.mark(1);
      }
    }
    System.out.println(count + " images of " + plainRuns.size() + " targets");
    System.exit(failed == 0 ? 0 : 1);
  }
}
