package io.bobbin.tests.pickle;

import io.bobbin.Body;
import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A group of tasklets in which there is everything that an image can have. */
public final class EveryKind {
  private EveryKind() {}

  /** Allows the classes of the group. */
  public static PickleFilter filter() {
    return PickleFilter.allow(EveryKind.class.getName());
  }

  /**
   * The image of the group.
   *
   * @param options how it is written
   */
  public static byte[] image(PickleOptions options) {
    Scheduler here = Scheduler.deterministic(1);
    Channel<Object> values = Channel.buffered(4);
    Channel<Integer> go = Channel.unbuffered();
    List<Tasklet<?>> group = new ArrayList<>();
    group.add(here.start("holder", () -> holds(values, go)));
    group.add(here.start("selects", () -> selects(values, go)));
    group.add(here.start("sleeps", () -> sleepsWithin(3)));
    group.add(here.start("sends", () -> values.send("later")));
    group.add(here.start(() -> group.get(0).join()));
    group.addAll(ToolUsers.start(here));
    here.runUntil(() -> group.stream().allMatch(t -> t.state() == Tasklet.State.WAITING));
    group.add(here.start("not begun", () -> sleepsWithin(1)));
    return Pickle.ofAll(group, options).bytes();
  }

  private static final class Account {
    private final String name;
    private Object other = this;
    private boolean open = true;
    private double share = 0.5;

    Account(String name) {
      this.name = name;
    }
  }

  private record Pair(Object first, int second) {}

  private enum Color {
    RED,
    GREEN
  }

  /** Two that are alike, of an anonymous class, and one around an object of another. */
  private static Object unnamed() {
    class Around {
      final Object inside =
          new Object() {
            final int first = 1;
          };
    }
    return List.of(
        new Around(),
        new Object() {
          final int other = 2;
        },
        new Object() {
          final int other = 3;
        });
  }

  @Suspendable
  private static Object holds(Channel<Object> values, Channel<Integer> go) throws Exception {
    Account account = new Account("a");
    account.other = new Object[] {account, new int[][] {{1}, {2, 3}}, "\u20ac", null};
    long[] longs = {1, Long.MIN_VALUE};
    boolean[] booleans = {true, false};
    char[] chars = {'a', '\uffff'};
    byte[] bytes = {1, 2, 3};
    float[] floats = {1, 2};
    double[] doubles = {1};
    short[] shorts = {-1};
    Object[] boxes = {1, 2L, 'c', 1.0, 1f, true, (byte) 1, (short) 2, new Object(), unnamed()};
    double wide = Math.PI;
    Pair pair = new Pair(Color.GREEN, 7);
    Body<Integer> lambda = () -> pair.second + longs.length;
    Generator<Integer> generator =
        Generator.of(
            out -> {
              out.yield(1);
              out.yield(2);
              out.yield(3);
            });
    for (int i = 0; i < 4; i++) {
      values.send(i == 0 ? boxes : pair);
    }
    int first = generator.next();
    values.send(first); // waits
    return account.name
        + account.open
        + account.share
        + booleans[0]
        + chars[0]
        + bytes[0]
        + floats[0]
        + doubles[0]
        + shorts[0]
        + wide
        + lambda.run()
        + generator.next()
        + go.receive(Duration.ofSeconds(1));
  }

  @Suspendable
  private static String selects(Channel<Object> values, Channel<Integer> go) {
    return Select.<String>of(
        go.onReceive(v -> "received"), Select.after(Duration.ofMinutes(1), () -> "after"));
  }

  @Suspendable
  private static int sleepsWithin(int depth) {
    if (depth == 0) {
      Tasklet.sleep(Duration.ofSeconds(10));
      return 1;
    }
    return 1 + sleepsWithin(depth - 1);
  }
}
