package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.receive;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Registration;
import io.bobbin.channel.BufferedChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Threads that have nothing to run. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class IdleTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final BufferedChannel<Integer> channel = new BufferedChannel<>(0);
  // A listener to switches that wakes somebody

  @Test
  void aCarrierRunsWhomAListenerHasWokenAsItGotIdle() throws TimeoutException {
    try (Pool pool = Pool.of(1)) {
      wakesAsIdle(pool);
      pool.launch(null, body(receive(channel)), null).join(LONG);
    }
  }

  @Test
  void aThreadRunsWhomAListenerHasWokenAsItGotIdle() {
    Dispatcher here = Here.ofThisThread();
    try (Registration told = wakesAsIdle(here)) {
      TaskletStrand<?> tasklet = here.launch(null, body(receive(channel)), null);
      here.run();
      assertThat(tasklet.isOver()).isTrue();
    }
  }

  @Test
  void anExecutorRunsWhomAListenerHasWokenAsItGotIdle() throws TimeoutException {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Dispatcher scheduler = OnExecutor.of(executor, LONG);
    wakesAsIdle(scheduler);
    scheduler.launch(null, body(receive(channel)), null).join(LONG);
    executor.shutdown();
  }

  @Test
  void aThreadThatATaskletIsLockedToRunsWhomAListenerHasWoken() throws TimeoutException {
    try (Pool pool = Pool.of(1)) {
      wakesAsIdle(pool);
      pool.launch(null, body(plain(Affinity::lock), receive(channel)), null).join(LONG);
    }
  }

  private Registration wakesAsIdle(Dispatcher scheduler) {
    return scheduler.onSwitch(
        (from, to) -> {
          if (to == null) {
            channel.trySend(1);
          }
        });
  }
}
