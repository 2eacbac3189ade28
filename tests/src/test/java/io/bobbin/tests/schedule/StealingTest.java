package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Priority;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies with one carrier of a pool is run by others. */
@Timeout(60)
class StealingTest {
  private static final int TURNS = 200;

  private final AtomicInteger there = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();

  /** Fewer than fit into a carrier's queue, as many, and more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 256, 257, 258, 2_000})
  void whoComputesHoldsUpNobodyThatItStarted(int count) {
    try (Scheduler pool = Scheduler.pool(2)) {
      pool.start(
              () -> {
                for (int i = 0; i < count; i++) {
                  Tasklet.start(ran::incrementAndGet);
                }
                while (ran.get() < count) {
                  Thread.onSpinWait();
                }
              })
          .join();
    }
    assertThat(ran).hasValue(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 100, 1_000})
  void whoComputesHoldsUpNobodyThatItWoke(int count) {
    Channel<Integer> channel = Channel.unbuffered();
    try (Scheduler pool = Scheduler.pool(2)) {
      for (int i = 0; i < count; i++) {
        pool.start(() -> ran.addAndGet(channel.receive()));
      }
      while (channel.balance() > -count) {
        Thread.onSpinWait();
      }
      pool.start(
              () -> {
                for (int i = 0; i < count; i++) {
                  channel.send(1);
                }
                while (ran.get() < count) {
                  Thread.onSpinWait();
                }
              })
          .join();
    }
    assertThat(ran).hasValue(count);
  }

  /** Or he would park once for each of them. */
  @ParameterizedTest
  @ValueSource(ints = {100, 2_000})
  void whoJoinsManyGoesOnAfterThoseThatAreQueued(int count) {
    AtomicInteger turns = new AtomicInteger();
    try (Scheduler pool = Scheduler.pool(1)) {
      pool.onSwitch(
          (from, to) -> {
            if (to != null && to.name().equals("joins")) {
              turns.incrementAndGet();
            }
          });
      pool.start(
              "joins",
              () -> {
                List<Tasklet<Integer>> started = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                  started.add(Tasklet.start(ran::incrementAndGet));
                }
                for (Tasklet<Integer> each : started) {
                  each.join();
                }
              })
          .join();
    }
    assertThat(ran).hasValue(count);
    assertThat(turns.get()).isLessThan(count / 5);
  }

  /** Those who yield take turns, whether all fit into the carriers' queues or not. */
  @ParameterizedTest
  @ValueSource(ints = {3, 200, 1_000})
  void thoseWhoYieldTakeTurns(int count) {
    AtomicIntegerArray turns = new AtomicIntegerArray(count);
    try (Scheduler pool = Scheduler.pool(1)) {
      List<Tasklet<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int mine = i;
        all.add(pool.start(() -> takesTurns(turns, mine)));
      }
      for (Tasklet<?> each : all) {
        each.join();
      }
    }
    assertThat(ran.get() / (double) count)
        .as("turns that all had had, on average, when the first one had had %d", TURNS)
        .isBetween(TURNS * 0.8, TURNS * 1.0);
  }

  @Suspendable
  private void takesTurns(AtomicIntegerArray turns, int mine) {
    there.incrementAndGet();
    while (there.get() < turns.length()) {
      Tasklet.yield();
    }
    while (ran.get() == 0) {
      if (turns.incrementAndGet(mine) == TURNS) {
        int sum = 0;
        for (int i = 0; i < turns.length(); i++) {
          sum += turns.get(i);
        }
        ran.set(sum);
      }
      Tasklet.yield();
    }
  }

  /**
   * Tasklets of all priorities that start, wake, yield, wait and pin: each runs to its end once.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void inAThrongEachRunsToItsEndOnce(int carriers) {
    int families = 300;
    int children = 40;
    try (Scheduler pool = Scheduler.pool(carriers)) {
      List<Tasklet<?>> parents = new ArrayList<>();
      for (int i = 0; i < families; i++) {
        int family = i;
        parents.add(pool.start(Priority.values()[i % 3], () -> raises(family, children)));
      }
      for (Tasklet<?> parent : parents) {
        parent.join();
      }
    }
    assertThat(ran).hasValue(families * (children + 1));
  }

  @Suspendable
  private void raises(int family, int children) {
    Channel<Integer> home = family % 2 == 0 ? Channel.unbuffered() : Channel.buffered(3);
    for (int i = 0; i < children; i++) {
      int child = i;
      Tasklet.start(
          () -> {
            if (child % 3 == 0) {
              Tasklet.yield();
            }
            if (child % 11 == 0) {
              Tasklet.sleep(Duration.ofNanos(child * 1_000L));
            }
            if (family % 50 == 0 && child == 7) {
              synchronized (home) {
                home.send(child); // pinned
              }
            } else {
              home.send(child);
            }
            ran.incrementAndGet();
          });
    }
    int sum = 0;
    for (int i = 0; i < children; i++) {
      sum += home.receive();
    }
    assertThat(sum).isEqualTo(children * (children - 1) / 2);
    ran.incrementAndGet();
  }

  /** Work comes from outside for the carrier that would have seen what another one holds up. */
  @Test
  void whoWatchesIsReplacedWhenItIsGivenWork() {
    for (int round = 1; round <= 100; round++) {
      int expected = round;
      AtomicInteger started = new AtomicInteger();
      try (Scheduler pool = Scheduler.pool(4)) {
        pool.start(
            () -> {
              Tasklet.start(ran::incrementAndGet);
              started.set(1);
              spinUntil(expected);
            });
        while (started.get() == 0) {
          Thread.onSpinWait();
        }
        pool.start(() -> spinUntil(expected));
      }
    }
  }

  /** The one that was started is next on the same carrier; who started it goes on on another. */
  @Test
  void whoYieldsToOneThatComputesGoesOnElsewhere() throws InterruptedException {
    try (Scheduler pool = Scheduler.pool(2)) {
      for (int round = 1; round <= 50; round++) {
        int expected = round;
        pool.start(
                () -> {
                  Tasklet.start(() -> spinUntil(expected));
                  Tasklet.yield();
                  ran.incrementAndGet();
                })
            .join();
        Thread.sleep(round % 3); // so that the others are idle, or just about to be
      }
    }
  }

  private void spinUntil(int expected) {
    while (ran.get() < expected) {
      Thread.onSpinWait();
    }
  }

  /** A carrier that goes away takes nothing with it. */
  @Test
  void whoLocksItsThreadLeavesTheOthersToThePool() {
    int count = 100;
    try (Scheduler pool = Scheduler.pool(1)) {
      pool.start(
              () -> {
                for (int i = 0; i < count; i++) {
                  Tasklet.start(ran::incrementAndGet);
                }
                Tasklet.lockToThread();
                while (ran.get() < count) {
                  Thread.onSpinWait();
                }
                Tasklet.unlockFromThread();
              })
          .join();
    }
    assertThat(ran).hasValue(count);
  }
}
