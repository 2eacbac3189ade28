package io.bobbin.benchmarks;

/** Virtual threads that talk, for contenders that differ in the channels. */
final class Threads {
  /** A channel of some library. */
  interface Line<T> {
    /** Sends a value. */
    void send(T value) throws InterruptedException;

    /** Receives a value. */
    T receive() throws InterruptedException;
  }

  /** Makes channels without a buffer. */
  interface Maker {
    /** Makes one. */
    <T> Line<T> make();
  }

  /** What a virtual thread does. */
  interface Work {
    /** Does it. */
    void run() throws InterruptedException;
  }

  private Threads() {}

  /** Starts a virtual thread. */
  static Thread start(Work work) {
    return Loom.start(
        () -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts", e);
          }
        });
  }

  /** As {@link Tasklets#unbuffered} and {@link Tasklets#buffered}. */
  static void pass(Line<Integer> line) throws InterruptedException {
    int[] sum = new int[1];
    Thread taker = start(() -> sum[0] = take(line));
    Thread giver = start(() -> give(line, Workload.VALUES));
    taker.join();
    Check.same("sum", Workload.SUM_OF_VALUES, sum[0]);
    giver.join();
  }

  /** Sends so many values. */
  static void give(Line<Integer> line, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      line.send(i % Check.YIELDED);
    }
  }

  private static int take(Line<Integer> line) throws InterruptedException {
    int sum = 0;
    for (int i = 0; i < Workload.VALUES; i++) {
      sum += line.receive();
    }
    return sum;
  }

  /** As {@link Tasklets#skynet}. */
  static void skynet(Maker maker) throws InterruptedException {
    Line<Long> result = maker.make();
    start(() -> node(maker, result, 0, Workload.LEAVES));
    long[] sum = new long[1];
    start(() -> sum[0] = result.receive()).join();
    Check.same("sum of the leaves", Workload.SUM_OF_LEAVES, sum[0]);
  }

  private static void node(Maker maker, Line<Long> parent, long number, int leaves)
      throws InterruptedException {
    if (leaves == 1) {
      parent.send(number);
      return;
    }
    Line<Long> own = maker.make();
    int part = leaves / 10;
    for (int i = 0; i < 10; i++) {
      long first = number + (long) i * part;
      start(() -> node(maker, own, first, part));
    }
    long sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += own.receive();
    }
    parent.send(sum);
  }

  /** As {@link Tasklets#ring}. */
  static void ring(Maker maker) throws InterruptedException {
    Line<Integer> first = maker.make();
    Line<Integer> last = first;
    for (int i = 1; i < Workload.RING; i++) {
      Line<Integer> from = last;
      Line<Integer> to = maker.make();
      start(() -> forward(from, to));
      last = to;
    }
    Line<Integer> end = last;
    int[] count = new int[1];
    start(() -> count[0] = goRound(first, end)).join();
    Check.same("hops", Workload.HOPS % Check.YIELDED, count[0]);
  }

  private static void forward(Line<Integer> from, Line<Integer> to) throws InterruptedException {
    for (int i = 0; i < Workload.LAPS; i++) {
      to.send((from.receive() + 1) % Check.YIELDED);
    }
  }

  private static int goRound(Line<Integer> to, Line<Integer> from) throws InterruptedException {
    int count = 0;
    for (int i = 0; i < Workload.LAPS; i++) {
      to.send((count + 1) % Check.YIELDED);
      count = from.receive();
    }
    return count;
  }

  /** As {@link Tasklets#sieve}. */
  static void sieve(Maker maker) throws InterruptedException {
    int[] sum = new int[1];
    start(() -> sum[0] = primes(maker)).join();
    Check.same("primes", Workload.SUM_OF_PRIMES, sum[0]);
  }

  private static int primes(Maker maker) throws InterruptedException {
    Line<Integer> numbers = maker.make();
    Line<Integer> candidates = numbers;
    start(() -> count(numbers));
    int sum = 0;
    for (int prime = candidates.receive(); prime != 0; prime = candidates.receive()) {
      sum += prime;
      int divisor = prime;
      Line<Integer> from = candidates;
      Line<Integer> to = maker.make();
      start(() -> filter(divisor, from, to));
      candidates = to;
    }
    return sum;
  }

  private static void count(Line<Integer> to) throws InterruptedException {
    for (int i = 2; i <= Workload.LAST_PRIME; i++) {
      to.send(i);
    }
    to.send(0);
  }

  private static void filter(int prime, Line<Integer> from, Line<Integer> to)
      throws InterruptedException {
    Integer candidate;
    do {
      candidate = from.receive();
      if (candidate == 0 || candidate % prime != 0) {
        to.send(candidate);
      }
    } while (candidate != 0);
  }
}
