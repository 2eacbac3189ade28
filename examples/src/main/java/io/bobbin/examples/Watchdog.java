package io.bobbin.examples;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stackless Python's way to share one thread: workers that compute without ever yielding are
 * interrupted by a watchdog and take turns; a producer and a consumer hand values over in between.
 * One worker is pickled where it was interrupted, and its twin comes to the same result.
 *
 * <pre>{@code
 * ./examples/run watchdog 300000
 * }</pre>
 */
@Command(
    name = "watchdog",
    description = "Interrupts workers that compute, so that all take turns on one thread.")
public final class Watchdog implements Callable<Integer> {
  private static final int WORKERS = 3;
  private static final Duration BUDGET = Duration.ofMillis(5);

  @Parameters(
      index = "0",
      arity = "0..1",
      converter = Example.Positive.class,
      defaultValue = "300000",
      description = "up to which number primes are counted (${DEFAULT-VALUE})")
  private int limit;

  /** Starts the example. */
  public static void main(String[] args) {
    Example.main(new Watchdog(), args);
  }

  @Suspendable(preempt = true)
  private static int countPrimes(int limit) {
    int count = 0;
    for (int n = 2; n <= limit; n++) {
      boolean isPrime = true;
      for (int d = 2; d * d <= n && isPrime; d++) {
        isPrime = n % d != 0;
      }
      count += isPrime ? 1 : 0;
    }
    return count;
  }

  @Suspendable
  private static int consume(Channel<Integer> values) {
    int sum = 0;
    for (int each : values) {
      sum += each;
    }
    return sum;
  }

  @Suspendable
  private static void produce(Channel<Integer> values) {
    for (int i = 1; i <= 100; i++) {
      values.send(i);
      Tasklet.yield(); // to the workers
    }
    values.close();
  }

  @Override
  public Integer call() {
    int primes = countPrimes(limit);
    Scheduler here = Scheduler.here();
    List<Tasklet<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      int upTo = limit;
      workers.add(here.start("worker " + i, () -> countPrimes(upTo)));
    }
    Channel<Integer> values = Channel.unbuffered();
    values.setPreference(Channel.Preference.RECEIVER);
    here.start("producer", () -> produce(values));
    Tasklet<Integer> consumer = here.start("consumer", () -> consume(values));

    Tasklet<?> twin = null;
    int interruptions = 0;
    for (Tasklet<?> late; (late = here.watch(BUDGET)) != null; interruptions++) {
      if (twin == null) {
        byte[] image = Pickle.of(late).bytes();
        System.out.println(
            late.name() + " is pickled in the middle of a loop: " + image.length + " bytes");
        twin = Pickle.read(image, PickleFilter.allow("io.bobbin.examples.**")).tasklet();
        here.resume(twin);
      }
      here.resume(late);
    }
    System.out.println("interrupted " + interruptions + " times, after 5 ms each");
    for (Tasklet<Integer> worker : workers) {
      Check.equal("primes counted by " + worker.name(), primes, worker.join());
    }
    if (twin != null) {
      Check.equal("primes counted by its twin", primes, twin.join());
    }
    Check.equal("sum of what was handed over", 5050, consumer.join());
    return 0;
  }
}
