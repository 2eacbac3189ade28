package io.bobbin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Registration;
import io.bobbin.Ticker;
import io.bobbin.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers and tickers used by threads, which need no agent. */
@Timeout(120)
class TimerTest {
  private static final Duration NEVER = Duration.ofDays(100_000);
  private static final Duration SHORT = Duration.ofMillis(5);

  @Test
  void aTimerSendsTheTimeOnceAndNotTooEarly() {
    long start = System.nanoTime();
    Timer timer = Timer.after(SHORT);
    Instant rang = timer.channel().receive();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    assertThat(rang).isBeforeOrEqualTo(Instant.now());
    assertThat(timer.channel().tryReceive()).isEmpty();
    assertThat(timer.stop()).isFalse();
  }

  @Test
  void aStoppedTimerDoesNotRing() {
    Timer timer = Timer.after(NEVER);
    assertThat(timer.stop()).isTrue();
    assertThat(timer.stop()).isFalse();
    assertThat(timer.channel().tryReceive()).isEmpty();
  }

  @Test
  void whatNobodyReceivedIsTakenBackByStopping() {
    Timer timer = rung();
    assertThat(timer.stop()).isTrue();
    assertThat(timer.channel().tryReceive()).isEmpty();
    assertThat(timer.stop()).isFalse();
  }

  @Test
  void whatNobodyReceivedIsTakenBackByResetting() {
    Timer timer = rung();
    assertThat(timer.reset(NEVER)).isTrue();
    assertThat(timer.channel().tryReceive()).isEmpty();
    assertThat(timer.reset(Duration.ZERO)).isTrue();
    timer.channel().receive();
    assertThat(timer.reset(SHORT)).isFalse();
    timer.channel().receive();
  }

  private static Timer rung() {
    Timer timer = Timer.after(Duration.ofNanos(-1));
    while (timer.channel().size() == 0) {
      Thread.onSpinWait();
    }
    return timer;
  }

  @Test
  void nothingOfAnEarlierSettingIsReceivedHoweverTheyRace() throws InterruptedException {
    Timer timer = Timer.after(NEVER);
    List<Thread> setters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SplittableRandom random = new SplittableRandom(i);
      Thread setter =
          new Thread(
              () -> {
                for (int n = 0; n < 3_000; n++) {
                  if (random.nextInt(4) == 0) {
                    timer.stop();
                  } else {
                    timer.reset(Duration.ofNanos(random.nextInt(100_000)));
                  }
                }
              });
      setter.start();
      setters.add(setter);
    }
    for (Thread setter : setters) {
      setter.join();
    }
    for (int n = 0; n < 1_000; n++) {
      timer.reset(Duration.ofNanos(n * 100L));
      timer.stop();
      assertThat(timer.channel().tryReceive()).isEmpty();
    }
    timer.reset(Duration.ZERO);
    timer.channel().receive();
    assertThat(timer.stop()).isFalse();
  }

  @Test
  void aTickerTicksUntilItIsStopped() {
    long start = System.nanoTime();
    Ticker ticker = Ticker.every(SHORT);
    Instant last = Instant.MIN;
    for (int i = 0; i < 5; i++) {
      Instant now = ticker.channel().receive();
      assertThat(now).isAfterOrEqualTo(last);
      last = now;
    }
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(5 * SHORT.toNanos());
    ticker.stop();
    assertThat(ticker.channel().tryReceive()).isEmpty();
    ticker.reset(SHORT);
    ticker.channel().receive();
    ticker.close();
    assertThat(ticker.channel().tryReceive()).isEmpty();
  }

  @Test
  void aTickerDropsWhatASlowReceiverMisses() throws InterruptedException {
    try (Ticker ticker = Ticker.every(Duration.ofMillis(1))) {
      while (ticker.channel().size() == 0) {
        Thread.onSpinWait();
      }
      Instant waiting = Instant.now();
      Thread.sleep(30); // a slow receiver
      assertThat(ticker.channel().size()).isEqualTo(1);
      assertThat(ticker.channel().receive()).isBeforeOrEqualTo(waiting); // the first was kept
    }
  }

  @Test
  void closingTheChannelStopsATicker() {
    Ticker ticker = Ticker.every(Duration.ofMillis(1));
    Channel<Instant> channel = ticker.channel();
    channel.receive();
    channel.close();
    for (Instant left : channel) {
      assertThat(left).isNotNull();
    }
    assertThat(channel.receiveOrClosed()).isInstanceOf(io.bobbin.Received.Closed.class);
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void closingTheChannelRacesWithRinging() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      Timer timer = Timer.after(Duration.ZERO);
      for (int spins = random.nextInt(1_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      timer.channel().close();
      timer.stop();
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoIsToldThatATimerRingsMayStopIt() {
    Timer timer = Timer.after(NEVER);
    try (Registration told =
        Channel.onUse(
            (channel, tasklet, isSend, waits) -> {
              if (isSend && channel == timer.channel()) {
                timer.stop();
              }
            })) {
      timer.reset(SHORT);
      Timer.after(SHORT.multipliedBy(2)).channel().receive();
      assertThat(timer.stop()).isFalse();
    }
  }

  @Test
  void aPeriodMustBePositive() {
    assertThatThrownBy(() -> Ticker.every(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    try (Ticker ticker = Ticker.every(Duration.ofMillis(1))) {
      assertThatThrownBy(() -> ticker.reset(Duration.ofMillis(-1)))
          .isInstanceOf(IllegalArgumentException.class);
      ticker.channel().receive();
    }
  }

  @Test
  void aMillionTimersNeedNoThreads() {
    int threads = Thread.activeCount();
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      timers.add(Timer.after(NEVER.minusSeconds(i * 7919L % 1_000_003)));
    }
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
    for (Timer timer : timers) {
      assertThat(timer.stop()).isTrue();
    }
  }
}
