package io.bobbin.go;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.Ticker;
import io.bobbin.Timer;
import io.bobbin.VoidBody;
import io.bobbin.frame.Transparent;
import java.time.Duration;
import java.time.Instant;

/**
 * Go's package {@code time}, as pygolang has it: all of it is Bobbin's own.
 *
 * <p>All methods may be called by tasklets and by threads, and throw what those throw that they
 * name.
 */
public final class Time {
  private Time() {}

  /**
   * Waits: {@link Tasklet#sleep}.
   *
   * @param time how long, to the nanosecond; zero or less yields
   */
  @Suspendable
  @Transparent
  public static void sleep(Duration time) {
    Tasklet.sleep(time);
  }

  /**
   * A channel that gets the time once: that of a {@link Timer}, which cannot be stopped.
   *
   * @param delay when, from now, to the nanosecond; at once if it is not positive
   * @return the channel
   */
  public static Channel<Instant> after(Duration delay) {
    return Timer.after(delay).channel();
  }

  /**
   * A channel that gets the time again and again: that of a {@link Ticker}, which cannot be
   * stopped.
   *
   * @param period from one to the next, to the nanosecond
   * @return the channel; one that is {@linkplain Channel#never() never} ready if the period is not
   *     positive
   */
  public static Channel<Instant> tick(Duration period) {
    boolean never = period.isZero() || period.isNegative();
    return never ? Channel.never() : Ticker.every(period).channel();
  }

  /**
   * Has a goroutine started later: {@link Timer#afterFunc}.
   *
   * @param delay when, from now, to the nanosecond; at once if it is not positive
   * @param body what it does
   * @return the timer
   */
  public static Timer afterFunc(Duration delay, VoidBody body) {
    return Timer.afterFunc(delay, body);
  }

  /**
   * Makes a timer: {@link Timer#after}.
   *
   * @param delay when, from now, to the nanosecond; at once if it is not positive
   * @return the timer, which runs
   */
  public static Timer timer(Duration delay) {
    return Timer.after(delay);
  }

  /**
   * Makes a ticker: {@link Ticker#every}.
   *
   * @param period from one tick to the next, to the nanosecond
   * @return the ticker, which runs
   * @throws IllegalArgumentException if it is not positive
   */
  public static Ticker ticker(Duration period) {
    return Ticker.every(period);
  }
}
