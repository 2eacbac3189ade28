package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A ring of 503 tasklets that pass a token on: the benchmark "thread-ring". Almost all of its time
 * is handing a value to a tasklet that waits for it.
 *
 * <pre>{@code
 * ./examples/run ring 5000000
 * }</pre>
 */
@Command(
    name = "ring",
    description = "Passes a token round a ring of 503 tasklets, and tells who has it at the end.")
public final class Ring implements Callable<Integer> {
  private static final int MEMBERS = 503;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "5000000",
      description = "hops (${DEFAULT-VALUE})")
  private int hops;

  /** Passes the token on, one less each time, until the ring is closed. */
  @Suspendable
  static void member(int id, Channel<Integer> in, Channel<Integer> next, Channel<Integer> winner) {
    for (int token : in) {
      if (token == 0) {
        winner.send(id);
      } else {
        next.send(token - 1);
      }
    }
  }

  private static int run(int carriers, int hops) {
    try (Scheduler pool = Scheduler.pool(carriers)) {
      Channel<Integer> winner = Channel.unbuffered();
      List<Channel<Integer>> links = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        links.add(Channel.unbuffered());
      }
      List<Tasklet<?>> members = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        int id = i + 1;
        Channel<Integer> in = links.get(i);
        Channel<Integer> next = links.get(id % MEMBERS);
        members.add(pool.start("member " + id, () -> member(id, in, next, winner)));
      }
      links.get(0).send(hops);
      int id = winner.receive();
      links.forEach(Channel::close);
      members.forEach(Tasklet::join);
      return id;
    }
  }

  @Override
  public Integer call() {
    for (int carriers = 1; carriers <= 2; carriers++) {
      long start = System.nanoTime();
      int winner = run(carriers, hops);
      long nanos = System.nanoTime() - start;
      System.out.printf(
          "%d tasklets on %d carrier(s): %,d hops in %,d ms, %,d ns each%n",
          MEMBERS, carriers, hops, nanos / 1_000_000, nanos / hops);
      Check.equal("member with the token at the end", hops % MEMBERS + 1, winner);
    }
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new Ring(), args);
  }
}
