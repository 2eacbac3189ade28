package io.bobbin;

import io.bobbin.channel.Clockwork;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends the time to a channel again and again, after Go's {@code time.Ticker} with the promises of
 * Go 1.23: once {@link #stop} or {@link #reset} has returned, no earlier tick is received any more.
 *
 * <pre>{@code
 * try (Ticker ticker = Ticker.every(Duration.ofMillis(100))) {
 *   for (Instant now : ticker.channel()) {
 *     poll(now);
 *   }
 * }
 * }</pre>
 *
 * <p>Ticks keep to the times that are multiples of the period from the start. A receiver that is
 * slower than the ticker finds one tick waiting; those in between are dropped.
 *
 * <p>A pickle has those that its tasklets reach, or whose channels they do, with the time that is
 * left. That stands still until the first of the tasklets that were read together is resumed.
 *
 * <p>A ticker runs until it is stopped, even if nobody refers to it; while it does, the {@link
 * Scheduler#run()} of the tasklet that made it does not return for want of work. All methods may be
 * called by tasklets and by threads.
 */
public final class Ticker implements AutoCloseable {
  private final Clockwork works;

  private Ticker(Clockwork works) {
    this.works = works;
  }

  /**
   * Makes a ticker.
   *
   * @param period from now to the first tick, and from each to the next, to the nanosecond
   * @return the ticker, which runs
   * @throws IllegalArgumentException if {@code period} is not positive
   */
  public static Ticker every(Duration period) {
    return new Ticker(Clockwork.every(period));
  }

  /**
   * Where the ticks are sent to, each as the time when it was made.
   *
   * @return always the same channel, which stopping does not close; closing it stops the ticker
   */
  public Channel<Instant> channel() {
    return works.channel();
  }

  /**
   * Stops the ticker, and takes back a tick that nobody has received. Does not close the channel,
   * so that nobody takes that for a tick.
   */
  public void stop() {
    works.stop();
  }

  /**
   * Starts anew with another period; takes back a tick that nobody has received.
   *
   * @param period from now to the first tick, and from each to the next, to the nanosecond
   * @throws IllegalArgumentException if {@code period} is not positive; the ticker goes on as it
   *     was
   */
  public void reset(Duration period) {
    works.setPeriod(period);
  }

  /** Stops the ticker: see {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
