package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Two players and a ball: the same two methods are run by tasklets on one carrier, by tasklets on
 * two, and by plain threads, for which the same channels block.
 *
 * <pre>{@code
 * ./examples/run pingpong 2000000
 * }</pre>
 */
@Command(
    name = "pingpong",
    description = "Sends a ball to and fro between two tasklets, then between two threads.")
public final class PingPong implements Callable<Integer> {
  /** Threads are so much slower that they play so many times less. */
  private static final int THREAD_HANDICAP = 50;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "2000000",
      description = "rounds (${DEFAULT-VALUE})")
  private int rounds;

  @Suspendable
  static long ping(Channel<Long> there, Channel<Long> back, int rounds) {
    long ball = 0;
    for (int i = 0; i < rounds; i++) {
      there.send(ball);
      ball = back.receive();
    }
    there.close();
    return ball;
  }

  @Suspendable
  static void pong(Channel<Long> there, Channel<Long> back) {
    for (long ball : there) {
      back.send(ball + 1);
    }
  }

  private static long playTasklets(int carriers, int rounds) {
    try (Scheduler pool = Scheduler.pool(carriers)) {
      Channel<Long> there = Channel.unbuffered();
      Channel<Long> back = Channel.unbuffered();
      pool.start("pong", () -> pong(there, back));
      return pool.start("ping", () -> ping(there, back, rounds)).join();
    }
  }

  private static long playThreads(int rounds) throws Exception {
    Channel<Long> there = Channel.unbuffered();
    Channel<Long> back = Channel.unbuffered();
    Thread pong = new Thread(() -> pong(there, back), "pong");
    FutureTask<Long> ping = new FutureTask<>(() -> ping(there, back, rounds));
    pong.start();
    new Thread(ping, "ping").start();
    pong.join();
    return ping.get();
  }

  private static void play(String players, int rounds, Callable<Long> game) throws Exception {
    long start = System.nanoTime();
    long ball = game.call();
    long nanos = System.nanoTime() - start;
    System.out.printf(
        "%s: %,d round trips in %,d ms, %,d ns each%n",
        players, rounds, nanos / 1_000_000, nanos / rounds);
    Check.equal("times that the ball was hit back", (long) rounds, ball);
  }

  @Override
  public Integer call() throws Exception {
    int fewer = Math.max(1, rounds / THREAD_HANDICAP);
    play("two tasklets, one carrier", rounds, () -> playTasklets(1, rounds));
    play("two tasklets, two carriers", rounds, () -> playTasklets(2, rounds));
    play("two threads", fewer, () -> playThreads(fewer));
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new PingPong(), args);
  }
}
