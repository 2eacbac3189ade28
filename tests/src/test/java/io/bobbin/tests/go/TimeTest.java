package io.bobbin.tests.go;

import static io.bobbin.go.Go.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Ticker;
import io.bobbin.Timer;
import io.bobbin.VoidBody;
import io.bobbin.go.Go;
import io.bobbin.go.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers under Go's names, in the virtual time of a deterministic scheduler. */
@Timeout(60)
class TimeTest {
  private final Scheduler scheduler = Scheduler.deterministic(1);
  private final List<Integer> fired = new ArrayList<>();

  private static Duration units(int number) {
    return Duration.ofMillis(10L * number);
  }

  private void run(VoidBody body) {
    scheduler.start(body).join();
  }

  @Test
  void timersAndTickersSendTheTime() {
    run(
        () -> {
          Instant start = Time.timer(Duration.ZERO).channel().receive();
          Instant once = Time.timer(units(3)).channel().receive();
          Ticker ticker = Time.ticker(units(3));
          Instant tick = ticker.channel().receive();
          ticker.stop();
          assertThat(Duration.between(start, once)).isGreaterThanOrEqualTo(units(3));
          assertThat(Duration.between(once, tick)).isGreaterThanOrEqualTo(units(3));
        });
  }

  @Test
  void timersFireInTheOrderOfTheirTimes() {
    run(
        () -> {
          Timer t23 = Time.timer(units(23));
          Timer t5 = Time.timer(units(5));
          Timer[] t7 = new Timer[1];
          t7[0] = Time.afterFunc(units(7), () -> firesAgain(7, t7));
          Ticker t11 = Time.ticker(units(11));
          while (true) {
            int which = first(t23.channel(), t5.channel(), t11.channel(), t7[0].channel());
            fired.add(which);
            if (which == 5) {
              t5.reset(units(5));
            } else if (which == 23) {
              break;
            }
          }
          t5.stop();
          t7[0].stop();
          t11.stop();
        });
    assertThat(fired).containsExactly(5, 7, 5, 11, 7, 5, 5, 7, 11, 23);
  }

  private void firesAgain(int number, Timer[] timer) {
    fired.add(number);
    timer[0].reset(units(number));
  }

  /** Waits for one of four. */
  @Suspendable
  private static int first(
      Channel<Instant> c23, Channel<Instant> c5, Channel<Instant> c11, Channel<Instant> never) {
    return select(
        c23.onReceive(at -> 23),
        c5.onReceive(at -> 5),
        c11.onReceive(at -> 11),
        never.onReceive(at -> -1));
  }

  @Test
  void afterAndTickAreChannels() {
    run(
        () -> {
          Channel<Instant> c23 = Time.after(units(23));
          Channel<Instant> c5 = Time.after(units(5));
          Channel<Instant> c11 = Time.tick(units(11));
          Timer[] t7 = new Timer[1];
          t7[0] = Time.afterFunc(units(7), () -> firesAgain(7, t7));
          while (!fired.contains(23)) {
            fired.add(first(c23, c5, c11, t7[0].channel()));
          }
          t7[0].stop();
        });
    assertThat(fired).containsExactly(5, 7, 11, 7, 7, 11, 23);
  }

  @Test
  void aTickWithoutAPeriodNeverComes() {
    for (Duration period : List.of(Duration.ZERO, units(-1))) {
      Channel<Instant> ticks = Time.tick(period);
      assertThat(ticks).hasToString(Go.<Instant>nilchan().toString());
      assertThat(ticks.tryReceive()).isEmpty();
      assertThatThrownBy(() -> Time.ticker(period)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsStoppedDoesNotFire() {
    run(
        () -> {
          Timer t10 = Time.timer(units(10));
          Timer t2 = Time.timer(units(2));
          Timer t3 = Time.timer(units(3));
          Ticker t5 = Time.ticker(units(5));
          int which = 0;
          while (which != 10) {
            which =
                select(
                    t10.channel().onReceive(at -> 10),
                    t2.channel().onReceive(at -> 2),
                    t3.channel().onReceive(at -> 3),
                    t5.channel().onReceive(at -> 5));
            fired.add(which);
            if (which == 2) {
              t3.stop();
              t5.stop();
            }
          }
        });
    assertThat(fired).containsExactly(2, 10);
  }

  @Test
  void stoppingTakesBackWhatWasNotReceived() {
    run(
        () -> {
          Timer timer = Time.timer(units(1));
          Ticker ticker = Time.ticker(units(1));
          Time.sleep(units(2));
          timer.stop();
          ticker.stop();
          assertThat(timer.channel().tryReceive()).isEmpty();
          assertThat(ticker.channel().tryReceive()).isEmpty();
        });
  }

  @Test
  void stoppingTellsWhetherAFunctionWasStillToRun() {
    run(
        () -> {
          Timer far = Time.afterFunc(units(1_000_000), () -> fired.add(1));
          Timer near = Time.afterFunc(units(1), () -> fired.add(2));
          Time.sleep(units(2));
          assertThat(far.stop()).isTrue();
          assertThat(near.stop()).isFalse();
        });
    assertThat(fired).containsExactly(2);
  }
}
