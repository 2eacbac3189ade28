package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.receive;
import static io.bobbin.schedule.HandWoven.send;
import static io.bobbin.schedule.HandWoven.sleep;
import static io.bobbin.schedule.HandWoven.times;
import static io.bobbin.schedule.HandWoven.yieldOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.channel.BufferedChannel;
import io.bobbin.observe.PinnedWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where and when tasklets run. */
@Timeout(60)
class SchedulerTest {
  // One thread

  @Test
  void hereRunsTaskletsOnItsOwnThreadWhileItIsAskedTo() {
    Dispatcher here = Here.ofThisThread();
    List<Thread> threads = new ArrayList<>();
    here.launch(null, body(plain(() -> threads.add(Thread.currentThread()))), null);
    assertThat(threads).isEmpty();
    here.run();
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThat(Scheduler.here()).isSameAs(here);
  }

  @Test
  void yieldingTaskletsTakeTurns() {
    Dispatcher here = Here.ofThisThread();
    StringBuilder order = new StringBuilder();
    for (String name : List.of("a", "b", "c")) {
      HandWoven.Step says = plain(() -> order.append(name));
      here.launch(null, body(says, yieldOnce(), says, yieldOnce(), says), null);
    }
    here.run();
    assertThat(order).hasToString("abcabcabc");
  }

  @Test
  void joiningOnTheThreadOfTheSchedulerRunsIt() {
    Dispatcher here = Here.ofThisThread();
    assertThat(here.launch(null, body(yieldOnce(), stack -> "ran"), null).join()).isNotNull();
  }

