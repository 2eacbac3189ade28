package io.bobbin.tests.pickle;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tasklets in a line, joined by channels with buffers and without: the first sends values, each of
 * the others works at what it gets and hands it on, and the last lists what arrives.
 *
 * <p>As a program it goes on from images of such lines and prints what their last tasklets return.
 */
public final class Pipeline {
  /** The tasklets, the first and the last included. */
  static final int TASKLETS = 1_000;

  /** More than there is room for in the channels, so that senders have to wait. */
  static final int VALUES = 2_000;

  private static final String LAST = "last";
  private static final int LARGEST_BUFFER = 4;

  /** How slow one of them is: those before it wait to send, those behind it to receive. */
  private static final int YIELDS = 100;

  /** What goes through the line. */
  private static final class Value {
    final int number;
    long hash;

    Value(int number) {
      this.number = number;
      hash = number;
    }
  }

  private final Scheduler here = Scheduler.here();
  private final List<Channel<Value>> channels = new ArrayList<>();
  private final Tasklet<String> last;

  /** Starts a line; the seed says which channels have buffers, and which tasklet is slow. */
  Pipeline(long seed) {
    Random random = new Random(seed);
    for (int i = 1; i < TASKLETS; i++) {
      channels.add(
          random.nextBoolean()
              ? Channel.unbuffered()
              : Channel.buffered(1 + random.nextInt(LARGEST_BUFFER)));
    }
    Channel<Value> first = channels.get(0);
    int slow = TASKLETS / 3 + random.nextInt(TASKLETS / 3);
    here.start("first", () -> sendAll(first));
    for (int i = 1; i < channels.size(); i++) {
      Channel<Value> from = channels.get(i - 1);
      Channel<Value> to = channels.get(i);
      int yields = i == slow ? YIELDS : 0;
      here.start("stage " + i, () -> work(from, to, yields));
    }
    Channel<Value> end = channels.get(channels.size() - 1);
    last = here.start(LAST, () -> list(end));
  }

  @Suspendable
  private static void sendAll(Channel<Value> to) {
    for (int i = 0; i < VALUES; i++) {
      to.send(new Value(i));
    }
    to.close();
  }

  /** What it sends depends on all that it got before, and on the order of that. */
  @Suspendable
  private static void work(Channel<Value> from, Channel<Value> to, int yields) {
    long seen = 0;
    for (Value value : from) {
      seen = 31 * seen + value.hash;
      value.hash = seen;
      for (int i = 0; i < yields; i++) {
        Tasklet.yield();
      }
      to.send(value);
    }
    to.close();
  }

  @Suspendable
  private static String list(Channel<Value> from) {
    StringBuilder list = new StringBuilder();
    for (Value value : from) {
      list.append(value.number).append(' ').append(Long.toHexString(value.hash)).append('\n');
    }
    return list.toString();
  }

  /** Runs it until so many switches from one tasklet to another have been made. */
  void runFor(int switches) {
    int[] left = {switches};
    if (!here.runUntil(() -> left[0]-- == 0)) {
      throw new IllegalStateException("over before " + switches + " switches");
    }
  }

  byte[] image() {
    return Pickle.ofScheduler(here, PickleOptions.DEFAULT).bytes();
  }

  /** How many channels have values in their buffers. */
  long filled() {
    return channels.stream().filter(channel -> channel.size() > 0).count();
  }

  /** How many tasklets wait with a value that they send. */
  long blockedSenders() {
    return channels.stream().mapToInt(channel -> Math.max(0, channel.balance())).sum();
  }

  /** How many tasklets wait for a value. */
  long blockedReceivers() {
    return channels.stream().mapToInt(channel -> Math.max(0, -channel.balance())).sum();
  }

  /** Runs it to its end; how many switches that took. */
  int count() {
    int[] switches = {0};
    here.runUntil(() -> ++switches[0] < 0);
    return switches[0];
  }

  /** Runs it to its end; what its last tasklet returns. */
  String finish() {
    return last.join();
  }

  /** Goes on from an image, to its end. */
  static String finish(byte[] image) {
    Pickle.Restored line = Pickle.read(image, PickleFilter.allow("io.bobbin.tests.**"));
    line.resume();
    Tasklet<?> last =
        line.tasklets().stream().filter(each -> each.name().equals(LAST)).findFirst().orElseThrow();
    return (String) last.join();
  }

  /** Reads the images in some files, and writes beside each what comes of it. */
  public static void main(String[] files) throws IOException {
    for (String file : files) {
      Path image = Path.of(file);
      Files.writeString(Path.of(file + ".out"), finish(Files.readAllBytes(image)));
    }
    System.out.println(files.length + " images on JDK " + Runtime.version().feature());
  }
}
