package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link CountDownLatch#await}. */
@Timeout(60)
class LatchesTest {
  @Test
  void aTaskletOfTheSameThreadCountsDownWhatOneAwaits() {
    CountDownLatch latch = new CountDownLatch(2);
    long count =
        OnOneThread.waitsFor(
            () -> {
              latch.await();
              return latch.getCount();
            },
            () -> {
              latch.countDown();
              Tasklet.yield();
              latch.countDown();
            });
    assertThat(count).isZero();
  }

  @Test
  void aTimedWaitTellsWhetherTheCountIsZero() {
    Outcome.ofBoth(
        () -> {
          CountDownLatch latch = new CountDownLatch(1);
          return () -> {
            boolean before = latch.await(5, TimeUnit.MILLISECONDS);
            boolean atOnce = latch.await(-1, TimeUnit.MILLISECONDS);
            latch.countDown();
            latch.await();
            return before + " " + atOnce + " " + latch.await(1, TimeUnit.HOURS);
          };
        });
    Outcome.ofBoth(
        () -> {
          CountDownLatch latch = new CountDownLatch(1);
          Outcome.soon(latch::countDown);
          return () -> latch.await(1, TimeUnit.HOURS);
        });
  }

  @Test
  void whoHasInterruptedHimselfDoesNotWait() {
    for (int count = 0; count < 2; count++) {
      int counts = count;
      Outcome interrupted =
          Outcome.ofBoth(
              () ->
                  () -> {
                    Thread.currentThread().interrupt();
                    new CountDownLatch(counts).await();
                    return null;
                  });
      assertThat(interrupted.thrown()).contains("InterruptedException");
    }
  }

  @Test
  void aThousandWaitWithoutAThreadEach() {
    CountDownLatch latch = new CountDownLatch(1);
    List<Boolean> got = OnOneThread.crowd(() -> latch.await(1, TimeUnit.HOURS), latch::countDown);
    assertThat(got).containsOnly(true);
  }

  @Test
  void aKilledTaskletWaitsNoLongerAndOthersDo() {
    CountDownLatch latch = new CountDownLatch(1);
    Tasklet<Boolean> other = Tasklet.start(() -> latch.await(1, TimeUnit.HOURS));
    for (int i = 0; i < 100; i++) {
      Tasklet<?> killed = OnOneThread.killed(() -> latch.await(1, TimeUnit.HOURS));
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
    }
    latch.countDown();
    assertThat(other.join()).isTrue();
  }

  @Test
  void noWaitIsMissedHoweverComingAndGoingRace() {
    for (int i = 0; i < 2_000; i++) {
      CountDownLatch latch = new CountDownLatch(1);
      Tasklet<Boolean> waits = Tasklet.start(() -> latch.await(1, TimeUnit.HOURS));
      Tasklet<Boolean> leaves = Tasklet.start(() -> latch.await(1, TimeUnit.MICROSECONDS));
      leaves.join();
      latch.countDown();
      assertThat(waits.join()).isTrue();
    }
  }

  @Test
  void aLatchThatOverridesAwaitIsCalledWhereItIs() {
    CountDownLatch own =
        new CountDownLatch(1) {
          @Override
          public void await() {
            countDown();
          }
        };
    long count =
        OnOneThread.waitsFor(
            () -> {
              own.await();
              return own.getCount();
            },
            () -> {});
    assertThat(count).isZero();
  }

  @Test
  void insideOfAMonitorTheThreadWaits() {
    CountDownLatch latch = new CountDownLatch(1);
    Outcome.soon(latch::countDown);
    Object monitor = new Object();
    Tasklet<Boolean> waits =
        Tasklet.start(
            () -> {
              Thread before = Thread.currentThread();
              synchronized (monitor) {
                latch.await();
                return Thread.currentThread() == before && Thread.holdsLock(monitor);
              }
            });
    assertThat(waits.join()).isTrue();
  }
}
