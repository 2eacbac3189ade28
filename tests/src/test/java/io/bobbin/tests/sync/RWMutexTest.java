package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.RWMutex;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code sync.RWMutex} and its tests, and downgrading. */
@Timeout(60)
class RWMutexTest {
  private final RWMutex mutex = new RWMutex();

  /** A reader counts 1, a writer 10,000, as in Go's hammer. */
  private final AtomicInteger active = new AtomicInteger();

  @Suspendable
  private void reads(int times) {
    for (int i = 0; i < times; i++) {
      mutex.readLock();
      assertThat(active.incrementAndGet()).isBetween(1, 9_999);
      Tasklet.yield();
      active.decrementAndGet();
      mutex.readUnlock();
    }
  }

  @Suspendable
  private void writes(int times) {
    for (int i = 0; i < times; i++) {
      mutex.writeLock();
      assertThat(active.addAndGet(10_000)).isEqualTo(10_000);
      Tasklet.yield();
      active.addAndGet(-10_000);
      mutex.writeUnlock();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void writersAreAloneAndReadersAreNot(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      for (int i = 0; i < 3; i++) {
        crowd.start(() -> writes(50));
        for (int j = 0; j < 4; j++) {
          crowd.start(() -> reads(50));
        }
      }
      crowd.join();
      assertThat(mutex).hasToString("read-write mutex");
    }
  }

  @Test
  void readersReadAtTheSameTime() throws Exception {
    mutex.readLock();
    try (Crowd crowd = new Crowd(Place.MIXED)) {
      for (int i = 0; i < 6; i++) {
        crowd.start(() -> mutex.readLock());
      }
      crowd.join();
      assertThat(mutex.readers()).isEqualTo(7);
      assertThat(mutex.tryWriteLock()).isFalse();
      for (int i = 0; i < 7; i++) {
        mutex.readUnlock();
      }
      assertThat(mutex.tryWriteLock()).isTrue();
      assertThat(mutex.tryReadLock()).isFalse();
      mutex.writeUnlock();
    }
  }

  private static boolean waits(Tasklet<?> tasklet) {
    return tasklet.state() == Tasklet.State.WAITING;
  }

  private static boolean ended(Tasklet<?> tasklet) {
    return tasklet.state() == Tasklet.State.ENDED;
  }

  @Test
  void aWriterThatWaitsStopsNewReadersAndThoseGoBeforeTheNextWriter() {
    try (Crowd crowd = new Crowd(Place.HERE)) {
      mutex.readLock();
      Tasklet<?> writer = crowd.start(() -> mutex.writeLock());
      crowd.until(() -> waits(writer));
      assertThat(mutex.tryReadLock()).isFalse();
      Tasklet<?> reader = crowd.start(() -> mutex.readLock());
      Tasklet<?> second = crowd.start(() -> mutex.writeLock());
      Tasklet<?> later = crowd.start(() -> mutex.readLock());
      crowd.until(() -> waits(reader) && waits(second) && waits(later));
      mutex.readUnlock();
      crowd.until(() -> ended(writer));
      assertThat(mutex.isWriteLocked()).isTrue();
      assertThat(waits(reader)).isTrue();
    }
  }

  @Suspendable
  private void writesOnce(AtomicInteger go) {
    mutex.writeLock();
    while (go.get() == 0) {
      Tasklet.yield();
    }
    mutex.writeUnlock();
  }

  @Test
  void allReadersThatWaitedGoOnTogetherAfterTheWriter() {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      AtomicInteger go = new AtomicInteger();
      Tasklet<?> first = crowd.start(() -> writesOnce(go));
      crowd.until(mutex::isWriteLocked);
      Tasklet<?> readerBefore = crowd.start(() -> mutex.readLock());
      crowd.until(() -> waits(readerBefore));
      Tasklet<?> second = crowd.start(() -> mutex.writeLock());
      crowd.until(() -> waits(second));
      Tasklet<?> readerBehind = crowd.start(() -> mutex.readLock());
      crowd.until(() -> waits(readerBehind));
      go.set(1);
      crowd.until(() -> ended(first) && ended(readerBefore) && ended(readerBehind));
      assertThat(mutex.readers()).isEqualTo(2);
      assertThat(waits(second)).isTrue();
      Tasklet<?> newcomer = crowd.start(() -> mutex.readLock());
      crowd.until(() -> waits(newcomer));
      mutex.readUnlock();
      assertThat(waits(second)).isTrue();
      mutex.readUnlock();
      crowd.until(() -> ended(second));
      assertThat(waits(newcomer)).isTrue();
    }
  }

