package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.observe.PinnedWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 10,000 tasklets send, receive and select on 100 channels with and without timeouts, while
 * tasklets are killed, exceptions raised in them, and channels closed and replaced. Each value is
 * received once, or its send has said that it failed; and all end when they are told to.
 *
 * <p>How long: {@code -Dsoak.seconds}, for both schedulers together. Again as before: {@code
 * -Dbobbin.seed}, as far as the schedulers do the same again.
 */
@Timeout(600)
class SoakTest {
  private static final double SECONDS = Double.parseDouble(System.getProperty("soak.seconds", "5"));
  private static final int TASKLETS = 10_000;
  private static final int CHANNELS = 100;
  private static final int[] CAPACITIES = {0, 0, 0, 1, 2, 16, Integer.MAX_VALUE};

  /** What is raised in tasklets that go on. */
  private static final class Nudge extends RuntimeException {
    private static final long serialVersionUID = 1;

    Nudge() {
      super("nudged", null, false, false);
    }
  }

  /** What came of an operation. */
  private enum Outcome {
    SENT,
    RECEIVED,
    NOT_READY,
    TIMED_OUT,
    FOUND_CLOSED,
    NUDGED,
    KILLED
  }

  private final AtomicReferenceArray<Channel<Integer>> channels =
      new AtomicReferenceArray<>(CHANNELS);
  private final Queue<Channel<Integer>> closed = new ConcurrentLinkedQueue<>();
  private final AtomicReferenceArray<Tasklet<?>> tasklets = new AtomicReferenceArray<>(TASKLETS);
  private final List<String> failures = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private volatile boolean over;
  private int started;

  SoakTest() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HERE", "POOL_OF_TWO"})
  void eachValueIsReceivedOnceOrWasNotSentAndNobodyHangs(Company company) {
    long seed = Long.getLong("bobbin.seed", System.nanoTime());
    long pinnedBefore = PinnedWaits.total();
    try {
      if (company == Company.HERE) {
        soak(Scheduler.here(), true, new SplittableRandom(seed));
      } else {
        try (Scheduler pool = Scheduler.pool(2)) {
          soak(pool, false, new SplittableRandom(seed));
        }
      }
      assertThat(failures).isEmpty();
      assertThat(ledger.wrongs()).isEmpty();
      assertThat(ledger.receivedCount()).isPositive();
      assertThat(ledger.notSentCount()).isPositive();
      outcomes.forEach((outcome, count) -> assertThat(count.sum()).as("%s", outcome).isPositive());
      assertThat(PinnedWaits.total()).isEqualTo(pinnedBefore);
    } catch (AssertionError e) {
      throw new AssertionError("with -Dbobbin.seed=" + seed + " " + outcomes, e);
    }
  }

  private void soak(Scheduler scheduler, boolean here, SplittableRandom random) {
    for (int i = 0; i < CHANNELS; i++) {
      channels.set(i, open(random));
    }
    long end = System.nanoTime() + (long) (SECONDS / 2 * 1e9);
    while (System.nanoTime() - end < 0 && !ledger.isAlmostFull()) {
      refill(scheduler, random);
      disturb(random);
      letRun(scheduler, here);
    }
    over = true;
    end(scheduler, here);
    closed.forEach(this::drain);
  }

  private static void letRun(Scheduler scheduler, boolean here) {
    if (here) {
      scheduler.run(Duration.ofMillis(10));
    } else {
      Tasklet.sleep(Duration.ofMillis(10));
    }
  }

  private static Channel<Integer> open(SplittableRandom random) {
    int capacity = CAPACITIES[random.nextInt(CAPACITIES.length)];
    return capacity == Integer.MAX_VALUE ? Channel.unlimited() : Channel.buffered(capacity);
  }

  /** Starts a tasklet in the place of each that has ended. */
  private void refill(Scheduler scheduler, SplittableRandom random) {
    for (int i = 0; i < TASKLETS; i++) {
      Tasklet<?> tasklet = tasklets.get(i);
      if (tasklet == null || tasklet.state() == Tasklet.State.ENDED) {
        checkEnd(tasklet);
        SplittableRandom own = random.split();
        Tasklet<?> fresh = scheduler.start("soak-" + started++, () -> live(own));
        fresh.toFuture(); // how it ends is looked at here, and not to be logged
        tasklets.set(i, fresh);
      }
    }
  }

