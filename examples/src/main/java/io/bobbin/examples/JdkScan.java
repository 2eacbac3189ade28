package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.VoidBody;
import io.bobbin.WorkGroup;
import io.bobbin.examples.classfile.ClassFile;
import io.bobbin.examples.classfile.Tally;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Which classes and packages does the JDK itself refer to most? A pipeline of tasklets over
 * channels reads every class file of the running JDK:
 *
 * <pre>
 * listers (one per module) -> paths -> readers -> bytes -> parsers -> class files -> counters
 * </pre>
 *
 * <p>Each stage is a plain loop; what waits, parks. The channels of all that is large are short: no
 * stage runs away from the next one. With {@code --check} a sequential program does the same and
 * must get the same answer.
 *
 * <pre>{@code
 * ./examples/run jdkscan --check
 * }</pre>
 */
@Command(name = "jdkscan", description = "Counts what the class files of the running JDK refer to.")
public final class JdkScan implements Callable<Integer> {
  private static final int CHANNEL_LENGTH = 64;

  /**
   * Room for all of them, so that the listers go ahead, and the progress bar soon knows its end.
   */
  private static final int PATHS = 1 << 16;

  @Option(names = "--check", description = "compare with a sequential run")
  private boolean check;

  @Option(
      names = "--carriers",
      converter = Example.Positive.class,
      description = "OS threads (default: as there are processors)")
  private int carriers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--readers",
      converter = Example.Positive.class,
      defaultValue = "8",
      description = "tasklets (${DEFAULT-VALUE})")
  private int readers;

  @Option(
      names = "--parsers",
      converter = Example.Positive.class,
      defaultValue = "8",
      description = "tasklets (${DEFAULT-VALUE})")
  private int parsers;

  @Option(
      names = "--counters",
      converter = Example.Positive.class,
      defaultValue = "4",
      description = "tasklets (${DEFAULT-VALUE})")
  private int counters;

  @Option(names = "--top", defaultValue = "10", description = "lines to show (${DEFAULT-VALUE})")
  private int top;

  @Option(
      names = "--on-carriers",
      description = "read on the carriers instead of by Tasklet.blocking")
  private boolean onCarriers;

  private final Set<String> carriersSeen = ConcurrentHashMap.newKeySet();
  private final AtomicInteger taskletsStarted = new AtomicInteger();

  @Override
  public Integer call() throws IOException {
    Tally tally;
    double seconds;
    try (Scheduler pool = Scheduler.pool(carriers);
        Progress progress = Progress.of("Class files")) {
      long start = System.nanoTime();
      tally = pool.start("pipeline", () -> scan(progress)).join();
      seconds = (System.nanoTime() - start) / 1e9;
    }

    System.out.printf(
        "JDK %s: %,d class files, %.1f MB in %.2f s: %,.0f classes/s, %.1f MB/s%n",
        Runtime.version(),
        tally.files(),
        tally.bytes() / 1e6,
        seconds,
        tally.files() / seconds,
        tally.bytes() / 1e6 / seconds);
    System.out.printf(
        "%,d tasklets ran on %d carriers%n%n", taskletsStarted.get(), carriersSeen.size());
    print(Tally.top(tally.classes(), top), Tally.top(tally.packages(), top));
    if (check) {
      compareWithSequential(tally);
    }
    return 0;
  }

  /** The pipeline: starts all tasklets, waits for the counters, and adds up what they counted. */
  @Suspendable
  private Tally scan(Progress progress) {
    Channel<Path> paths = Channel.buffered(PATHS);
    Channel<byte[]> images = Channel.buffered(CHANNEL_LENGTH);
    Channel<ClassFile> files = Channel.buffered(CHANNEL_LENGTH);
    Channel<Tally> tallies = Channel.unbuffered();
    Tally sum = new Tally();
    try (WorkGroup group = WorkGroup.open()) {
      group.go(() -> listModules(paths, progress));
      stage(group, readers, () -> read(paths, images), images);
      stage(group, parsers, () -> parse(images, files), files);
      stage(group, counters, () -> count(files, tallies, progress), tallies);
      for (Tally tally : tallies) {
        sum.add(tally);
      }
    }
    return sum;
  }

  /** Has several tasklets do the same, and closes their output when all are done. */
  private void stage(WorkGroup group, int workers, VoidBody work, Channel<?> output) {
    group.go(
        () -> {
          try (WorkGroup stage = WorkGroup.open()) {
            for (int i = 0; i < workers; i++) {
              stage.go(() -> counted(work));
            }
          } finally {
            output.close();
          }
        });
  }

  @Suspendable
  private void counted(VoidBody work) throws Exception {
    taskletsStarted.incrementAndGet();
    work.run();
  }

  @Suspendable
  private void listModules(Channel<Path> paths, Progress progress) throws IOException {
    try (WorkGroup listers = WorkGroup.open();
        DirectoryStream<Path> modules = Files.newDirectoryStream(modules())) {
      for (Path module : modules) {
        listers.go(() -> counted(() -> list(module, paths, progress)));
      }
    } finally {
      paths.close();
    }
  }

  /** Sends the class files below a folder: parks inside a recursion, inside two nested loops. */
  @Suspendable
  private void list(Path folder, Channel<Path> paths, Progress progress) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          list(entry, paths, progress);
        } else if (isClassFile(entry)) {
          progress.expectOneMore();
          paths.send(entry);
        }
      }
    }
  }

  /**
   * Reads off the carriers: one that waits for a page of the JDK's image would run no parser
   * meanwhile. Medians of 21 runs each, taken in turns on two processors that had other work too:
   * 2.9 s so, 4.6 s with plain reads on the carriers (the best: 2.0 and 2.4), for 8 % more
   * processor time.
   */
  @Suspendable
  private void read(Channel<Path> paths, Channel<byte[]> images) throws Exception {
    for (Path path : paths) {
      Callable<byte[]> read = () -> Files.readAllBytes(path);
      images.send(onCarriers ? read.call() : Tasklet.blocking(read));
    }
  }

  @Suspendable
  private void parse(Channel<byte[]> images, Channel<ClassFile> files) throws IOException {
    for (byte[] image : images) {
      carriersSeen.add(Thread.currentThread().getName());
      files.send(ClassFile.parse(image));
    }
  }

  @Suspendable
  private void count(Channel<ClassFile> files, Channel<Tally> tallies, Progress progress) {
    Tally tally = new Tally();
    for (ClassFile file : files) {
      tally.add(file);
      progress.step();
    }
    tallies.send(tally);
  }

  private static Path modules() {
    return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
  }

  private static boolean isClassFile(Path path) {
    return path.toString().endsWith(".class");
  }

  /** The same without tasklets. */
  private static Tally scanSequentially() throws IOException {
    Tally tally = new Tally();
    try (Stream<Path> all = Files.walk(modules())) {
      for (Path path : (Iterable<Path>) all.filter(JdkScan::isClassFile)::iterator) {
        tally.add(ClassFile.parse(Files.readAllBytes(path)));
      }
    }
    return tally;
  }

  private static void compareWithSequential(Tally tally) throws IOException {
    long start = System.nanoTime();
    Tally expected = scanSequentially();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%na sequential run (by now the files are in memory, and the code is compiled): %.2f s%n",
        seconds);
    Check.equal("class files", expected.files(), tally.files());
    Check.equal("bytes", expected.bytes(), tally.bytes());
    Check.same("counts of %,d classes", expected.classes(), tally.classes());
    Check.same("counts of %,d packages", expected.packages(), tally.packages());
  }

  private static void print(
      List<Map.Entry<String, Integer>> classes, List<Map.Entry<String, Integer>> packages) {
    System.out.printf("%-46s %s%n", "class files that refer to class", "to package of others");
    Iterator<Map.Entry<String, Integer>> right = packages.iterator();
    for (Map.Entry<String, Integer> left : classes) {
      System.out.printf("%,7d %-38s", left.getValue(), left.getKey());
      if (right.hasNext()) {
        Map.Entry<String, Integer> entry = right.next();
        System.out.printf(" %,7d %s", entry.getValue(), entry.getKey());
      }
      System.out.println();
    }
  }

  public static void main(String[] args) {
    Example.main(new JdkScan(), args);
  }
}