  @Test
  void readersGoOnWhenTheWriterThatStoppedThemGivesUp() {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      mutex.readLock();
      Tasklet<?> killed = crowd.start(() -> mutex.writeLock());
      crowd.until(() -> waits(killed));
      Tasklet<?> timed = crowd.start(() -> mutex.writeLock(Duration.ofMillis(30)));
      Tasklet<?> reader = crowd.start(() -> mutex.readLock());
      crowd.until(() -> waits(reader));
      killed.kill();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThatThrownBy(timed::join).hasCauseInstanceOf(TimeoutException.class);
      reader.join();
      assertThat(mutex.readers()).isEqualTo(2);
    }
  }

  @Test
  void aWriterThatDowngradesReadsWithTheReadersThatWaitedAndNoWriterBetween() {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      mutex.writeLock();
      Tasklet<?> writer = crowd.start(() -> mutex.writeLock());
      Tasklet<?> reader = crowd.start(() -> mutex.readLock());
      crowd.until(() -> waits(writer) && waits(reader));
      mutex.downgrade();
      reader.join();
      assertThat(mutex).hasToString("read-write mutex locked by 2 readers");
      assertThat(waits(writer)).isTrue();
      mutex.readUnlock();
      mutex.readUnlock();
      writer.join();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void lockingEndsWithItsTime(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger tooLong = new AtomicInteger();
      mutex.writeLock();
      crowd.start(() -> readsShortly(tooLong));
      crowd.start(() -> writesShortly(tooLong));
      crowd.join();
      assertThat(tooLong).hasValue(2);
      mutex.writeUnlock();
      assertThat(mutex.tryWriteLock()).isTrue();
    }
  }

  @Suspendable
  private void readsShortly(AtomicInteger tooLong) {
    try {
      mutex.readLock(Duration.ofMillis(2));
    } catch (TimeoutException e) {
      tooLong.incrementAndGet();
    }
  }

  @Suspendable
  private void writesShortly(AtomicInteger tooLong) {
    try {
      mutex.writeLock(Duration.ofMillis(2));
    } catch (TimeoutException e) {
      tooLong.incrementAndGet();
    }
  }

  @Test
  void whatIsNotLockedCannotBeUnlocked() {
    assertThatThrownBy(mutex::readUnlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessage("readUnlock of a mutex that nobody has read-locked");
    assertThatThrownBy(mutex::writeUnlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("of a mutex that nobody has locked for writing");
    mutex.readLock();
    assertThatThrownBy(mutex::writeUnlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(mutex::downgrade).isInstanceOf(IllegalMonitorStateException.class);
    mutex.readUnlock();
    mutex.writeLock();
    assertThatThrownBy(mutex::readUnlock).isInstanceOf(IllegalMonitorStateException.class);
    assertThatThrownBy(mutex::readLock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RWMutex.readLock")
        .hasMessageContaining("Use downgrade()");
    assertThatThrownBy(mutex::writeLock)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RWMutex.writeLock");
    mutex.writeUnlock();
  }

  @Test
  void underStressWritersAreAloneAndNothingIsLost() throws Exception {
    Stress.run(number -> () -> locksUnderStress(new Random(number)));
    assertThat(active).hasValue(0);
    assertThat(mutex.tryWriteLock()).isTrue();
  }

  @Suspendable
  private void locksUnderStress(Random random) {
    for (int i = 0; i < 20; i++) {
      boolean writes = random.nextInt(3) == 0;
      try {
        Duration limit =
            Duration.ofNanos(random.nextInt(3) == 0 ? random.nextInt(100_000) : 1L << 40);
        if (writes) {
          mutex.writeLock(limit);
        } else {
          mutex.readLock(limit);
        }
      } catch (TimeoutException e) {
        continue;
      }
      boolean reads = !writes;
      try {
        if (writes) {
          assertThat(active.addAndGet(10_000)).isEqualTo(10_000);
          Stress.dawdle(random);
          if (random.nextBoolean()) {
            active.addAndGet(1 - 10_000);
            mutex.downgrade();
            reads = true;
          }
        } else {
          active.incrementAndGet();
        }
        if (reads) {
          assertThat(active.get()).isBetween(1, 9_999);
          Stress.dawdle(random);
        }
      } finally {
        active.addAndGet(reads ? -1 : -10_000);
        if (reads) {
          mutex.readUnlock();
        } else {
          mutex.writeUnlock();
        }
      }
    }
  }
}