  private void checkEnd(Tasklet<?> tasklet) {
    if (tasklet != null && tasklet.toFuture().isCompletedExceptionally()) {
      Throwable thrown = tasklet.toFuture().handle((nothing, t) -> t).join();
      if (!(thrown instanceof TaskletKilled) && !(thrown instanceof Nudge)) {
        failures.add(tasklet.name() + " ended by " + thrown);
      }
    }
  }

  /** From outside: wakes those whom nobody else would. */
  private void disturb(SplittableRandom random) {
    for (int i = 0; i < 10; i++) {
      replace(random);
      strike(random);
    }
  }

  /** Closes a channel, and opens another in its place. */
  private void replace(SplittableRandom random) {
    int at = random.nextInt(CHANNELS);
    Channel<Integer> old = channels.get(at);
    try {
      old.close();
    } catch (ChannelClosedException e) {
      return; // somebody else was first
    }
    closed.add(old);
    if (!over) {
      channels.set(at, open(random));
    }
  }

  private void strike(SplittableRandom random) {
    Tasklet<?> victim = tasklets.get(random.nextInt(TASKLETS));
    if (victim != null) {
      if (random.nextInt(3) == 0) {
        victim.kill();
      } else {
        victim.raise(new Nudge());
      }
    }
  }

  /** Closes what is open until all have ended: a waiter that was forgotten does not. */
  private void end(Scheduler scheduler, boolean here) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int hanging;
    do {
      for (int i = 0; i < CHANNELS; i++) {
        Channel<Integer> channel = channels.get(i);
        try {
          channel.close();
          closed.add(channel);
        } catch (ChannelClosedException e) {
          // as it should be
        }
      }
      letRun(scheduler, here);
      hanging = 0;
      for (int i = 0; i < TASKLETS; i++) {
        hanging += tasklets.get(i).state() == Tasklet.State.ENDED ? 0 : 1;
      }
    } while (hanging > 0 && System.nanoTime() - end < 0);
    for (int i = 0; i < TASKLETS; i++) {
      Tasklet<?> tasklet = tasklets.get(i);
      if (tasklet.state() == Tasklet.State.ENDED) {
        checkEnd(tasklet);
      } else if (failures.size() < 20) {
        failures.add(tasklet.name() + " hangs, " + tasklet.state() + ": " + tasklet.stackTrace());
        tasklet.kill();
      }
    }
  }

  private void drain(Channel<Integer> channel) {
    while (channel.receiveOrClosed() instanceof Received.Value<Integer> left) {
      ledger.received(left.value());
    }
    if (channel.balance() != 0 || !channel.waiters().isEmpty()) {
      failures.add("these still wait at a closed " + channel + ": " + channel.waiters());
    }
  }

  // What a tasklet does

  @Suspendable
  private void live(SplittableRandom random) {
    while (!over) {
      try {
        act(random);
      } catch (ChannelClosedException e) {
        count(Outcome.FOUND_CLOSED);
      } catch (TimeoutException e) {
        count(Outcome.TIMED_OUT);
      } catch (Nudge e) {
        count(Outcome.NUDGED);
      } catch (TaskletKilled e) {
        count(Outcome.KILLED);
        throw e;
      }
    }
  }

  private void count(Outcome outcome) {
    outcomes.get(outcome).increment();
  }

  private Channel<Integer> any(SplittableRandom random) {
    return channels.get(random.nextInt(CHANNELS));
  }

  private static Duration aMoment(SplittableRandom random) {
    return Duration.ofNanos(random.nextInt(5_000_000));
  }

  @Suspendable
  private void act(SplittableRandom random) throws TimeoutException {
    int dice = random.nextInt(1_000);
    if (dice < 350) {
      send(any(random), random);
    } else if (dice < 650) {
      receive(any(random), random);
    } else if (dice < 950) {
      select(random);
    } else if (dice < 980) {
      Tasklet.yield();
    } else if (dice < 990) {
      Tasklet.sleep(aMoment(random));
    } else if (dice < 999) {
      strike(random);
    } else {
      replace(random);
    }
  }

  @Suspendable
  private void send(Channel<Integer> channel, SplittableRandom random) throws TimeoutException {
    int value = ledger.next();
    boolean sent = false;
    try {
      switch (random.nextInt(5)) {
        case 0 -> {
          channel.send(value);
          sent = true;
        }
        case 1, 2, 3 -> {
          channel.send(value, aMoment(random));
          sent = true;
        }
        default -> sent = channel.trySend(value);
      }
    } finally {
      if (sent) {
        ledger.sent(value);
      } else {
        ledger.notSent(value);
      }
    }
    count(sent ? Outcome.SENT : Outcome.NOT_READY);
  }

  @Suspendable
  private void receive(Channel<Integer> channel, SplittableRandom random) throws TimeoutException {
    switch (random.nextInt(8)) {
      case 0 -> received(channel.receive());
      case 1, 2, 3, 4 -> received(channel.receive(aMoment(random)));
      case 5 -> {
        if (channel.receiveOrClosed() instanceof Received.Value<Integer> is) {
          received(is.value());
        } else {
          count(Outcome.FOUND_CLOSED);
        }
      }
      case 6 -> iterate(channel, random.nextInt(4));
      default ->
          channel.tryReceive().ifPresentOrElse(this::received, () -> count(Outcome.NOT_READY));
    }
  }

  @Suspendable
  private void iterate(Channel<Integer> channel, int most) {
    int left = most;
    if (left > 0) {
      for (int value : channel) {
        received(value);
        if (--left == 0) {
          return;
        }
      }
      count(Outcome.FOUND_CLOSED);
    }
  }

  private void received(int value) {
    ledger.received(value);
    count(Outcome.RECEIVED);
  }

  @Suspendable
  private void select(SplittableRandom random) {
    List<Select.Case<Outcome>> cases = new ArrayList<>();
    List<Integer> offered = new ArrayList<>();
    int[] sent = {-1};
    Channel<Integer> channel = any(random);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      if (random.nextInt(3) > 0) {
        channel = any(random); // else the same again
      }
      if (random.nextBoolean()) {
        int value = ledger.next();
        offered.add(value);
        cases.add(channel.onSend(value, () -> sends(value, sent, random)));
      } else {
        cases.add(channel.onReceive(value -> receives(value, random)));
      }
    }
    switch (random.nextInt(4)) {
      case 0 -> cases.add(Select.orElse(() -> Outcome.NOT_READY));
      case 1, 2 -> cases.add(Select.after(aMoment(random), () -> Outcome.TIMED_OUT));
      default -> cases.add(Channel.<Integer>never().onReceive(value -> Outcome.RECEIVED));
    }
    try {
      count(selectIn(random, cases));
    } finally {
      for (int value : offered) {
        if (value != sent[0]) {
          ledger.notSent(value);
        }
      }
    }
  }

  @Suspendable
  private static Outcome selectIn(SplittableRandom random, List<Select.Case<Outcome>> cases) {
    @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
    Select.Case<Outcome>[] array = cases.toArray(new Select.Case[0]);
    return switch (random.nextInt(3)) {
      case 0 -> Select.<Outcome>of(array);
      case 1 -> Select.<Outcome>inOrder(array);
      default -> Select.<Outcome>among(cases).result();
    };
  }

  @Suspendable
  private Outcome sends(int value, int[] sent, SplittableRandom random) {
    sent[0] = value;
    ledger.sent(value);
    lingers(random);
    return Outcome.SENT;
  }

  @Suspendable
  private Outcome receives(int value, SplittableRandom random) {
    ledger.received(value);
    lingers(random);
    return Outcome.RECEIVED;
  }

  @Suspendable
  private static void lingers(SplittableRandom random) {
    if (random.nextInt(20) == 0) {
      Tasklet.yield();
    }
  }
}
