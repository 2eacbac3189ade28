package io.bobbin.examples;

import io.bobbin.Suspendable;
import io.bobbin.greenlet.Greenlet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Two players and a ball, without a scheduler: each hits the ball by switching to the other, from
 * the bottom of a recursion. A switch costs the same however deep that is.
 *
 * <pre>{@code
 * ./examples/run greenlets 20000000
 * }</pre>
 */
@Command(
    name = "greenlets",
    description = "Sends a ball to and fro between two greenlets, at several depths.")
public final class GreenletPingPong implements Callable<Integer> {
  private static final int[] DEPTHS = {1, 10, 1000};

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "20000000",
      description = "rounds (${DEFAULT-VALUE})")
  private int rounds;

  /** A player who gives up when the ball has been hit often enough. */
  private static final class Player {
    private final int depth;
    private final int rounds;
    private int hits;
    private Greenlet<String, String> other = Greenlet.root();

    Player(int depth, int rounds) {
      this.depth = depth;
      this.rounds = rounds;
    }

    @Suspendable
    String play(int levelsLeft, String ball) {
      if (levelsLeft > 1) {
        return play(levelsLeft - 1, ball);
      }
      String flying = ball;
      while (hits < rounds) {
        hits++;
        flying = other.switchTo(flying);
      }
      return flying;
    }

    Greenlet<String, String> greenlet() {
      return Greenlet.of(ball -> play(depth, ball));
    }
  }

  private static void match(int depth, int rounds) {
    Player ping = new Player(depth, rounds);
    Player pong = new Player(depth, rounds);
    Greenlet<String, String> first = ping.greenlet();
    ping.other = pong.greenlet();
    pong.other = first;
    long start = System.nanoTime();
    String ball = first.switchTo("the ball");
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%,d calls deep: %,d switches in %,d ms, %.1f ns each%n",
        depth, 2L * rounds, nanos / 1_000_000, nanos / 2.0 / rounds);
    Check.equal("what came back", "the ball", ball);
    Check.equal("hits", 2 * rounds, ping.hits + pong.hits);
  }

  @Override
  public Integer call() {
    for (int depth : DEPTHS) {
      match(depth, rounds);
    }
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new GreenletPingPong(), args);
  }
}
