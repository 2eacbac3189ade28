package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.WaitGroup;
import io.bobbin.tests.channel.Operation.Case;
import io.bobbin.tests.channel.Operation.Outcome;
import io.bobbin.tests.channel.Operation.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Few parties do a few things at two channels at the same time, very often; each time there must be
 * an order that explains what came of it. How long for each kind of parties: {@code
 * -Dbobbin.stress.millis}.
 */
@Timeout(600)
class LinearizabilityTest {
  private static final long MILLIS = Long.getLong("bobbin.stress.millis", 1_500);
  private static final int[] CAPACITIES = {0, 0, 1, 2, Integer.MAX_VALUE};
  private static final int PARTIES = 3;
  private static final int OPERATIONS = 4;

  private final List<Channel<Integer>> channels = new ArrayList<>();
  private final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger clock = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.channel.Company#all")
  void whatCameOfItHasAnExplanation(Company company) throws Exception {
    long seed = Long.getLong("bobbin.seed", System.nanoTime());
    Random random = new Random(seed);
    int rounds = 0;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    try (Parties parties = new Parties(company)) {
      while (System.nanoTime() - end < 0) {
        int[] capacities = {any(CAPACITIES, random), any(CAPACITIES, random)};
        plays(parties, capacities, random);
        assertThat(History.isExplained(operations, capacities))
            .as(
                () ->
                    "with -Dbobbin.seed=%d and buffers %s%n%s"
                        .formatted(
                            seed,
                            Arrays.toString(capacities),
                            String.join(
                                "\n", operations.stream().map(Operation::toString).toList())))
            .isTrue();
        rounds++;
      }
    }
    assertThat(rounds).isPositive();
  }

