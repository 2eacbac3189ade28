package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.WorkGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs made of many small processes that talk over channels. */
@Timeout(60)
class ProcessesTest {
  private static final String TASKLETS = "io.bobbin.tests.channel.Company#ofTasklets";

  /** Runs processes that never end by themselves, and takes the first values of what they make. */
  private static <T> List<T> first(
      int count, Company company, Function<WorkGroup, Channel<T>> program) {
    Scheduler scheduler =
        switch (company) {
          case HERE -> Scheduler.here();
          case POOL_OF_ONE -> Scheduler.pool(1);
          default -> Scheduler.pool(2);
        };
    List<T> values = new ArrayList<>();
    try (WorkGroup group = WorkGroup.open(scheduler)) {
      Channel<T> made = program.apply(group);
      while (values.size() < count) {
        values.add(made.receive());
      }
      group.cancel();
    }
    if (company != Company.HERE) {
      scheduler.close();
    }
    return values;
  }

  // A chain of filters, one for each prime

  @ParameterizedTest
  @MethodSource(TASKLETS)
  void aChainOfFiltersSievesPrimes(Company company) {
    assertThat(first(200, company, ProcessesTest::sieve)).isEqualTo(primes(200));
  }

  private static List<Integer> primes(int count) {
    List<Integer> primes = new ArrayList<>();
    for (int i = 2; primes.size() < count; i++) {
      int candidate = i;
      if (primes.stream().noneMatch(prime -> candidate % prime == 0)) {
        primes.add(i);
      }
    }
    return primes;
  }

  private static Channel<Integer> sieve(WorkGroup group) {
    Channel<Integer> primes = Channel.unbuffered();
    group.go(() -> sieves(group, primes));
    return primes;
  }

  @Suspendable
  private static void sieves(WorkGroup group, Channel<Integer> primes) {
    Channel<Integer> in = Channel.unbuffered();
    Channel<Integer> numbers = in;
    group.go(() -> counts(numbers, 2, 1));
    while (true) {
      int prime = in.receive();
      primes.send(prime);
      Channel<Integer> from = in;
      Channel<Integer> to = Channel.unbuffered();
      group.go(() -> filters(from, to, prime));
      in = to;
    }
  }

  @Suspendable
  private static void counts(Channel<Integer> out, int from, int step) {
    for (int i = from; ; i += step) {
      out.send(i);
    }
  }

  @Suspendable
  private static void filters(Channel<Integer> in, Channel<Integer> out, int prime) {
    for (int i : in) {
      if (i % prime != 0) {
        out.send(i);
      }
    }
  }

  // A merge of the multiples of all primes so far, which are fed back

  @ParameterizedTest
  @MethodSource(TASKLETS)
  void aMergeOfMultiplesThatIsFedItsOwnPrimesSievesPrimes(Company company) {
    assertThat(first(400, company, ProcessesTest::feedbackSieve)).isEqualTo(primes(400));
  }

  private static Channel<Integer> feedbackSieve(WorkGroup group) {
    Channel<Integer> primes = Channel.buffered(10);
    Channel<Integer> composites = Channel.buffered(50);
    Channel<Integer> feedback = Channel.unlimited();
    group.go(() -> mergesMultiples(group, feedback, composites));
    group.go(() -> subtracts(composites, primes, feedback));
    return primes;
  }

  /** The next multiple of a prime, and where those after it come from. */
  private record Multiples(int next, Channel<Integer> more) {}

  @Suspendable
  private static void mergesMultiples(
      WorkGroup group, Channel<Integer> primes, Channel<Integer> composites) {
    PriorityQueue<Multiples> heap = new PriorityQueue<>(Comparator.comparing(Multiples::next));
    Multiples fresh = multiples(group, primes.receive());
    heap.add(fresh);
    while (true) {
      Multiples least = heap.remove();
      composites.send(least.next());
      heap.add(new Multiples(least.more().receive(), least.more()));
      if (least == fresh) { // none is needed before: the square of the next prime is larger
        fresh = multiples(group, primes.receive());
        heap.add(fresh);
      }
    }
  }

  @Suspendable
  private static Multiples multiples(WorkGroup group, int prime) {
    Channel<Integer> more = Channel.buffered(4);
    group.go(() -> counts(more, prime * prime, prime));
    return new Multiples(more.receive(), more);
  }

  @Suspendable
  private static void subtracts(
      Channel<Integer> composites, Channel<Integer> primes, Channel<Integer> feedback) {
    feedback.send(2);
    primes.send(2);
    int composite = composites.receive();
    for (int i = 3; ; i++) {
      while (composite < i) {
        composite = composites.receive();
      }
      if (composite != i) {
        feedback.send(i);
        primes.send(i);
      }
    }
  }

  // Power series

  @ParameterizedTest
  @MethodSource(TASKLETS)
  void powerSeriesAreComputedOnDemand(Company company) {
    assertThat(first(6, company, group -> new Series(group).squareOfGeometric()))
        .isEqualTo(ratios("1 2 3 4 5 6"));
    assertThat(first(7, company, group -> new Series(group).exponential()))
        .isEqualTo(ratios("1 1 1/2 1/6 1/24 1/120 1/720"));
    assertThat(first(7, company, group -> new Series(group).reciprocalOfExponential()))
        .isEqualTo(ratios("1 -1 1/2 -1/6 1/24 -1/120 1/720"));
    assertThat(first(10, company, group -> new Series(group).tangent()))
        .isEqualTo(ratios("0 1 0 1/3 0 2/15 0 17/315 0 62/2835"));
  }

  private static List<Ratio> ratios(String text) {
    return List.of(text.split(" ")).stream().map(Ratio::parse).toList();
  }
}
