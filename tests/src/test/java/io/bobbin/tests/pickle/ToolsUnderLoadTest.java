package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Condition;
import io.bobbin.Mutex;
import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Tasklets of a pool are pickled while they hand a mutex, permits and signals to one another. */
class ToolsUnderLoadTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");
  private static final int ADDERS = 8;
  private static final int ROUNDS = 7;
  private static final int WAITERS = 3;
  private static final int RUNS = 20;
  private static final int IMAGES = 4;

  @Suspendable
  private static int adds(Mutex mutex, Condition changed, Semaphore permits, int[] sum) {
    for (int i = 0; i < ROUNDS; i++) {
      permits.acquire();
      mutex.lock();
      int before = sum[0];
      Tasklet.sleep(Duration.ofMillis(1));
      sum[0] = before + 1;
      changed.signalAll();
      mutex.unlock();
      permits.release();
    }
    return sum[0];
  }

  @Suspendable
  private static int awaits(Mutex mutex, Condition changed, int[] sum) {
    mutex.lock();
    while (sum[0] < ADDERS * ROUNDS) {
      changed.await();
    }
    mutex.unlock();
    return sum[0];
  }

  @Test
  void noTurnIsLostOrGivenTwice() throws TimeoutException {
    for (int run = 0; run < RUNS; run++) {
      Mutex mutex = new Mutex();
      Condition changed = mutex.newCondition();
      Semaphore permits = new Semaphore(3);
      int[] sum = {0};
      List<Tasklet<?>> all = new ArrayList<>();
      for (int i = 0; i < ADDERS; i++) {
        all.add(Tasklet.start(() -> adds(mutex, changed, permits, sum)));
      }
      for (int i = 0; i < WAITERS; i++) {
        all.add(Tasklet.start(() -> awaits(mutex, changed, sum)));
      }
      for (int i = 0; i < IMAGES; i++) {
        Pickle.Restored twins = Pickle.read(Pickle.ofAll(all).bytes(), FILTER);
        twins.resume();
        assertThat(last(twins.tasklets())).isEqualTo(ADDERS * ROUNDS);
      }
      assertThat(last(all)).isEqualTo(ADDERS * ROUNDS);
    }
  }

  /** The greatest result. */
  private static int last(List<Tasklet<?>> all) throws TimeoutException {
    int greatest = 0;
    for (Tasklet<?> each : all) {
      greatest = Math.max(greatest, (Integer) each.join(Duration.ofMinutes(1)));
    }
    return greatest;
  }
}
