package io.bobbin.tests.schedule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Priority;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watchdog: tasklets that compute for too long are handed to who runs the scheduler. */
@Timeout(60)
class WatchTest {
  private static final Duration BUDGET = Duration.ofMillis(30);

  private static volatile long sink;

  private final Scheduler here = Scheduler.here();
  private final List<String> log = new ArrayList<>();

  /** What the loops count to. */
  private boolean stopped;

  @AfterEach
  void close() {
    here.close();
  }

  @Suspendable(preempt = true)
  private long countUntilStopped() {
    long count = 0;
    while (!stopped) {
      count++;
    }
    return count;
  }

  @Suspendable(preempt = true)
  private void spin() {
    try {
      while (true) {
        sink++;
      }
    } finally {
      log.add("finally");
    }
  }

  @Test
  void whoComputesForTooLongIsHandedOver() {
    Tasklet<?> busy = here.start(() -> spin());
    here.start(() -> log.add("b"));
    here.start(() -> log.add("c"));
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    assertThat(busy.state()).isEqualTo(Tasklet.State.RUNNABLE);
    assertThat(busy.stackTrace()).extracting(StackTraceElement::getMethodName).contains("spin");
    assertThat(log).isEmpty();
    assertThat(here.watch(BUDGET)).isNull();
    assertThat(log).containsExactly("b", "c");
  }

  @Test
  void nobodyIsHandedOverIfAllIsDoneInTime() {
    Tasklet<Integer> quick = here.start(() -> 1);
    assertThat(here.watch(Duration.ofMinutes(1))).isNull();
    assertThat(quick.join()).isEqualTo(1);
    assertThat(here.watch(BUDGET)).isNull();
  }

  @Test
  void whoWasHandedOverDoesNotRun() {
    Tasklet<Long> busy = here.start(() -> countUntilStopped());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    stopped = true;
    here.run();
    assertThat(here.run(Duration.ofMinutes(1))).isTrue();
    assertThat(busy.state()).isEqualTo(Tasklet.State.RUNNABLE);
  }

