package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The sieve as a chain of tasklets: one makes the numbers, and each prime found adds a tasklet that
 * takes its multiples out of the stream. A {@code for} loop over a channel parks; it blocks
 * nothing.
 *
 * <pre>{@code
 * ./examples/run primes 2000
 * }</pre>
 */
@Command(name = "primes", description = "Sieves prime numbers through a chain of tasklets.")
public final class Primes implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "1000",
      description = "how many (${DEFAULT-VALUE})")
  private int count;

  @Suspendable
  static void generate(Channel<Integer> out) {
    for (int i = 2; ; i++) {
      out.send(i);
    }
  }

  @Suspendable
  static void filter(Channel<Integer> in, Channel<Integer> out, int prime) {
    for (int i : in) {
      if (i % prime != 0) {
        out.send(i);
      }
    }
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    List<Integer> primes = new ArrayList<>();
    Channel<Integer> numbers = Channel.unbuffered();
    Tasklet.start("numbers", () -> generate(numbers));
    Channel<Integer> in = numbers;
    while (primes.size() < count) {
      int prime = in.receive(); // the main thread blocks, as threads do
      primes.add(prime);
      Channel<Integer> from = in;
      Channel<Integer> to = Channel.unbuffered();
      Tasklet.start("without multiples of " + prime, () -> filter(from, to, prime));
      in = to;
    }
    long millis = (System.nanoTime() - start) / 1_000_000;

    System.out.printf("The first primes: %s ...%n", primes.subList(0, Math.min(count, 20)));
    System.out.printf(
        "%,d primes through a chain of %,d tasklets in %,d ms%n", count, count, millis);
    Check.equal("sum of the primes", sumOfPrimes(count), sum(primes));
    return 0;
  }

  private static long sum(List<Integer> numbers) {
    return numbers.stream().mapToLong(Integer::longValue).sum();
  }

  private static long sumOfPrimes(int count) {
    return IntStream.iterate(2, i -> i + 1)
        .filter(i -> IntStream.rangeClosed(2, (int) Math.sqrt(i)).allMatch(d -> i % d != 0))
        .limit(count)
        .asLongStream()
        .sum();
  }

  public static void main(String[] args) {
    Example.main(new Primes(), args);
  }
}
