package io.bobbin.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BiasedLatchTest {
  private static final int ROUNDS = Integer.getInteger("bobbin.test.rounds", 2_000);
  private static final int TIMES = 200;

  private static final class Counter extends BiasedLatch {
    int count;
    int inside;
    boolean shared;

    /** Counts once; {@code inside} is 1 while nobody else does. */
    void count(int work) {
      lock();
      inside++;
      int before = count;
      for (int i = 0; i < work; i++) {
        Thread.onSpinWait();
      }
      shared |= inside != 1;
      count = before + 1;
      inside--;
      unlock();
    }
  }

  private static Bias bias(int left) {
    return new Bias(Thread.currentThread(), left);
  }

  private static Counter biasedToCaller() {
    Counter counter = new Counter();
    give(counter, bias(0));
    return counter;
  }

  private static void give(Counter counter, @Nullable Bias bias) {
    counter.lock();
    counter.biasTo(bias);
    counter.unlock();
  }

  private static List<Thread> others(int count, Runnable task) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(task);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void oneThreadAtATimeIsInside() throws InterruptedException {
    Random random = new Random(3);
    for (int round = 0; round < ROUNDS; round++) {
      Counter counter = biasedToCaller();
      AtomicInteger started = new AtomicInteger();
      int others = 1 + round % 2;
      List<Thread> threads =
          others(
              others,
              () -> {
                started.incrementAndGet();
                for (int i = 0; i < TIMES; i++) {
                  counter.count(0);
                }
              });
      int mine = 0;
      int work = random.nextInt(4);
      while (started.get() == 0 || mine < TIMES) {
        counter.count(work);
        mine++;
      }
      join(threads);
      assertThat(counter.shared).isFalse();
      assertThat(counter.count).isEqualTo(mine + others * TIMES);
      assertThat(counter.hasBias()).isFalse();
    }
  }

  @Test
  void ofManyLatchesNoneIsTakenByTwo() throws InterruptedException {
    for (int round = 0; round < ROUNDS / 10; round++) {
      Bias bias = bias(0);
      Counter[] counters = new Counter[50];
      for (int i = 0; i < counters.length; i++) {
        counters[i] = new Counter();
        give(counters[i], bias);
      }
      Runnable countsAll =
          () -> {
            for (int i = 0; i < TIMES; i++) {
              for (Counter counter : counters) {
                counter.count(0);
              }
            }
          };
      List<Thread> threads = others(1, countsAll);
      countsAll.run();
      join(threads);
      for (Counter counter : counters) {
        assertThat(counter.shared).isFalse();
        assertThat(counter.count).isEqualTo(2 * TIMES);
      }
    }
  }

  @Test
  void ownerThatHasEndedIsNotWaitedFor() throws InterruptedException {
    Counter counter = new Counter();
    join(others(1, () -> give(counter, bias(0))));
    assertThat(counter.hasBias()).isTrue();
    counter.count(0);
    assertThat(counter.count).isEqualTo(1);
    assertThat(counter.hasBias()).isFalse();
  }

  @Test
  void ownerThatIsBlockedIsNotWaitedFor() throws InterruptedException {
    Counter counter = biasedToCaller();
    counter.count(0);
    join(others(1, () -> counter.count(0)));
    assertThat(counter.count).isEqualTo(2);
  }

  @Test
  void whoseItIsMayShareIt() {
    Counter counter = biasedToCaller();
    counter.count(0);
    counter.share();
    assertThat(counter.hasBias()).isFalse();
    counter.count(0);
    assertThat(counter.count).isEqualTo(2);
    assertThat(counter.inside).isZero();
  }

  @Test
  void threadThatLosesItsLatchesAgainAndAgainGetsNoMore() throws InterruptedException {
    int given = 0;
    for (Bias bias = bias(2); bias != null; bias = bias.next()) {
      given++;
      Counter counter = new Counter();
      give(counter, bias);
      join(others(1, () -> counter.count(0)));
      assertThat(bias.isRevoked()).isTrue();
    }
    assertThat(given).isEqualTo(3);
  }
}
