package io.bobbin.benchmarks;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Tasklets that start, yield, and talk, on the scheduler that the subclass chooses. Each invocation
 * checks what came out of it.
 */
@State(Scope.Thread)
public abstract class Tasklets {
  final Scheduler scheduler;
  private final int carriers;

  Tasklets(Scheduler scheduler, int carriers) {
    this.scheduler = scheduler;
    this.carriers = carriers;
  }

  @Setup
  public void checkWoven() {
    Check.woven(true, Tasklets.class, "give");
  }

  // Channels

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void unbuffered() {
    pass(Channel.unbuffered());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void buffered() {
    pass(Channel.buffered(Workload.BUFFER));
  }

  private void pass(Channel<Integer> channel) {
    Tasklet<Integer> taker = scheduler.start(() -> take(channel));
    Tasklet<?> giver = scheduler.start(() -> give(channel, Workload.VALUES));
    Check.same("sum", Workload.SUM_OF_VALUES, taker.join());
    giver.join();
  }

  @Suspendable
  private static void give(Channel<Integer> channel, int count) {
    for (int i = 0; i < count; i++) {
      channel.send(i % Check.YIELDED);
    }
  }

  @Suspendable
  private static int take(Channel<Integer> channel) {
    int sum = 0;
    for (int i = 0; i < Workload.VALUES; i++) {
      sum += channel.receive();
    }
    return sum;
  }

  /** Two channels without buffers, a sender on each, and one who selects. */
  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void selectOfTwo() {
    Channel<Integer> a = Channel.unbuffered();
    Channel<Integer> b = Channel.unbuffered();
    Tasklet<Integer> taker = scheduler.start(() -> takeEither(a, b));
    Tasklet<?> giverOfA = scheduler.start(() -> give(a, Workload.VALUES / 2));
    Tasklet<?> giverOfB = scheduler.start(() -> give(b, Workload.VALUES / 2));
    Check.same("sum", 2 * Workload.SUM_OF_HALF, taker.join());
    giverOfA.join();
    giverOfB.join();
  }

  @Suspendable
  private static int takeEither(Channel<Integer> a, Channel<Integer> b) {
    int sum = 0;
    for (int i = 0; i < Workload.VALUES; i++) {
      sum += Select.<Integer>of(a.onReceive(v -> v), b.onReceive(v -> v));
    }
    return sum;
  }

  // Threads

  /** Question and answer between two tasklets that are locked to one thread. */
  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void lockedTogether() {
    ask(true);
  }

  /** Question and answer between a tasklet and one that is locked to a thread of its own. */
  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void lockedApart() {
    ask(false);
  }

  private void ask(boolean together) {
    Channel<Integer> questions = Channel.unbuffered();
    Channel<Integer> answers = Channel.unbuffered();
    Scheduler other = together ? scheduler : Scheduler.shared();
    Tasklet<?> server = other.start(() -> answer(questions, answers));
    Tasklet<Integer> client = scheduler.start(() -> ask(questions, answers, together));
    Check.same("sum", Workload.SUM_OF_VALUES, client.join());
    server.join();
  }

  @Suspendable
  private static void answer(Channel<Integer> questions, Channel<Integer> answers) {
    Tasklet.lockToThread();
    for (int question : questions) {
      answers.send(question);
    }
    Tasklet.unlockFromThread();
  }

  @Suspendable
  private static int ask(Channel<Integer> questions, Channel<Integer> answers, boolean together) {
    if (together) {
      Tasklet.lockToReceiver(questions);
    }
    int sum = 0;
    for (int i = 0; i < Workload.VALUES; i++) {
      questions.send(i % Check.YIELDED);
      sum += answers.receive();
    }
    questions.close();
    if (together) {
      Tasklet.unlockFromThread();
    }
    return sum;
  }

  // Starting and yielding

  /** By a tasklet that parks in {@code join}. */
  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void startJoinInside() {
    int[] done = new int[1];
    scheduler.start(() -> startAndJoin(done)).join();
    Check.same("tasks", Workload.BATCH, done[0]);
  }

  @Suspendable
  private static void startAndJoin(int[] done) {
    for (int i = 0; i < Workload.BATCH; i++) {
      Tasklet.start(() -> count(done, 0)).join();
    }
  }

  /** A statement, so that the tasklets have no results, which would have to be boxed. */
  private static void count(int[] done, int task) {
    done[task]++;
  }

  /** By a tasklet that starts all, then joins each. */
  @Benchmark
  @OperationsPerInvocation(Workload.TASKS)
  public void startMany() {
    int[] done = new int[Workload.TASKS];
    scheduler.start(() -> startAll(done)).join();
    Check.allDone(done);
  }

  @Suspendable
  private static void startAll(int[] done) {
    Tasklet<?>[] tasklets = new Tasklet<?>[done.length];
    for (int i = 0; i < done.length; i++) {
      int task = i;
      tasklets[i] = Tasklet.start(() -> count(done, task));
    }
    for (Tasklet<?> tasklet : tasklets) {
      tasklet.join();
    }
  }

  /** Two tasklets for each carrier. */
  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void yieldThroughScheduler() {
    Tasklet<?>[] tasklets = new Tasklet<?>[2 * carriers];
    int times = Workload.VALUES / tasklets.length;
    for (int i = 0; i < tasklets.length; i++) {
      tasklets[i] = scheduler.start(() -> yields(times));
    }
    for (Tasklet<?> tasklet : tasklets) {
      tasklet.join();
    }
  }

  @Suspendable
  private static void yields(int times) {
    for (int i = 0; i < times; i++) {
      Tasklet.yield();
    }
  }

  // Programs

  /** A tree of tasklets, ten below each, with a channel for each node; adds up its leaves. */
  @Benchmark
  public void skynet() {
    Channel<Long> result = Channel.unbuffered();
    scheduler.start(() -> node(result, 0, Workload.LEAVES));
    long sum = scheduler.start(() -> result.receive()).join();
    Check.same("sum of the leaves", Workload.SUM_OF_LEAVES, sum);
  }

  @Suspendable
  private static void node(Channel<Long> parent, long number, int leaves) {
    if (leaves == 1) {
      parent.send(number);
      return;
    }
    Channel<Long> own = Channel.unbuffered();
    int part = leaves / 10;
    for (int i = 0; i < 10; i++) {
      long first = number + (long) i * part;
      Tasklet.start(() -> node(own, first, part));
    }
    long sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += own.receive();
    }
    parent.send(sum);
  }

