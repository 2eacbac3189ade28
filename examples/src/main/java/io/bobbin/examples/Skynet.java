package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A million tasklets: each starts ten, down to a million leaves, and sums what they send back. The
 * benchmark "skynet" that is known from other languages.
 *
 * <pre>{@code
 * ./examples/run skynet 6
 * }</pre>
 */
@Command(
    name = "skynet",
    description = "Starts a tree of tasklets in which each has ten children, and sums its leaves.")
public final class Skynet implements Callable<Integer> {
  private static final int CHILDREN = 10;
  private static final int ROUNDS = 5;

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "6",
      description = "levels of the tree, 1 to 8: 10^levels leaves (${DEFAULT-VALUE})")
  private int levels;

  @Suspendable
  static void skynet(Channel<Long> out, long first, long leaves) {
    if (leaves == 1) {
      out.send(first);
      return;
    }
    Channel<Long> sums = Channel.unbuffered();
    long part = leaves / CHILDREN;
    for (int i = 0; i < CHILDREN; i++) {
      long begin = first + i * part;
      Tasklet.start(() -> skynet(sums, begin, part));
    }
    long sum = 0;
    for (int i = 0; i < CHILDREN; i++) {
      sum += sums.receive();
    }
    out.send(sum);
  }

  @Override
  public Integer call() {
    if (levels < 1 || levels > 8) {
      System.err.println("skynet has 1 to 8 levels, not " + levels);
      return CommandLine.ExitCode.USAGE;
    }
    long leaves = 1;
    long tasklets = 1;
    for (int i = 0; i < levels; i++) {
      leaves *= CHILDREN;
      tasklets += leaves;
    }
    System.out.printf("%,d tasklets, of which %,d are leaves%n", tasklets, leaves);
    long sum = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      Channel<Long> out = Channel.unbuffered();
      long all = leaves;
      Tasklet.start(() -> skynet(out, 0, all));
      sum = out.receive();
      long nanos = System.nanoTime() - start;
      System.out.printf(
          "  round %d: %,5d ms, %,d ns per tasklet%n", round, nanos / 1_000_000, nanos / tasklets);
    }
    Check.equal("sum of the leaves", leaves * (leaves - 1) / 2, sum);
    return 0;
  }

  public static void main(String[] args) {
    Example.main(new Skynet(), args);
  }
}
