package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.WaitGroup;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code semaphore.Weighted} and its tests. */
@Timeout(60)
class SemaphoreTest {
  private final Semaphore semaphore = new Semaphore(10);
  private final AtomicLong taken = new AtomicLong();

  @Suspendable
  private void uses(long count, int times) {
    for (int i = 0; i < times; i++) {
      semaphore.acquire(count);
      assertThat(taken.addAndGet(count)).isLessThanOrEqualTo(10);
      Tasklet.yield();
      taken.addAndGet(-count);
      semaphore.release(count);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void noMoreIsAcquiredThanThereIs(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      for (int i = 1; i <= 10; i++) {
        int count = i;
        crowd.start(() -> uses(count, 100));
      }
      crowd.join();
      assertThat(semaphore.available()).isEqualTo(10);
    }
  }

  /** All begin together: virtual threads that yield in turn keep the JDK from starting others. */
  @Suspendable
  private void churns(AtomicInteger left, WaitGroup all) {
    all.done();
    all.await();
    while (left.get() > 0) {
      semaphore.acquire();
      Tasklet.yield();
      semaphore.release();
    }
  }

  @Suspendable
  private void takesAll(AtomicInteger left, WaitGroup all) {
    all.done();
    all.await();
    for (int i = 0; i < 20; i++) {
      semaphore.acquire(10);
      assertThat(semaphore.available()).isZero();
      semaphore.release(10);
      left.decrementAndGet();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void aLargeRequestIsNotStarvedBySmallOnes(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger left = new AtomicInteger(20);
      WaitGroup all = new WaitGroup();
      all.add(21);
      for (int i = 0; i < 20; i++) {
        crowd.start(() -> churns(left, all));
      }
      crowd.start(() -> takesAll(left, all));
      crowd.join();
    }
  }

  @Test
  void nothingOvertakesTheOneWhoWaits() {
    try (Crowd crowd = new Crowd(Place.HERE)) {
      semaphore.acquire(6);
      Tasklet<?> large = crowd.start(() -> semaphore.acquire(5));
      crowd.until(() -> large.state() == Tasklet.State.WAITING);
      assertThat(semaphore.available()).isEqualTo(4);
      assertThat(semaphore.tryAcquire()).isFalse();
      Tasklet<?> small = crowd.start(() -> semaphore.acquire());
      crowd.until(() -> small.state() == Tasklet.State.WAITING);
      semaphore.release(); // enough for the large one, and for nobody else
      crowd.until(() -> large.state() == Tasklet.State.ENDED);
      assertThat(small.state()).isEqualTo(Tasklet.State.WAITING);
      semaphore.release();
      crowd.until(() -> small.state() == Tasklet.State.ENDED);
      assertThat(semaphore.available()).isZero();
    }
  }

  /** Go issue 41211: who leaves the line had held up others. */
  @Test
  void whenTheLargeRequestIsGivenUpTheOthersGoOn() {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      semaphore.acquire(5);
      Tasklet<?> large = crowd.start(() -> semaphore.acquire(10));
      crowd.until(() -> large.state() == Tasklet.State.WAITING);
      Tasklet<?> timed = crowd.start(() -> semaphore.acquire(9, Duration.ofMillis(30)));
      Tasklet<?> first = crowd.start(() -> semaphore.acquire(3));
      crowd.until(() -> first.state() == Tasklet.State.WAITING);
      Tasklet<?> second = crowd.start(() -> semaphore.acquire(2));
      crowd.until(() -> second.state() == Tasklet.State.WAITING);
      large.kill();
      assertThatThrownBy(large::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThatThrownBy(timed::join).hasCauseInstanceOf(TimeoutException.class);
      first.join();
      second.join();
      assertThat(semaphore.available()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void acquiringEndsWithItsTime(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger tooLong = new AtomicInteger();
      semaphore.acquire(8);
      crowd.start(() -> acquiresShortly(tooLong));
      crowd.join();
      assertThat(tooLong).hasValue(1);
      assertThat(semaphore.available()).isEqualTo(2);
      semaphore.release(8);
    }
  }

  @Suspendable
  private void acquiresShortly(AtomicInteger tooLong) {
    try {
      semaphore.acquire(3, Duration.ofMillis(2));
    } catch (TimeoutException e) {
      tooLong.incrementAndGet();
    }
  }

  @Test
  void whatCanNeverBeIsRefused() {
    assertThatThrownBy(() -> new Semaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.acquire(11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("acquire of 11 permits of a semaphore that has 10");
    assertThatThrownBy(() -> semaphore.acquire(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.release(11)).isInstanceOf(IllegalArgumentException.class);
    semaphore.acquire(2);
    assertThatThrownBy(() -> semaphore.release(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("release of 3 permits of a semaphore of which 2 are acquired");
    assertThat(semaphore).hasToString("semaphore with 8 of 10 permits free");
    assertThat(semaphore.tryAcquire(8)).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
    semaphore.release(10);
  }

  @Test
  void underStressNoPermitIsLostAndNoneIsMade() throws Exception {
    Stress.run(number -> () -> acquiresUnderStress(new Random(number)));
    assertThat(taken).hasValue(0);
    assertThat(semaphore.available()).isEqualTo(10);
  }

  @Suspendable
  private void acquiresUnderStress(Random random) {
    for (int i = 0; i < 20; i++) {
      long count = 1 + random.nextInt(random.nextInt(4) == 0 ? 10 : 3);
      if (random.nextInt(4) == 0) {
        try {
          semaphore.acquire(count, Duration.ofNanos(random.nextInt(100_000)));
        } catch (TimeoutException e) {
          continue;
        }
      } else {
        semaphore.acquire(count);
      }
      try {
        assertThat(taken.addAndGet(count)).isLessThanOrEqualTo(10);
        Stress.dawdle(random);
      } finally {
        taken.addAndGet(-count);
        semaphore.release(count);
      }
    }
  }
}
