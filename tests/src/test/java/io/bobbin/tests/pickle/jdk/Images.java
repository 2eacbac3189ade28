package io.bobbin.tests.pickle.jdk;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images of all programs at all their stops, in this JVM or by way of a directory. */
final class Images {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  private Images() {}

  /** A run that was not resumed from anything, and an image of each of its stops. */
  record Run(String result, List<byte[]> images) {}

  /** Lets a program go on for ever, once it is raised. */
  @Suspendable
  private static void pumps(Channel<Integer> gate, Channel<Integer> never) {
    try {
      never.receive();
    } catch (IllegalStateException e) {
      while (true) {
        gate.send(0);
      }
    }
  }

  static Run run(Programs.Program program, boolean twice) {
    Scheduler here = Scheduler.here();
    List<byte[]> images = new ArrayList<>();
    Channel<Integer> gate = Channel.unbuffered();
    Channel<Integer> never = Channel.unbuffered();
    Tasklet<String> user = here.start("user", () -> program.run(gate));
    Tasklet<?> pump = here.start("pump", () -> pumps(gate, never));
    here.runUntil(() -> never.balance() < 0);
    while (true) {
      here.runUntil(() -> gate.balance() < 0 || user.state() == Tasklet.State.ENDED);
      if (user.state() == Tasklet.State.ENDED) {
        pump.kill();
        return new Run(user.join(), images);
      }
      byte[] image = Pickle.ofAll(List.of(user, pump)).bytes();
      images.add(twice ? Pickle.ofAll(Pickle.read(image, FILTER).tasklets()).bytes() : image);
      Tasklet<?> sender = here.start(() -> gate.send(0));
      here.runUntil(() -> sender.state() == Tasklet.State.ENDED);
    }
  }

  static String resume(byte[] image) {
    List<Tasklet<?>> twins = Pickle.read(image, FILTER).tasklets();
    twins.get(1).raise(new IllegalStateException());
    twins.forEach(Scheduler.here()::resume);
    try {
      return (String) twins.get(0).join();
    } finally {
      twins.get(1).kill();
    }
  }

  /** Writes all into a directory, or goes on from those that are there. */
  public static void main(String[] args) throws IOException {
    List<String> failed = List.of();
    if (args[0].equals("write")) {
      writeAll(Path.of(args[1]));
    } else {
      failed = readAll(Path.of(args[1]));
    }
    failed.forEach(System.out::println);
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  static void writeAll(Path directory) throws IOException {
    int number = 0;
    for (Programs.Program program : Programs.all().values()) {
      Path place = Files.createDirectories(directory.resolve("" + number++));
      Run run = run(program, false);
      Files.writeString(place.resolve("result"), run.result());
      for (int i = 0; i < run.images().size(); i++) {
        Files.write(place.resolve("" + i), run.images().get(i));
      }
    }
  }

  /** What did not end as it did where it was written. */
  static List<String> readAll(Path directory) throws IOException {
    List<String> failed = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, Programs.Program> program : Programs.all().entrySet()) {
      Path place = directory.resolve("" + number++);
      String expected = Files.readString(place.resolve("result"));
      if (!Files.exists(place.resolve("0"))) {
        failed.add(program.getKey() + " has no image");
      }
      for (int i = 0; Files.exists(place.resolve("" + i)); i++) {
        String found;
        try {
          found = resume(Files.readAllBytes(place.resolve("" + i)));
        } catch (RuntimeException e) {
          found = e.toString();
        }
        if (!found.equals(expected)) {
          failed.add(
              program.getKey() + " from stop " + (i + 1) + ": " + found + ", not " + expected);
        }
      }
    }
    return failed;
  }
}