  private static int any(int[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  private void plays(Parties parties, int[] capacities, Random random) throws Exception {
    channels.clear();
    operations.clear();
    WaitGroup absent = new WaitGroup();
    absent.add(PARTIES);
    gone.set(0);
    for (int capacity : capacities) {
      channels.add(
          capacity == Integer.MAX_VALUE ? Channel.unlimited() : Channel.buffered(capacity));
    }
    List<Tasklet<?>> tasklets = new ArrayList<>();
    for (int i = 0; i < PARTIES; i++) {
      Random own = new Random(random.nextLong());
      int firstValue = 1 + i * 100;
      Tasklet<?> tasklet = parties.start(() -> takesPart(absent, own, firstValue));
      if (tasklet != null) {
        tasklets.add(tasklet);
      }
    }
    if (!tasklets.isEmpty() && random.nextInt(3) == 0) {
      parties.until(() -> tasklets.stream().allMatch(LinearizabilityTest::hasBegun));
      tasklets.get(random.nextInt(tasklets.size())).kill();
    }
    long patience = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(500);
    parties.until(() -> gone.get() == PARTIES || System.nanoTime() - patience > 0);
    for (int i = 0; i < channels.size(); i++) {
      performs(Operation.close(i)); // whoever waits for ever is told
    }
    parties.join();
  }

  /** Who is killed before never begins, and is missed. */
  private static boolean hasBegun(Tasklet<?> tasklet) {
    return tasklet.state() == Tasklet.State.ENDED || !tasklet.stackTrace().isEmpty();
  }

  @Suspendable
  private void takesPart(WaitGroup absent, Random random, int firstValue) {
    try {
      absent.done();
      absent.await();
      for (int i = 0; i < OPERATIONS; i++) {
        performs(drawn(random, firstValue + 10 * i));
        if (random.nextInt(3) == 0) {
          Tasklet.yield();
        }
      }
    } finally {
      gone.incrementAndGet();
    }
  }

  private Operation drawn(Random random, int firstValue) {
    if (random.nextInt(16) == 0) {
      return Operation.close(random.nextInt(channels.size()));
    }
    List<Case> all = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      all.add(new Case(i, 0));
      all.add(new Case(i, firstValue + i));
    }
    Collections.shuffle(all, random);
    int count = random.nextBoolean() ? 1 : 2 + random.nextInt(2);
    Patience patience = Patience.values()[random.nextInt(3)];
    return Operation.of(patience, random.nextInt(4) == 0, all.subList(0, count));
  }

  /** Performs an operation, and notes it with its result. */
  @Suspendable
  private void performs(Operation operation) {
    int begun = clock.incrementAndGet();
    int[] chosen = {0, 0}; // the index of the case, and the value
    Outcome outcome = Outcome.KILLED;
    try {
      outcome = operation.cases.isEmpty() ? closes(operation) : happens(operation, chosen);
    } catch (TimeoutException e) {
      outcome = Outcome.GAVE_UP;
    } finally {
      operations.add(operation.came(begun, clock.incrementAndGet(), outcome, chosen[0], chosen[1]));
    }
  }

  private Outcome closes(Operation operation) {
    try {
      channels.get(operation.closes).close();
      return Outcome.HAPPENED;
    } catch (ChannelClosedException e) {
      return Outcome.FOUND_CLOSED;
    }
  }

  @Suspendable
  private Outcome happens(Operation operation, int[] chosen) throws TimeoutException {
    try {
      return operation.cases.size() == 1 && !operation.inOrder
          ? alone(operation, chosen)
          : selects(operation, chosen);
    } catch (ChannelClosedException e) {
      chosen[0] = e.getMessage().startsWith("send") ? 1 : 0;
      return Outcome.FOUND_CLOSED;
    }
  }

  @Suspendable
  private Outcome alone(Operation operation, int[] chosen) throws TimeoutException {
    Case only = operation.cases.get(0);
    Channel<Integer> channel = channels.get(only.channel());
    Duration moment = Duration.ofNanos(20_000 + only.sent() * 200L);
    switch (operation.patience) {
      case NONE -> {
        chosen[1] = only.sends() ? 0 : channel.tryReceive().orElse(0);
        boolean happened = only.sends() ? channel.trySend(only.sent()) : chosen[1] != 0;
        return happened ? Outcome.HAPPENED : Outcome.NOT_READY;
      }
      case LIMITED -> {
        if (only.sends()) {
          channel.send(only.sent(), moment);
        } else {
          chosen[1] = channel.receive(moment);
        }
      }
      case ENDLESS -> {
        if (only.sends()) {
          channel.send(only.sent());
        } else {
          chosen[1] = channel.receive();
        }
      }
    }
    return Outcome.HAPPENED;
  }

  @Suspendable
  private Outcome selects(Operation operation, int[] chosen) {
    List<Select.Case<Outcome>> cases = new ArrayList<>();
    for (int i = 0; i < operation.cases.size(); i++) {
      Case each = operation.cases.get(i);
      Channel<Integer> channel = channels.get(each.channel());
      int index = i;
      cases.add(
          each.sends()
              ? channel.onSend(each.sent(), () -> happened(chosen, index, 0))
              : channel.onReceive(value -> happened(chosen, index, value)));
    }
    switch (operation.patience) {
      case NONE -> cases.add(Select.orElse(() -> Outcome.NOT_READY));
      case LIMITED -> cases.add(Select.after(Duration.ofNanos(50_000), () -> Outcome.GAVE_UP));
      case ENDLESS -> {}
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
    Select.Case<Outcome>[] array = cases.toArray(new Select.Case[0]);
    return operation.inOrder ? Select.<Outcome>inOrder(array) : Select.<Outcome>of(array);
  }

  private static Outcome happened(int[] chosen, int index, int value) {
    chosen[0] = index;
    chosen[1] = value;
    return Outcome.HAPPENED;
  }

  // The check itself

  private static Operation receive(int from, int to, int value) {
    return Operation.of(Patience.ENDLESS, false, List.of(new Case(0, 0)))
        .came(from, to, Outcome.HAPPENED, 0, value);
  }

  private static Operation send(int from, int to, int value) {
    return Operation.of(Patience.ENDLESS, false, List.of(new Case(0, value)))
        .came(from, to, Outcome.HAPPENED, 0, 0);
  }

  private static Operation triesToSend(int from, int to, int value, Outcome outcome) {
    return Operation.of(Patience.NONE, false, List.of(new Case(0, value)))
        .came(from, to, outcome, 0, 0);
  }

  @Test
  void theCheckFindsWhatCannotBe() {
    Operation close = Operation.close(0).came(1, 2, Outcome.HAPPENED, 0, 0);
    assertThat(History.isExplained(List.of(send(1, 2, 7), receive(3, 4, 7)), 1)).isTrue();
    assertThat(History.isExplained(List.of(send(1, 2, 7), receive(3, 4, 7)), 0))
        .as("an unbuffered send ends before its receive begins")
        .isFalse();
    assertThat(History.isExplained(List.of(send(1, 4, 7), receive(2, 3, 7)), 0)).isTrue();
    assertThat(History.isExplained(List.of(send(1, 2, 7), receive(3, 4, 7), receive(5, 6, 7)), 2))
        .as("a value is received twice")
        .isFalse();
    assertThat(
            History.isExplained(
                List.of(send(1, 2, 7), send(3, 4, 8), receive(5, 6, 8), receive(7, 8, 7)), 2))
        .as("a value overtakes another")
        .isFalse();
    assertThat(
            History.isExplained(
                List.of(send(1, 6, 7), send(2, 5, 8), receive(7, 8, 8), receive(9, 10, 7)), 2))
        .isTrue();
    assertThat(History.isExplained(List.of(triesToSend(1, 2, 7, Outcome.NOT_READY)), 1))
        .as("nothing is sent, though there is room")
        .isFalse();
    assertThat(History.isExplained(List.of(close, send(3, 4, 7)), 1))
        .as("something is sent on a closed channel")
        .isFalse();
    assertThat(
            History.isExplained(
                List.of(triesToSend(1, 2, 5, Outcome.HAPPENED), receive(0, 9, 6), send(3, 4, 6)),
                0))
        .as("two values are given to one receiver")
        .isFalse();
  }
}