  @Test
  void whoIsResumedGoesOnWhereItWas() {
    Tasklet<Long> busy = here.start(() -> 1 - countUntilStopped());
    for (int i = 0; i < 3; i++) {
      assertThat(here.watch(BUDGET)).isSameAs(busy);
      here.resume(busy);
    }
    stopped = true;
    here.run();
    assertThat(busy.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(busy.join()).isLessThan(-10_000);
  }

  @Test
  void aTaskletMayResumeAnother() {
    Tasklet<Long> busy = here.start(() -> countUntilStopped());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    stopped = true;
    here.start(() -> here.resume(busy));
    assertThat(busy.join()).isPositive();
  }

  @Test
  void whoWasHandedOverCanBeKilled() {
    Tasklet<?> busy = here.start(() -> spin());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    busy.kill();
    assertThat(log).isEmpty();
    assertThatThrownBy(busy::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(log).containsExactly("finally");
  }

  @Test
  void anotherThreadCanKillWhoWasHandedOver() throws InterruptedException {
    Tasklet<?> busy = here.start(() -> spin());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    Thread killer = new Thread(busy::kill);
    killer.start();
    killer.join();
    here.run();
    assertThat(busy.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(log).containsExactly("finally");
    assertThatThrownBy(busy::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void aTaskletCanKillWhoWasHandedOver() {
    Tasklet<?> busy = here.start(() -> spin());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    here.start(busy::kill);
    here.run();
    assertThatThrownBy(busy::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void whatIsRaisedPutsItBackAndIsThrownInTheLoop() {
    Tasklet<String> busy = here.start(() -> catching());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    busy.raise(new IllegalStateException("enough"));
    assertThatThrownBy(() -> here.resume(busy)).isInstanceOf(IllegalStateException.class);
    assertThat(busy.join()).isEqualTo("enough");
    assertThat(log).containsExactly("finally");
  }

  @Suspendable
  private String catching() {
    try {
      spin();
      return "ended";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Test
  void whoJoinsItWaitsUntilItHasBeenResumedAndHasEnded() {
    Tasklet<Long> busy = here.start(() -> countUntilStopped());
    Tasklet<Long> joiner = here.start(() -> busy.join());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    stopped = true;
    here.run();
    assertThat(joiner.state()).isEqualTo(Tasklet.State.WAITING);
    here.resume(busy);
    here.run();
    assertThat(joiner.join()).isEqualTo(busy.join());
  }

  @Test
  void eachOfSeveralIsHandedOverInTurn() {
    Tasklet<?> first = here.start(() -> spin());
    Tasklet<?> urgent = here.start(Priority.HIGH, () -> spin());
    assertThat(here.watch(BUDGET)).isSameAs(urgent);
    assertThat(here.watch(BUDGET)).isSameAs(first);
    assertThat(here.watch(BUDGET)).isNull();
    first.kill();
    urgent.kill();
    assertThat(here.watch(BUDGET)).isNull();
    assertThat(log).containsExactly("finally", "finally");
  }

  @Test
  void theBudgetBeginsAnewAtEachSwitch() {
    Tasklet<?> polite = here.start(() -> work(30, true));
    assertThat(here.watch(Duration.ofSeconds(1))).isNull();
    assertThat(polite.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Suspendable(preempt = true)
  private static void work(int times, boolean yields) {
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 50_000_000) {
        sink++;
      }
      if (yields) {
        Tasklet.yield();
      }
    }
  }

  @Test
  void loopsThatDoNotPollAreNotInterrupted() {
    Tasklet<?> busy = here.start(() -> workWithoutPolls());
    assertThat(here.watch(BUDGET)).isNull();
    assertThat(busy.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Suspendable
  private static void workWithoutPolls() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 3 * BUDGET.toNanos()) {
      sink++;
    }
  }

  @Test
  void whatAPollComesTooLateForIsInterruptedAtIt() {
    Tasklet<?> busy =
        here.start(
            () -> {
              workWithoutPolls();
              log.add("worked");
              pollOnce();
              log.add("polled");
            });
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    assertThat(log).containsExactly("worked");
    here.resume(busy);
    assertThat(here.watch(Duration.ofMinutes(1))).isNull();
    assertThat(log).containsExactly("worked", "polled");
  }

  @Suspendable(preempt = true)
  private static void pollOnce() {
    for (int i = 0; i < 10_000; i++) {
      sink++;
    }
  }

  @Test
  void whoHoldsALockIsInterruptedWhenItHasLetGo() {
    Tasklet<?> busy = here.start(() -> lockedAndThenNot());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    assertThat(log).containsExactly("unlocked");
    busy.kill();
    assertThatThrownBy(busy::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Suspendable(preempt = true)
  private void lockedAndThenNot() {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    work(2, false);
    lock.unlock();
    log.add("unlocked");
    while (true) {
      sink++;
    }
  }

  @Test
  void nobodyIsInterruptedWhileTheThreadIsBlocked() {
    Channel<String> channel = Channel.unbuffered();
    Tasklet<String> blocks = here.start(() -> receiveInMonitor(channel));
    Tasklet<?> works =
        here.start(
            () -> {
              work(3, false);
              channel.send("sent");
            });
    assertThat(here.watch(BUDGET)).isNull();
    assertThat(blocks.join()).isEqualTo("sent");
    assertThat(works.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void nobodyIsInterruptedOnTopOfWhoIsLockedToTheThread() {
    Channel<String> channel = Channel.unbuffered();
    Tasklet<String> blocks =
        here.start(
            () -> {
              Tasklet.lockToThread();
              return receiveInMonitor(channel);
            });
    here.start(
        () -> {
          work(3, false);
          channel.send("sent");
        });
    assertThat(here.watch(BUDGET)).isNull();
    assertThat(blocks.join()).isEqualTo("sent");
  }

  @Suspendable
  private static String receiveInMonitor(Channel<String> channel) {
    synchronized (channel) {
      return channel.receive();
    }
  }

  @Test
  void aGeneratorIsInterruptedWithItsConsumer() {
    Tasklet<Integer> consumer = here.start(() -> consume());
    assertThat(here.watch(BUDGET)).isSameAs(consumer);
    stopped = true;
    here.resume(consumer);
    assertThat(consumer.join()).isEqualTo(7);
  }

  @Suspendable
  private int consume() {
    Generator<Integer> late =
        Generator.of(
            out -> {
              countUntilStopped();
              out.yield(7);
            });
    return requireNonNull(late.next());
  }

  @Test
  void afterwardsTaskletsHaveTimeSlicesAgain() {
    Tasklet<?> busy = here.start(() -> spin());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    busy.kill();
    Tasklet<Long> counts = here.start(() -> countUntilStopped());
    here.start(
        () -> {
          stopped = true;
        });
    assertThat(counts.join()).isPositive();
  }

  @Test
  void onlyWhatWasTakenOutCanBeResumed() {
    Tasklet<Integer> other = here.start(() -> 1);
    assertThatThrownBy(() -> here.resume(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nor taken out by watch");
    here.run();
    assertThatThrownBy(() -> here.resume(other)).isInstanceOf(IllegalStateException.class);
    Tasklet<Long> busy = here.start(() -> countUntilStopped());
    assertThat(here.watch(BUDGET)).isSameAs(busy);
    here.resume(busy);
    assertThatThrownBy(() -> here.resume(busy)).isInstanceOf(IllegalStateException.class);
    stopped = true;
    assertThat(busy.join()).isPositive();
  }

  @Test
  void itIsForTheSchedulersOwnThread() {
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<?> asks =
          pool.start(
              () -> {
                assertThatThrownBy(() -> here.watch(BUDGET))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("watch(budget)");
                assertThatThrownBy(() -> here.resume(requireNonNull(Tasklet.current())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("resume(tasklet)");
              });
      asks.join();
      Tasklet<?> inside =
          here.start(
              () -> {
                assertThatThrownBy(() -> here.watch(BUDGET))
                    .isInstanceOf(IllegalStateException.class);
              });
      inside.join();
      assertThatThrownBy(() -> pool.watch(BUDGET))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> pool.resume(inside)).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> Scheduler.deterministic(1).watch(BUDGET))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("stands still");
    assertThatThrownBy(() -> here.watch(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive");
  }
}
