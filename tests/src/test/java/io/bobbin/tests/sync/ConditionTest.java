package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Condition;
import io.bobbin.Mutex;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code sync.Cond} and its tests, and a bounded buffer under stress. */
@Timeout(60)
class ConditionTest {
  private final Mutex mutex = new Mutex();
  private final Condition condition = mutex.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<Integer> woken = new ArrayList<>();

  @Suspendable
  private void waits(int number) {
    mutex.lock();
    try {
      waiting.incrementAndGet();
      condition.await();
      woken.add(number);
    } finally {
      mutex.unlock();
    }
  }

  private int woken() {
    mutex.lock();
    int size = woken.size();
    mutex.unlock();
    return size;
  }

  private void startWaiters(Crowd crowd, int count) {
    for (int i = 0; i < count; i++) {
      int number = i;
      crowd.start(() -> waits(number));
      crowd.until(() -> waiting.get() == number + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void eachSignalWakesOneAndInOrder(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      startWaiters(crowd, 10);
      for (int i = 0; i < 10; i++) {
        int expected = i;
        assertThat(woken()).isEqualTo(expected);
        condition.signal();
        crowd.until(() -> woken() > expected);
        assertThat(woken).last().isEqualTo(expected);
      }
      crowd.join();
      condition.signal(); // for nobody
      assertThat(woken).hasSize(10);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void signalAllWakesAllWhoWaitAndNobodyElse(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      startWaiters(crowd, 8);
      mutex.lock();
      condition.signalAll();
      assertThat(woken).isEmpty();
      mutex.unlock();
      crowd.join();
      assertThat(woken).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void aWaitEndsWithItsTimeAndHasTheMutex(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger tooLong = new AtomicInteger();
      for (int i = 0; i < 5; i++) {
        crowd.start(() -> waitsShortly(tooLong));
      }
      crowd.join();
      assertThat(tooLong).hasValue(5);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Suspendable
  private void waitsShortly(AtomicInteger tooLong) {
    mutex.lock();
    try {
      condition.await(Duration.ofMillis(2));
    } catch (TimeoutException e) {
      assertThat(mutex.isLockedByCaller()).isTrue();
      tooLong.incrementAndGet();
    } finally {
      mutex.unlock();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void aKilledWaiterHasTheMutexInItsFinallyBlockAndTakesNoSignal(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger cleaned = new AtomicInteger();
      Tasklet<?> killed = crowd.start(() -> cleansUp(cleaned));
      crowd.until(() -> waiting.get() == 1);
      Tasklet<?> next = crowd.start(() -> waits(1));
      crowd.until(() -> waiting.get() == 2);
      mutex.lock();
      killed.kill();
      crowd.until(() -> killed.state() == Tasklet.State.WAITING); // for the mutex
      assertThat(cleaned).hasValue(0);
      condition.signal();
      mutex.unlock();
      next.join();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(cleaned).hasValue(1);
      assertThat(woken).containsExactly(1);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Suspendable
  private void cleansUp(AtomicInteger cleaned) {
    mutex.lock();
    try {
      waiting.incrementAndGet();
      condition.await();
    } finally {
      assertThat(mutex.isLockedByCaller()).isTrue();
      cleaned.incrementAndGet();
      mutex.unlock();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void whoIsKilledAgainWhileItWaitsForTheMutexIsToldBothAndHasIt(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      AtomicInteger cleaned = new AtomicInteger();
      Tasklet<?> killed = crowd.start(() -> cleansUp(cleaned));
      crowd.until(() -> waiting.get() == 1 && !mutex.isLocked());
      mutex.lock();
      killed.kill();
      crowd.until(() -> killed.state() == Tasklet.State.WAITING);
      killed.raise(new IllegalArgumentException("again"));
      crowd.until(() -> killed.state() == Tasklet.State.WAITING);
      mutex.unlock();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(cleaned).hasValue(1);
      assertThat(mutex.isLocked()).isFalse();
    }
  }

  @Test
  void itIsForThoseWhoHaveLockedTheMutex() {
    assertThatThrownBy(condition::await)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("await by thread");
    assertThatThrownBy(() -> condition.await(Duration.ofMillis(1)))
        .isInstanceOf(IllegalMonitorStateException.class);
    assertThat(mutex.isLocked()).isFalse();
  }

  /** A buffer with room for three. Guarded by its mutex. */
  private static final class Buffer {
    private final Mutex mutex = new Mutex();
    private final Condition notEmpty = mutex.newCondition();
    private final Condition notFull = mutex.newCondition();
    private final ArrayDeque<Long> values = new ArrayDeque<>();
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final boolean timed;
    private boolean closed;

    /** Makes a buffer; {@code timed} ones are left and entered again while they are waited for. */
    Buffer(boolean timed) {
      this.timed = timed;
    }

    @Suspendable
    void put(long value, Random random) {
      mutex.lock();
      try {
        while (values.size() == 3 && !closed) {
          await(notFull, random);
        }
        values.add(value);
        assertThat(closed || values.size() <= 3).isTrue();
        put.addAndGet(value);
        notEmpty.signal();
      } finally {
        mutex.unlock();
      }
    }

    @Suspendable
    void take(Random random) {
      mutex.lock();
      try {
        while (values.isEmpty() && !closed) {
          await(notEmpty, random);
        }
        Long value = values.poll();
        if (value != null) {
          taken.addAndGet(value);
          notFull.signal();
        }
      } finally {
        assertThat(mutex.isLockedByCaller()).isTrue();
        mutex.unlock();
      }
    }

    @Suspendable
    private void await(Condition condition, Random random) {
      if (!timed || random.nextInt(4) > 0) {
        condition.await();
      } else {
        try {
          condition.await(Duration.ofNanos(random.nextInt(100_000)));
        } catch (TimeoutException e) {
          assertThat(mutex.isLockedByCaller()).isTrue();
        }
      }
    }

    void close() {
      mutex.lock();
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
      mutex.unlock();
    }

    long left() {
      return values.stream().mapToLong(each -> each).sum();
    }
  }

  @Test
  void underStressWhatIsPutIsTakenAndAllEnd() throws Exception {
    Buffer buffer = new Buffer(true);
    Stress.run(number -> () -> usesUnderStress(buffer, number, new Random(number)), buffer::close);
    assertThat(buffer.mutex.tryLock()).isTrue();
    assertThat(buffer.taken.get() + buffer.left()).isEqualTo(buffer.put.get()).isPositive();
  }

  @Suspendable
  private static void usesUnderStress(Buffer buffer, int number, Random random) {
    for (int i = 0; i < 20; i++) {
      if (number % 2 == 0) {
        buffer.put(random.nextInt(1_000), random);
      } else {
        buffer.take(random);
      }
      Stress.dawdle(random);
    }
  }

  /**
   * If a signal were lost with a killed waiter, the last value would lie there and all would wait.
   */
  @Test
  void noSignalIsLostWithItsReceiver() throws Exception {
    try (Crowd crowd = new Crowd(Place.POOL)) {
      for (int round = 0; round < 2_000; round++) {
        Buffer buffer = new Buffer(false);
        Tasklet<?> first = crowd.start(() -> buffer.take(new Random(1)));
        Tasklet<?> second = crowd.start(() -> buffer.take(new Random(1)));
        if (round % 2 == 0) {
          crowd.until(() -> first.state() == Tasklet.State.WAITING);
        }
        buffer.put(7, new Random(1));
        first.kill();
        crowd.until(
            () ->
                first.state() == Tasklet.State.ENDED
                    && (buffer.taken.get() == 7 || second.state() == Tasklet.State.ENDED));
        assertThat(buffer.taken).hasValue(7);
        second.kill();
        crowd.join();
      }
    }
  }
}
