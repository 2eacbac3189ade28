package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.receive;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Registration;
import io.bobbin.channel.BufferedChannel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Threads that have nothing to run. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class IdleTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final BufferedChannel<Integer> channel = new BufferedChannel<>(0);
  private volatile Thread thread;

  private final HandWoven.Step interrupts =
      plain(
          () -> {
            thread = Thread.currentThread();
            thread.interrupt();
          });

  // A thread whose flag of interruption a tasklet has set

  @Test
  void anInterruptedCarrierSleeps() {
    try (Pool pool = Pool.of(1)) {
      pool.launch(null, body(interrupts), null).join();
      awaitAsleep();
    }
  }

  @Test
  void anInterruptedCarrierStaysInterrupted() {
    try (Pool pool = Pool.of(1)) {
      boolean[] interrupted = new boolean[1];
      TaskletStrand<?> tasklet =
          pool.launch(
              null,
              body(
                  interrupts, receive(channel), plain(() -> interrupted[0] = Thread.interrupted())),
              null);
      awaitAsleep();
      channel.send(1);
      tasklet.join();
      assertThat(interrupted[0]).isTrue();
    }
  }

  @Test
  void anInterruptedThreadThatATaskletIsLockedToSleeps() {
    try (Pool pool = Pool.of(1)) {
      pool.launch(null, body(plain(Affinity::lock), interrupts, receive(channel)), null);
      awaitAsleep();
      channel.send(1);
    }
  }

  @Test
  void anInterruptedStandInSleeps() {
    Dispatcher here = Here.ofThisThread();
    BufferedChannel<Integer> pins = new BufferedChannel<>(0);
    TaskletStrand<?> pinned = here.launch(null, body(plain(pins::receive)), null);
    here.launch(null, body(interrupts), null);
    Thread waker =
        new Thread(
            () -> {
              awaitAsleep();
              pins.send(1);
            });
    waker.start();
    pinned.join();
    assertThat(thread).isInstanceOf(StandIn.class);
  }

  /** Waits until the thread uses hardly any of the processor's time. */
  private void awaitAsleep() {
    long end = System.nanoTime() + LONG.toNanos();
    long used = Long.MAX_VALUE;
    while (used > LOOK.toNanos() / 10) {
      assertThat(System.nanoTime()).as("the time").isLessThan(end);
      long before = processorTime();
      LockSupport.parkNanos(LOOK.toNanos());
      used = thread == null ? Long.MAX_VALUE : processorTime() - before;
    }
  }

  private long processorTime() {
    return thread == null ? 0 : THREADS.getThreadCpuTime(thread.getId());
  }

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
