package io.bobbin.tests.pickle.golden;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The program that has written the images in {@code resources/pickles/v1}.
 *
 * <p>Do not change it, not even its lines: the images have the hashes of its methods, and each
 * later version must read them. What a later version writes is for a program of its own.
 */
public final class GoldenV1 {
  private GoldenV1() {}

  @Suspendable
  static int adds(Channel<Integer> in, int sum) {
    try {
      return sum + in.receive();
    } catch (IllegalStateException e) {
      return sum;
    }
  }

  enum Size {
    SMALL,
    LARGE {
      @Override
      int factor() {
        return 10;
      }
    };

    int factor() {
      return 1;
    }
  }

  record Item(String name, Size size, double price, Object next) {}

  static class Base {
    boolean flag = true;
    byte[] bytes = {1, -2, 3};
  }

  static final class Node extends Base {
    final Node self = this;
    char letter = '\u00e9';
    float[] floats = {0.5f};
    Object[] parts = {"a", 'b', (byte) 3, (short) 4, 5, 6L, 7.0f, 8.0, true, null};
  }

  interface Scale {
    @Suspendable
    long of(long x);
  }

  @Suspendable
  static String consumes(Channel<Item> items) {
    Node node = new Node();
    Scale scale = x -> x * 3;
    long total = Integer.MAX_VALUE;
    StringBuilderLike text = new StringBuilderLike();
    for (Item item : items) {
      total += scale.of(item.size().factor());
      text.text += item.name() + item.price();
    }
    return text.text + total + node.letter + node.parts.length + (node.self == node);
  }

  static final class StringBuilderLike {
    String text = "";
  }

  @Suspendable
  static void produces(Channel<Item> items, Channel<Integer> go) {
    items.send(new Item("first ", Size.SMALL, 1.5, null));
    items.send(new Item("second ", Size.LARGE, 2.5, items));
    int more = go.receive();
    for (int i = 0; i < more; i++) {
      items.send(new Item("more ", Size.SMALL, i, i));
    }
    items.close();
  }

  /** A tasklet that waits at a channel, in a frame with an int. */
  static byte[] small() {
    Scheduler here = Scheduler.here();
    Channel<Integer> in = Channel.unbuffered();
    Tasklet<Integer> adder = here.start("small", () -> adds(in, 7));
    here.runUntil(() -> adder.state() == Tasklet.State.WAITING);
    return Pickle.of(adder).bytes();
  }

  /** A producer and a consumer in full flow, and the channel for which the producer waits. */
  static byte[] group() {
    Scheduler here = Scheduler.here();
    Channel<Item> items = Channel.buffered(1);
    Channel<Integer> go = Channel.unbuffered();
    Tasklet<Channel<Integer>> ticket = here.start("ticket", () -> go);
    Tasklet<String> consumer = here.start("consumer", () -> consumes(items));
    Tasklet<?> producer = here.start("producer", () -> produces(items, go));
    here.runUntil(() -> go.balance() < 0 && items.balance() < 0);
    ticket.join();
    return Pickle.ofAll(List.of(ticket, consumer, producer)).bytes();
  }

  /**
   * Writes the images.
   *
   * @param arguments the folder
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.write(folder.resolve("small.pickle"), small());
    Files.write(folder.resolve("group.pickle"), group());
  }
}
