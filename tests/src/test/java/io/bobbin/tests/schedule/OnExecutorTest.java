package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OnExecutorTest {
  private final ExecutorService loop =
      Executors.newSingleThreadExecutor(action -> new Thread(action, "event loop"));

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  @Test
  void everythingRunsOnTheThreadOfTheExecutor() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    Channel<Integer> toLoop = Channel.unbuffered();
    Channel<Integer> back = Channel.buffered(3);
    try (Scheduler pool = Scheduler.pool(2);
        Scheduler on = Scheduler.on(loop)) {
      for (int i = 0; i < 3; i++) {
        on.start(() -> increase(toLoop, back, threads));
      }
      pool.start(() -> send(toLoop, 3_000));
      long sum = 0;
      for (int i = 0; i < 3_000; i++) {
        sum += back.receive();
      }
      assertThat(sum).isEqualTo(3_000L * 3_001 / 2);
    }
    assertThat(threads).containsExactly("event loop");
  }

  @Suspendable
  private static void increase(Channel<Integer> in, Channel<Integer> out, Set<String> threads) {
    for (int value : in) {
      threads.add(Thread.currentThread().getName());
      out.send(value + 1);
    }
    Tasklet.sleep(Duration.ofMillis(1));
    threads.add(Thread.currentThread().getName());
  }

  @Suspendable
  private static void send(Channel<Integer> out, int count) {
    for (int i = 0; i < count; i++) {
      out.send(i);
    }
    out.close();
  }

  @Test
  void theOwnerOfTheThreadGetsItBetweenTurns() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (Scheduler on = Scheduler.on(loop, Duration.ofMillis(1))) {
      List<Tasklet<Integer>> busy = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        busy.add(on.start(() -> yieldUntil(over)));
      }
      for (int i = 0; i < 20; i++) {
        loop.submit(() -> assertThat(Tasklet.current()).isNull()).get();
      }
      over.set(true);
      for (Tasklet<Integer> tasklet : busy) {
        assertThat(tasklet.join()).isPositive();
      }
    }
  }

  @Suspendable
  private static int yieldUntil(AtomicBoolean over) {
    int yields = 0;
    while (!over.get()) {
      Tasklet.yield();
      yields++;
    }
    return yields;
  }

  @Test
  void turnsNeverOverlapOnAnExecutorWithManyThreads() {
    ExecutorService many = Executors.newFixedThreadPool(4);
    int[] count = {0};
    AtomicInteger inside = new AtomicInteger();
    try (Scheduler on = Scheduler.on(many, Duration.ofNanos(20_000))) {
      List<Tasklet<?>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(on.start(() -> count(count, inside)));
      }
      all.forEach(Tasklet::join);
    } finally {
      many.shutdown();
    }
    assertThat(count[0]).isEqualTo(50 * 400);
  }

  @Suspendable
  private static void count(int[] count, AtomicInteger inside) {
    for (int i = 0; i < 400; i++) {
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      count[0]++;
      inside.decrementAndGet();
      Tasklet.yield();
    }
  }

  @Test
  void theOthersRunOnTopOfATaskletThatCannotBeLeft() {
    try (Scheduler on = Scheduler.on(loop)) {
      Channel<Integer> channel = Channel.unbuffered();
      Tasklet<Integer> pinned = on.start(() -> receiveHoldingAMonitor(channel));
      Tasklet<Integer> other =
          on.start(
              () -> {
                Tasklet.yield();
                channel.send(7);
                return 1;
              });
      assertThat(pinned.join()).isEqualTo(7);
      assertThat(other.join()).isEqualTo(1);
    }
  }

  @Suspendable
  private static synchronized int receiveHoldingAMonitor(Channel<Integer> channel) {
    return channel.receive();
  }

  @Test
  void aTaskletIsKilledFromElsewhere() {
    try (Scheduler on = Scheduler.on(loop)) {
      CountDownLatch ended = new CountDownLatch(1);
      Tasklet<Integer> waits =
          on.start(
              () -> {
                try {
                  return Channel.<Integer>unbuffered().receive();
                } finally {
                  ended.countDown();
                }
              });
      while (waits.state() != Tasklet.State.WAITING) {
        Thread.onSpinWait();
      }
      waits.kill();
      assertThatThrownBy(waits::join)
          .isInstanceOf(TaskletFailedException.class)
          .hasCauseInstanceOf(TaskletKilled.class);
      assertThat(ended.getCount()).isZero();
    }
  }

  @Test
  void whoStartsIsToldThatTheExecutorRefuses() {
    Scheduler on = Scheduler.on(loop);
    loop.shutdown();
    assertThatThrownBy(() -> on.start(() -> {})).isInstanceOf(RejectedExecutionException.class);
    on.close();
  }

  @Test
  void whoWakesATaskletIsNotThrownWhatTheExecutorThrows() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    Scheduler on =
        Scheduler.on(
            action -> {
              if (broken.get()) {
                throw new UnsupportedOperationException("broken");
              }
              loop.execute(action);
            });
    Channel<String> in = Channel.unbuffered();
    Channel<String> out = Channel.buffered(1);
    on.start(() -> out.send(in.receive()));
    while (in.balance() == 0) {
      Thread.onSpinWait();
    }
    loop.submit(() -> broken.set(true)).get(); // the turn is over by then
    in.send("handed over");
    broken.set(false);
    on.start(() -> {}).join(); // which asks for a turn again
    assertThat(out.receive()).isEqualTo("handed over");
  }

  @Test
  void anExecutorThatRunsItsWorkInATaskletIsRefused() {
    Scheduler on = Scheduler.on(Runnable::run);
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<String> starts =
          pool.start(
              () -> {
                try {
                  on.start(() -> {});
                  return "started";
                } catch (RejectedExecutionException e) {
                  return e.getMessage();
                }
              });
      assertThat(starts.join()).contains("inside of a tasklet");
    }
    assertThat(on.start(() -> "at once").join()).isEqualTo("at once");
  }

  @Test
  void aClosedOneStartsNothing() {
    Scheduler on = Scheduler.on(loop);
    on.start(() -> Tasklet.sleep(Duration.ofMillis(1)));
    on.close();
    assertThatThrownBy(() -> on.start(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void hereInOneOfItsTaskletsIsIt() {
    try (Scheduler on = Scheduler.on(loop)) {
      assertThat(on.start(() -> Scheduler.here() == on).join()).isTrue();
    }
  }
}
