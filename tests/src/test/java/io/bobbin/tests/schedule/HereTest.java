package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HereTest {
  private static final Duration LONG = Duration.ofDays(100_000);

  @Test
  void runEndsWhenItsTimeIsOverAndGoesOnLater() {
    Scheduler here = Scheduler.here();
    AtomicInteger turns = new AtomicInteger();
    Tasklet<?> endless = here.start(() -> yieldFor(turns, Integer.MAX_VALUE));
    long start = System.nanoTime();
    assertThat(here.run(Duration.ofMillis(5))).isFalse();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
    for (int i = 0; i < 2; i++) {
      for (int before = turns.get(); turns.get() == before; ) { // a busy machine may take long
        assertThat(here.run(Duration.ofMillis(5))).isFalse();
      }
    }
    endless.kill();
    assertThat(here.run(LONG)).isTrue();
    assertThat(endless.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Suspendable
  private static void yieldFor(AtomicInteger turns, int count) {
    while (turns.incrementAndGet() < count) {
      Tasklet.yield();
    }
  }

  @Test
  void runEndsInTimeWhileAllSleep() {
    Scheduler here = Scheduler.here();
    Tasklet<?> sleeper = here.start(() -> Tasklet.sleep(LONG));
    assertThat(here.run(Duration.ofMillis(5))).isFalse();
    sleeper.kill();
    assertThat(here.run(LONG)).isTrue();
  }

  @Test
  void runForNoTimeRunsNothing() {
    Scheduler here = Scheduler.here();
    AtomicInteger turns = new AtomicInteger();
    here.start(() -> yieldFor(turns, 3));
    assertThat(here.run(Duration.ZERO)).isFalse();
    assertThat(turns).hasValue(0);
    here.run();
    assertThat(turns).hasValue(3);
  }

  @Test
  void runUntilEndsAsSoonAsTheConditionHolds() {
    Scheduler here = Scheduler.here();
    AtomicInteger turns = new AtomicInteger();
    Tasklet<?> counter = here.start(() -> yieldFor(turns, 100));
    assertThat(here.runUntil(() -> turns.get() == 42)).isTrue();
    assertThat(turns).hasValue(42);
    assertThat(here.runUntil(() -> turns.get() == 1_000)).isFalse();
    assertThat(counter.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(here.runUntil(() -> true)).isTrue();
  }

  @Test
  void aConditionThatFailsEndsTheRunOnly() {
    Scheduler here = Scheduler.here();
    AtomicInteger turns = new AtomicInteger();
    here.start(() -> yieldFor(turns, 10));
    assertThatThrownBy(
            () ->
                here.runUntil(
                    () -> {
                      throw new IllegalStateException("condition");
                    }))
        .hasMessage("condition");
    here.run();
    assertThat(turns).hasValue(10);
  }

  @Test
  void onlyTheThreadItselfMayRunItAndNotInATasklet() throws InterruptedException {
    Scheduler here = Scheduler.here();
    Tasklet<String> inside =
        here.start(
            () -> {
              try {
                here.run(LONG);
                return "ran";
              } catch (IllegalStateException e) {
                return "refused";
              }
            });
    assertThat(inside.join()).isEqualTo("refused");
    Channel<String> told = Channel.buffered(1);
    Thread other =
        new Thread(
            () -> {
              try {
                here.runUntil(() -> true);
              } catch (IllegalStateException e) {
                told.send("refused");
              }
            });
    other.start();
    assertThat(told.receive()).isEqualTo("refused");
    other.join();
    assertThatThrownBy(() -> Scheduler.shared().run(LONG))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aTimeBeforeNowIsNone() {
    Scheduler here = Scheduler.here();
    Tasklet<?> yields =
        here.start(
            () -> {
              while (true) {
                Tasklet.yield();
              }
            });
    assertThat(here.run(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
    assertThat(here.run(Duration.ofNanos(-1))).isFalse();
    yields.kill();
    here.close();
  }
}
