package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Mutex;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code sync.Mutex} and its tests; and of a fair lock with an owner. */
@Timeout(60)
class MutexTest {
  private final Mutex mutex = new Mutex();
  private int count;

  @Suspendable
  private void counts(int times) {
    for (int i = 0; i < times; i++) {
      if (i % 10 == 3 && mutex.tryLock()) {
        mutex.unlock();
      }
      mutex.lock();
      try {
        int was = count;
        if (i % 5 == 0) {
          Tasklet.yield();
        }
        count = was + 1;
      } finally {
        mutex.unlock();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void oneAtATimeHasIt(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      for (int i = 0; i < 10; i++) {
        crowd.start(() -> counts(300));
      }
      crowd.join();
      assertThat(count).isEqualTo(3_000);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Suspendable
  private void notesItsTurn(List<Integer> turns, int number) {
    mutex.lock();
    try {
      turns.add(number);
    } finally {
      mutex.unlock();
    }
  }

  @Test
  void whoWaitsLongerHasItFirst() throws Exception {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      List<Integer> turns = new ArrayList<>();
      mutex.lock();
      for (int i = 0; i < 20; i++) {
        int number = i;
        Tasklet<?> tasklet = crowd.start(() -> notesItsTurn(turns, number));
        crowd.until(() -> tasklet.state() == Tasklet.State.WAITING);
      }
      mutex.unlock();
      crowd.join();
      assertThat(turns).isSorted().hasSize(20);
    }
  }

  @Test
  void tryLockTellsWhetherItIsFree() {
    assertThat(mutex.tryLock()).isTrue();
    assertThat(mutex.isLockedByCaller()).isTrue();
    assertThat(mutex.tryLock()).isFalse();
    mutex.unlock();
    assertThat(mutex.isLocked()).isFalse();
    assertThat(mutex.isLockedByCaller()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void lockingEndsWithItsTime(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger tooLong = new AtomicInteger();
      mutex.lock();
      crowd.start(() -> locksShortly(tooLong));
      crowd.join();
      assertThat(tooLong).hasValue(1);
      mutex.unlock();
      crowd.start(() -> locksShortly(tooLong));
      crowd.join();
      assertThat(tooLong).hasValue(1);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Suspendable
  private void locksShortly(AtomicInteger tooLong) {
    try {
      mutex.lock(Duration.ofMillis(2));
    } catch (TimeoutException e) {
      tooLong.incrementAndGet();
      return;
    }
    mutex.unlock();
  }

  @Test
  void nobodyElseCanUnlockIt() {
    assertThatThrownBy(mutex::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage(
            "unlock by thread %s of a mutex that nobody has locked",
            Thread.currentThread().getName());
    try (Crowd crowd = new Crowd(Place.HERE)) {
      mutex.lock(); // by the thread; the tasklet on it is another
      Tasklet<?> other = crowd.start(() -> mutex.unlock());
      assertThatThrownBy(other::join)
          .hasCauseInstanceOf(IllegalMonitorStateException.class)
          .hasRootCauseMessage(
              "unlock by tasklet %s of a mutex that thread %s has locked",
              other.name(), Thread.currentThread().getName());
      mutex.unlock();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void lockingItTwiceIsRefusedAndExplained(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      crowd.start(this::locksTwice);
      crowd.join();
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Suspendable
  private void locksTwice() throws TimeoutException {
    mutex.lock();
    try {
      mutex.lock();
    } catch (IllegalStateException e) {
      assertThat(e)
          .hasMessageContaining("has locked this mutex already, and would wait for itself");
    }
    try {
      mutex.lock(Duration.ofDays(1));
    } catch (IllegalStateException e) {
      mutex.unlock();
    }
  }

  @Test
  void itsOwnerIsTheTaskletWhateverThreadRunsIt() throws Exception {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      Channel<Integer> channel = Channel.unbuffered();
      for (int i = 0; i < 8; i++) {
        crowd.start(() -> locksAcrossWaits(channel, 100));
      }
      for (int i = 0; i < 800; i++) {
        channel.receive();
      }
      crowd.join();
    }
  }

  @Suspendable
  private void locksAcrossWaits(Channel<Integer> channel, int times) {
    for (int i = 0; i < times; i++) {
      mutex.lock();
      try {
        channel.send(i);
      } finally {
        mutex.unlock();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void whoIsKilledInLineNeitherHasItNorKeepsOthersFromIt(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      mutex.lock();
      Tasklet<?> killed = crowd.start(() -> counts(1));
      Tasklet<?> other = crowd.start(() -> counts(1));
      crowd.until(
          () -> killed.state() == Tasklet.State.WAITING && other.state() == Tasklet.State.WAITING);
      killed.kill();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(mutex.isLockedByCaller()).isTrue();
      mutex.unlock();
      other.join();
      assertThat(count).isEqualTo(1);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Test
  void underStressOneAtATimeHasItAndNobodyLosesIt() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    Stress.run(number -> () -> locksUnderStress(new Random(number), inside));
    assertThat(inside).hasValue(0);
    assertThat(mutex.tryLock()).isTrue();
  }

  @Suspendable
  private void locksUnderStress(Random random, AtomicInteger inside) {
    for (int i = 0; i < 20; i++) {
      if (random.nextInt(4) == 0) {
        try {
          mutex.lock(Duration.ofNanos(random.nextInt(100_000)));
        } catch (TimeoutException e) {
          continue;
        }
      } else {
        mutex.lock();
      }
      try {
        assertThat(inside.incrementAndGet()).isEqualTo(1);
        try {
          Stress.dawdle(random);
        } finally {
          inside.decrementAndGet();
        }
      } finally {
        mutex.unlock();
      }
    }
  }
}
