package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Thread#sleep}, {@link TimeUnit#sleep} and {@link Thread#join}. */
@Timeout(60)
class ThreadsTest {
  private static final long LONG = 1_000_000;

  private static Thread blockedBy(CountDownLatch latch) {
    Thread thread =
        new Thread(
            () -> {
              try {
                latch.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  // sleep

  @Test
  void otherTaskletsOfTheThreadRunWhileOneSleeps() {
    List<String> order = new ArrayList<>();
    OnOneThread.waitsFor(
        () -> {
          order.add("falls asleep");
          Thread.sleep(5);
          TimeUnit.MICROSECONDS.sleep(500);
          Thread.sleep(0, 500_000);
          return order.add("wakes up");
        },
        () -> order.add("runs"));
    assertThat(order).containsExactly("falls asleep", "runs", "wakes up");
  }

  @Test
  void aSleepLastsAtLeastAsLongAsItIsToLast() {
    long began = System.nanoTime();
    Tasklet.start(
            () -> {
              Thread.sleep(20);
              TimeUnit.MILLISECONDS.sleep(20);
              Thread.sleep(20, 1);
            })
        .join();
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(60_000_001);
  }

  @Test
  void whatSleepRefusesIsRefused() {
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.sleep(-1);
              return null;
            });
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.sleep(1, 1_000_000);
              return null;
            });
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.sleep(1, -1);
              return null;
            });
    Outcome.ofBoth(
        () ->
            () -> {
              TimeUnit.SECONDS.sleep(-1);
              Thread.sleep(0);
              return "no refusal";
            });
  }

  @Test
  void whoHasInterruptedHimselfDoesNotSleep() {
    Outcome interrupted =
        Outcome.ofBoth(
            () ->
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    Thread.sleep(LONG);
                  } finally {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                  }
                  return "slept";
                });
    assertThat(interrupted.thrown()).contains("InterruptedException");
  }

  @Test
  void anInterruptionIsRaised() {
    Tasklet<String> sleeps =
        Tasklet.start(
            () -> {
              try {
                Thread.sleep(LONG);
                return "slept";
              } catch (InterruptedException e) {
                return e.getMessage();
              }
            });
    while (sleeps.state() != Tasklet.State.WAITING) {
      Thread.onSpinWait();
    }
    sleeps.raise(new InterruptedException("now"));
    assertThat(sleeps.join()).isEqualTo("now");
  }

  @Test
  void aThousandSleepWithoutAThreadEach() {
    List<Integer> results =
        OnOneThread.crowd(
            () -> {
              try {
                Thread.sleep(LONG);
                return 1;
              } catch (InterruptedException e) {
                return 2;
              }
            },
            crowd -> crowd.forEach(each -> each.raise(new InterruptedException())));
    assertThat(results).hasSize(1_000).containsOnly(2);
  }

  // join

  @Test
  void aTaskletOfTheSameThreadLetsAThreadEndThatOneJoins() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread thread = blockedBy(latch);
    boolean alive =
        OnOneThread.waitsFor(
            () -> {
              thread.join();
              return thread.isAlive();
            },
            latch::countDown);
    assertThat(alive).isFalse();
  }

  @Test
  void aJoinEndsWithTheThreadOrTheTime() {
    Outcome.ofBoth(
        () -> {
          CountDownLatch latch = new CountDownLatch(1);
          Thread thread = blockedBy(latch);
          return () -> {
            thread.join(5);
            boolean before = thread.isAlive();
            thread.join(1, 500_000);
            latch.countDown();
            thread.join(0);
            thread.join(LONG);
            return before + " " + thread.isAlive();
          };
        });
    Outcome.ofBoth(
        () -> {
          CountDownLatch latch = new CountDownLatch(1);
          Thread thread = blockedBy(latch);
          Outcome.soon(latch::countDown);
          return () -> {
            thread.join(LONG);
            return thread.isAlive();
          };
        });
  }

  @Test
  void aThreadThatHasNotStartedIsNotWaitedFor() {
    Outcome.ofBoth(
        () ->
            () -> {
              Thread thread = new Thread(() -> {});
              thread.join();
              thread.join(LONG);
              return thread.getState();
            });
  }

  @Test
  void whatJoinRefusesIsRefused() {
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.currentThread().join(-1);
              return null;
            });
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.currentThread().join(1, 1_000_000);
              return null;
            });
  }

  @Test
  void whoHasInterruptedHimselfDoesNotJoin() {
    CountDownLatch latch = new CountDownLatch(1);
    Outcome interrupted =
        Outcome.ofBoth(
            () -> {
              Thread thread = blockedBy(latch);
              return () -> {
                Thread.currentThread().interrupt();
                thread.join();
                return null;
              };
            });
    latch.countDown();
    assertThat(interrupted.thrown()).contains("InterruptedException");
  }

  @Test
  void aThousandJoinAThreadWithoutAThreadEach() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread thread = blockedBy(latch);
    List<Boolean> alive =
        OnOneThread.crowd(
            () -> {
              thread.join();
              return thread.isAlive();
            },
            latch::countDown);
    assertThat(alive).containsOnly(false);
  }

  @Test
  void aTaskletThatJoinsAThreadCanBeKilled() {
    CountDownLatch latch = new CountDownLatch(1);
    Thread thread = blockedBy(latch);
    Tasklet<?> killed =
        OnOneThread.killed(
            () -> {
              thread.join();
              return 1;
            });
    assertThat(thread.isAlive()).isTrue();
    latch.countDown();
    assertThatThrownBy(killed::join)
        .isInstanceOf(TaskletFailedException.class)
        .hasCauseInstanceOf(TaskletKilled.class);
  }
}
