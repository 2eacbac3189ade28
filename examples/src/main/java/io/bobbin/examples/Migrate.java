package io.bobbin.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A computation that walks: a search for primes, in the middle of its loops, goes from one JVM to
 * another and back at every step. Then a JVM is killed, and the last image goes on in a third.
 *
 * <p>The first process starts the others, and only tells them which file to go on with. What the
 * search knows is in its local variables; no line of it says how to save or restore them.
 *
 * <pre>{@code
 * ./examples/run migrate 20000
 * }</pre>
 */
@Command(name = "migrate", description = "Moves a running computation between JVMs.")
public final class Migrate implements Callable<Integer> {
  /** In how many steps the numbers are searched. */
  private static final int STEPS = 8;

  /** The step after which the JVM that has the search is killed. */
  private static final int LAST_OF_TWO = 5;

  private static final String STATION = "--station";

  /** How the lines begin with which a station answers. */
  private static final String IMAGE = "image ";

  private static final String SUM = "sum ";

  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.examples.**");

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "20000",
      description = "up to which number primes are searched (${DEFAULT-VALUE})")
  private int limit;

  @Option(names = STATION, hidden = true, description = "serve as one of the other JVMs")
  private boolean isStation;

  /** Searches for primes, waits on a platform after each step, and returns their sum. */
  @Suspendable
  static long search(int limit, Channel<String> platform) {
    long sum = 0;
    int found = 0;
    int step = 1;
    for (int number = 2; number <= limit; number++) {
      if (isPrime(number)) {
        sum += number;
        found++;
      }
      if (number == (int) ((long) limit * step / STEPS)) {
        System.out.printf(
            "  JVM %d: step = %d, number = %,d, found = %,d, sum = %,d%n",
            ProcessHandle.current().pid(), step, number, found, sum);
        step++;
        platform.receive(); // where it is pickled; it goes on here, or wherever the image is read
      }
    }
    return sum;
  }

  private static boolean isPrime(int number) {
    for (int divisor = 2; divisor <= number / divisor; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return number > 1;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (isStation) {
      serve();
    } else {
      travel();
    }
    return 0;
  }

  // The JVMs in which the search runs

  /** Reads the names of images, runs each for a step, writes the next, and says its name. */
  private void serve() throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String name = in.readLine(); name != null; name = in.readLine()) {
      Path from = Path.of(name);
      Journey journey = Files.exists(from) ? arrive(Files.readAllBytes(from)) : begin();
      Tasklet<Long> search = journey.search;
      journey.proceed();
      if (isOver(search)) {
        System.out.println(SUM + search.join());
      } else {
        Path to = Files.createTempFile(from.getParent(), "search", ".pickle");
        Files.write(to, Pickle.ofAll(List.of(search, journey.ticket)).bytes());
        search.kill(); // what goes on is its twin
        System.out.println(IMAGE + to);
      }
    }
  }

  /** The search, and a tasklet that has ended: its result is the channel that the search uses. */
  private record Journey(Tasklet<Long> search, Tasklet<Channel<String>> ticket) {
    /** Runs the search until it waits again, or has its result. */
    void proceed() {
      Channel<String> platform = ticket.join();
      Tasklet<?> whistle = Scheduler.here().start(() -> platform.send("go"));
      Scheduler.here()
          .runUntil(() -> isOver(whistle) && (platform.balance() < 0 || isOver(search)));
    }
  }

  private Journey begin() {
    int last = limit;
    Channel<String> platform = Channel.unbuffered();
    Tasklet<Long> search =
        Scheduler.here()
            .start(
                "search",
                () -> {
                  platform.receive();
                  return search(last, platform);
                });
    return new Journey(search, Scheduler.here().start("ticket", () -> platform));
  }

  @SuppressWarnings("unchecked") // as they were pickled
  private static Journey arrive(byte[] image) {
    List<Tasklet<?>> read = Pickle.read(image, FILTER).tasklets();
    Scheduler.here().resume(read.get(0));
    return new Journey((Tasklet<Long>) read.get(0), (Tasklet<Channel<String>>) read.get(1));
  }

  private static boolean isOver(Tasklet<?> search) {
    return search.state() == Tasklet.State.ENDED;
  }

  // The journey

  /** One of the other JVMs. */
  private static final class Station implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    Station(int limit) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments()); // with the agent
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Migrate.class.getName(), STATION, String.valueOf(limit)));
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      out = process.inputReader(UTF_8);
      in = process.outputWriter(UTF_8);
    }

    /** Has the search run for a step; returns the last line that says how that ended. */
    String run(String image) throws IOException {
      in.write(image + "\n");
      in.flush();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(IMAGE) || line.startsWith(SUM)) {
          return line;
        }
        System.out.println(line);
      }
      throw new IOException("JVM " + process.pid() + " is gone");
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
      System.out.printf("  JVM %d was killed%n", process.pid());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private void travel() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("migrate");
    String image = folder.resolve("none").toString();
    try (Station first = new Station(limit);
        Station second = new Station(limit);
        Station third = new Station(limit)) {
      String answer = "";
      for (int step = 1; !answer.startsWith(SUM); step++) {
        Station next = step > LAST_OF_TWO ? third : step % 2 == 1 ? first : second;
        answer = next.run(image);
        if (answer.startsWith(IMAGE)) {
          image = answer.substring(IMAGE.length());
        }
        if (step == LAST_OF_TWO) {
          next.kill();
          System.out.printf("  its last image has %,d bytes%n", Files.size(Path.of(image)));
        }
      }
      Check.equal("sum of the primes", sumOfPrimes(), Long.valueOf(answer.substring(SUM.length())));
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private long sumOfPrimes() {
    return IntStream.rangeClosed(2, limit).filter(Migrate::isPrime).asLongStream().sum();
  }

  public static void main(String[] args) {
    Example.main(new Migrate(), args);
  }
}