  /** A number goes round, and is counted up at each hop. */
  @Benchmark
  @OperationsPerInvocation(Workload.HOPS)
  public void ring() {
    Channel<Integer> first = Channel.unbuffered();
    Channel<Integer> last = first;
    for (int i = 1; i < Workload.RING; i++) {
      Channel<Integer> from = last;
      Channel<Integer> to = Channel.unbuffered();
      scheduler.start(() -> forward(from, to));
      last = to;
    }
    Channel<Integer> end = last;
    int count = scheduler.start(() -> goRound(first, end)).join();
    Check.same("hops", Workload.HOPS % Check.YIELDED, count);
  }

  @Suspendable
  private static void forward(Channel<Integer> from, Channel<Integer> to) {
    for (int i = 0; i < Workload.LAPS; i++) {
      to.send((from.receive() + 1) % Check.YIELDED);
    }
  }

  @Suspendable
  private static int goRound(Channel<Integer> to, Channel<Integer> from) {
    int count = 0;
    for (int i = 0; i < Workload.LAPS; i++) {
      to.send((count + 1) % Check.YIELDED);
      count = from.receive();
    }
    return count;
  }

  /** A chain of filters, one more for each prime that comes out of it. */
  @Benchmark
  public void sieve() {
    Check.same("primes", Workload.SUM_OF_PRIMES, scheduler.start(Tasklets::primes).join());
  }

  @Suspendable
  private static int primes() {
    Channel<Integer> numbers = Channel.unbuffered();
    Channel<Integer> candidates = numbers;
    Tasklet.start(() -> count(numbers));
    int sum = 0;
    for (int prime = candidates.receive(); prime != 0; prime = candidates.receive()) {
      sum += prime;
      int divisor = prime;
      Channel<Integer> from = candidates;
      Channel<Integer> to = Channel.unbuffered();
      Tasklet.start(() -> filter(divisor, from, to));
      candidates = to;
    }
    return sum;
  }

  /** All numbers up to the last prime, then the end of the chain. */
  @Suspendable
  private static void count(Channel<Integer> to) {
    for (int i = 2; i <= Workload.LAST_PRIME; i++) {
      to.send(i);
    }
    to.send(0);
  }

  @Suspendable
  private static void filter(int prime, Channel<Integer> from, Channel<Integer> to) {
    Integer candidate;
    do {
      candidate = from.receive();
      if (candidate == 0 || candidate % prime != 0) {
        to.send(candidate);
      }
    } while (candidate != 0);
  }
}