  @Test
  void receivingOnTheThreadOfTheSchedulerRunsIt() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    Here.ofThisThread().launch(null, body(send(channel, 1)), null);
    assertThat(channel.receive()).isEqualTo(1);
  }

  @Test
  void runWaitsForSleepersAndBlockingCalls() {
    Dispatcher here = Here.ofThisThread();
    TaskletStrand<?> sleeper = here.launch(null, body(sleep(Duration.ofMillis(2))), null);
    TaskletStrand<?> blocker =
        here.launch(null, body(stack -> Blocking.call(() -> "called", stack, 0)), null);
    here.run();
    assertThat(sleeper.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(blocker.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void runLeavesParkedWhatOnlyOthersCouldWake() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    TaskletStrand<?> tasklet = here.launch(null, body(receive(channel)), null);
    here.run();
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.WAITING);
    channel.trySend(1);
    here.run();
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void otherThreadsWakeStartAndKillTasklets() throws Exception {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    int rounds = 2_000;
    TaskletStrand<?> receiver = here.launch(null, times(rounds, receive(channel)), null);
    TaskletStrand<?> victim = here.launch(null, body(receive(new BufferedChannel<>(0))), null);
    AtomicInteger started = new AtomicInteger();
    Thread other =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                channel.send(i);
              }
              here.launch(null, body(plain(started::incrementAndGet)), null).join();
              victim.kill();
            });
    other.start();
    receiver.join();
    assertThatThrownBy(victim::join).hasCauseInstanceOf(TaskletKilled.class);
    other.join();
    assertThat(started).hasValue(1);
  }

  @Test
  void hereIsRunByItsThreadOnly() {
    Dispatcher here = Here.ofThisThread();
    assertThat(CompletableFuture.runAsync(here::run))
        .failsWithin(Duration.ofSeconds(50))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(IllegalStateException.class);
    here.launch(
            null,
            body(
                plain(
                    () -> assertThatThrownBy(here::run).isInstanceOf(IllegalStateException.class))),
            null)
        .join();
  }

  @Test
  void whileATaskletIsPinnedAnotherThreadRunsTheOthers() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    List<Thread> threads = new ArrayList<>();
    HandWoven.Step notes = plain(() -> threads.add(Thread.currentThread()));
    long before = PinnedWaits.total();
    // The plain receive() is what code that is not woven calls.
    TaskletStrand<?> pinned =
        here.launch(null, body(notes, stack -> channel.receive(), notes), null);
    here.launch(null, body(notes, yieldOnce(), send(channel, 1)), null);
    pinned.join();
    assertThat(PinnedWaits.total()).isGreaterThan(before);
    assertThat(threads).hasSize(3);
    assertThat(threads.get(0)).isSameAs(Thread.currentThread()).isSameAs(threads.get(2));
    assertThat(threads.get(1)).isInstanceOf(StandIn.class);
  }

  @Test
  void pinnedTaskletsOfOneThreadNeverRunAtTheSameTime() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    HandWoven.Step busy =
        plain(
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              running.decrementAndGet();
            });
    List<TaskletStrand<?>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      boolean sends = i % 2 == 0;
      HandWoven.Step pins =
          stack -> {
            if (sends) {
              channel.send(1);
            } else {
              channel.receive();
            }
            return "";
          };
      all.add(
          here.launch(
              null, body(busy, pins, busy, yieldOnce(), busy, pins, busy, pins, busy), null));
    }
    all.forEach(TaskletStrand::join);
    assertThat(most).hasValue(1);
  }

  @Test
  void aClosedSchedulerOfAThreadIsReplaced() {
    Dispatcher here = Here.ofThisThread();
    here.close();
    assertThatThrownBy(() -> here.launch(null, body(), null))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(Here.ofThisThread()).isNotSameAs(here);
  }

  // Pools

  @Test
  void aPoolRunsAsManyTaskletsAtATimeAsItHasCarriers() {
    try (Pool pool = Pool.of(3)) {
      CyclicBarrier meeting = new CyclicBarrier(3);
      List<TaskletStrand<?>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(pool.launch(null, body(stack -> meeting.await()), null));
      }
      all.forEach(TaskletStrand::join);
    }
  }

  @Test
  void aPoolHasNoMoreCarriersThanItMay() {
    Set<Thread> carriers = Collections.synchronizedSet(new HashSet<>());
    try (Pool pool = Pool.of(2)) {
      for (int i = 0; i < 1_000; i++) {
        pool.launch(
            null,
            body(
                plain(() -> carriers.add(Thread.currentThread())),
                yieldOnce(),
                plain(() -> carriers.add(Thread.currentThread()))),
            null);
      }
    }
    assertThat(carriers).hasSizeBetween(1, 2);
  }

  @Test
  void aTaskletThatOnlyYieldsStarvesNobody() {
    try (Pool pool = Pool.of(1)) {
      boolean[] stop = new boolean[1];
      HandWoven yielder = times(1_000_000, stack -> stop[0] ? "" : yieldOnce().call(stack));
      TaskletStrand<?> busy = pool.launch(null, yielder, null);
      pool.launch(null, body(plain(() -> stop[0] = true)), null).join();
      busy.join();
    }
  }

  @Test
  void partnersWhoOnlyTalkToEachOtherStarveNobody() {
    try (Pool pool = Pool.of(1)) {
      BufferedChannel<Integer> there = new BufferedChannel<>(0);
      BufferedChannel<Integer> back = new BufferedChannel<>(0);
      TaskletStrand<?> ping =
          pool.launch(
              null,
              times(
                  10_000_000,
                  stack -> {
                    there.send(1, stack, 0);
                    return "";
                  }),
              null);
      TaskletStrand<?> pong = pool.launch(null, times(10_000_000, receive(there)), null);
      pool.launch(null, body(plain(() -> {}), yieldOnce(), yieldOnce()), null).join();
      ping.kill();
      pong.kill();
      assertThat(back.trySend(1)).isFalse();
    }
  }

  @Test
  void aWokenTaskletRunsElsewhereWhileItsWakerComputes() {
    try (Pool pool = Pool.of(2)) {
      BufferedChannel<Integer> channel = new BufferedChannel<>(0);
      CountDownLatch received = new CountDownLatch(1);
      pool.launch(null, body(receive(channel), plain(received::countDown)), null);
      pool.launch(
              null,
              body(
                  send(channel, 1),
                  stack -> {
                    received.await(); // the carrier is kept busy until the other has run
                    return "";
                  }),
              null)
          .join();
    }
  }

  @Test
  void aStartedTaskletRunsOnACarrierStillToBeMadeWhileItsStarterComputes() {
    try (Pool pool = Pool.of(2)) {
      CountDownLatch begun = new CountDownLatch(1);
      pool.launch(
              null,
              body(
                  plain(
                      () -> {
                        pool.launch(null, body(plain(begun::countDown)), null);
                        await(begun);
                      })),
              null)
          .join();
    }
  }

  @Test
  void aStartedTaskletRunsWhileAnotherIsPinnedAndItsStarterComputes() {
    BufferedChannel<Integer> channel = new BufferedChannel<>(0);
    try (Pool pool = Pool.of(2)) {
      CountDownLatch begun = new CountDownLatch(1);
      TaskletStrand<?> pinned = pool.launch(null, body(plain(channel::receive)), null);
      while (!(pinned.innermost() instanceof ThreadStrand)) {
        Thread.onSpinWait();
      }
      pool.launch(
              null,
              body(
                  plain(
                      () -> {
                        pool.launch(null, body(plain(begun::countDown)), null);
                        await(begun);
                      })),
              null)
          .join();
      channel.send(1);
    }
  }

  @Test
  void aPinnedWaitIsCompensatedByASpareCarrier() {
    try (Pool pool = Pool.of(1)) {
      BufferedChannel<Integer> channel = new BufferedChannel<>(0);
      List<TaskletStrand<?>> pinned = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        pinned.add(pool.launch(null, body(stack -> channel.receive()), null));
      }
      for (int i = 0; i < 20; i++) {
        pool.launch(null, body(send(channel, i)), null).join();
      }
      pinned.forEach(TaskletStrand::join);
    }
    assertThat(PinnedWaits.current()).isZero();
  }

  @Test
  void aPinnedTaskletCanBeKilled() {
    try (Pool pool = Pool.of(1)) {
      BufferedChannel<Integer> channel = new BufferedChannel<>(0);
      CountDownLatch about = new CountDownLatch(1);
      TaskletStrand<?> pinned =
          pool.launch(null, body(plain(about::countDown), stack -> channel.receive()), null);
      await(about);
      pinned.kill();
      assertThatThrownBy(pinned::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(channel.trySend(1)).isFalse();
    }
  }

  @Test
  void whileAnOwnedLockIsHeldAWaitBlocks() {
    try (Pool pool = Pool.of(1)) {
      BufferedChannel<Integer> channel = new BufferedChannel<>(0);
      TaskletStrand<?> locking =
          pool.launch(
              null,
              body(
                  stack -> {
                    stack.lockTaken();
                    int value = channel.receive(stack, 0);
                    assertThat(stack.unwinding).isFalse();
                    stack.lockReleased();
                    return value;
                  }),
              null);
      pool.launch(null, body(send(channel, 1)), null).join();
      locking.join();
    }
  }

  @Test
  void closingAPoolWaitsForItsTasklets() {
    Pool pool = Pool.of(2);
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      pool.launch(null, body(sleep(Duration.ofMillis(1)), plain(ended::incrementAndGet)), null);
    }
    pool.close();
    assertThat(ended).hasValue(100);
    assertThatThrownBy(() -> pool.launch(null, body(), null))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void poolsAreNotRunByHandNorMadeWithoutCarriersNorClosedIfShared() {
    assertThatThrownBy(() -> Scheduler.shared().run())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Scheduler.shared().close())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Scheduler.pool(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hereIsRefusedOnTheThreadOfAPool() {
    try (Pool pool = Pool.of(1)) {
      assertThatThrownBy(() -> pool.launch(null, body(stack -> Scheduler.here()), null).join())
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void runReturnsHoweverLateTheLastAlarmIsOver() throws InterruptedException {
    Dispatcher here = Here.ofThisThread();
    AtomicInteger begun = new AtomicInteger();
    int rounds = 100_000;
    Thread alarms =
        new Thread(
            () -> {
              for (int i = 1; i <= rounds; i++) {
                while (begun.get() < i) {
                  Thread.onSpinWait();
                }
                here.outsideEnds();
              }
            });
    alarms.setDaemon(true);
    alarms.start();
    for (int i = 1; i <= rounds; i++) {
      here.outsideBegins();
      begun.set(i);
      here.run();
    }
    alarms.join();
  }

  @Test
  void noTaskletBeginsOnceItsPoolIsClosed() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Pool pool = Pool.of(1);
      AtomicInteger begun = new AtomicInteger();
      CyclicBarrier together = new CyclicBarrier(2);
      CompletableFuture<Void> starter =
          CompletableFuture.runAsync(
              () -> {
                try {
                  together.await();
                  pool.launch(null, body(plain(begun::incrementAndGet)), null).join();
                } catch (RejectedExecutionException e) {
                  assertThat(begun).hasValue(0);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      together.await();
      pool.close();
      int whenClosed = begun.get();
      starter.get();
      assertThat(begun).hasValue(whenClosed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
