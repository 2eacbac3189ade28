package io.bobbin;

import io.bobbin.channel.Clockwork;
import io.bobbin.schedule.Unwoven;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Happens once, at a time, after Go's {@code time.Timer} with the promises of Go 1.23: once {@link
 * #stop} or {@link #reset} has returned, nothing of an earlier setting is received any more.
 *
 * <pre>{@code
 * Timer timer = Timer.after(Duration.ofSeconds(5));
 * Select.of(work.onReceive(this::handle), timer.channel().onReceive(at -> giveUp()));
 * timer.stop();
 * }</pre>
 *
 * <p>Timers share one thread; to set and to stop one costs time in proportion to the logarithm of
 * the number that are pending. All methods may be called by tasklets and by threads.
 *
 * <p>A pickle has those that its tasklets reach, or whose channels they do, with the time that is
 * left. That stands still until the first of the tasklets that were read together is resumed.
 *
 * <p>While a timer is pending, the {@link Scheduler#run()} of the tasklet that made it does not
 * return for want of work.
 */
public final class Timer {
  private final Clockwork works;
  private final Channel<Instant> channel;

  private Timer(Clockwork works, Channel<Instant> channel) {
    this.works = works;
    this.channel = channel;
  }

  /**
   * Makes a timer that sends the time to its channel.
   *
   * @param delay when, from now, to the nanosecond; at once if it is not positive
   * @return the timer, which runs
   */
  public static Timer after(Duration delay) {
    Clockwork works = Clockwork.once(delay, null);
    return new Timer(works, works.channel());
  }

  /**
   * Makes a timer that starts a tasklet, unless its scheduler is closed by then.
   *
   * @param delay when, from now, to the nanosecond; at once if it is not positive
   * @param body what the tasklet does, on the scheduler of the calling tasklet, or on the shared
   *     one
   * @return the timer, which runs; its channel is {@linkplain Channel#never() never} ready
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   */
  public static Timer afterFunc(Duration delay, VoidBody body) {
    Unwoven.requireAgent();
    return new Timer(Clockwork.once(delay, Objects.requireNonNull(body, "body")), Channel.never());
  }

  /**
   * Where the time is sent to: when the timer rang, not when it is received.
   *
   * @return always the same channel; closing it stops the timer for good
   */
  public Channel<Instant> channel() {
    return channel;
  }

  /**
   * Has the timer not ring, or takes back that it rang if nobody has received it. A tasklet that it
   * has started is left alone.
   *
   * @return false if there was nothing to be stopped or taken back
   */
  public boolean stop() {
    return works.stop();
  }

  /**
   * Has the timer ring at another time, or again; takes back that it rang if nobody has received
   * it.
   *
   * @param delay when, from now, to the nanosecond; at once if it is not positive
   * @return whether it was pending, as {@link #stop} tells
   */
  public boolean reset(Duration delay) {
    return works.set(delay);
  }
}
