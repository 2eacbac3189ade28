package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.VoidBody;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.Latch;
import io.bobbin.schedule.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The works of timers and tickers: at a time, or again and again, sends the time to a channel or
 * starts a tasklet. Stopping and setting anew give what Go promises since 1.23 (package {@code
 * time}): once either has returned, nothing of an earlier setting is received any more.
 *
 * <p>Invariants, while nobody holds the latch: {@link #pending} tells whether this will ring, and
 * while it does the scheduler of its maker counts it as a wait for the time. An action on the
 * timers' thread belongs to one {@link #setting}, and does nothing once there is a later one.
 *
 * <p>The latch is taken before the channel's, and no other is taken before it.
 */
public final class Clockwork extends Latch {
  private final Dispatcher dispatcher = Dispatcher.ofCaller();
  private final BufferedChannel<Instant> channel = new BufferedChannel<>(1);
  private final @Nullable VoidBody body;

  /** Nanoseconds from one ring to the next; 0 if there is but one. */
  private long period;

  /** When this rings, by {@link Dispatcher#nanoTime()}. */
  private long due;

  private int setting;
  private boolean pending;
  private @Nullable Future<?> action;

  private Clockwork(@Nullable VoidBody body) {
    this.body = body;
  }

  /**
   * Makes one that rings once.
   *
   * @param delay when
   * @param body what to start in a tasklet then, on the scheduler of the caller; null to send the
   *     time to the channel instead
   * @return the clockwork, which runs
   */
  public static Clockwork once(Duration delay, @Nullable VoidBody body) {
    Clockwork made = new Clockwork(body);
    made.set(delay);
    return made;
  }

  /**
   * Makes one that rings again and again.
   *
   * @param period from one ring to the next
   * @return the clockwork, which runs
   */
  public static Clockwork every(Duration period) {
    Clockwork made = new Clockwork(null);
    made.setPeriod(period);
    return made;
  }

  /**
   * Where the time is sent to, unless a tasklet is started.
   *
   * @return always the same channel
   */
  public Channel<Instant> channel() {
    return channel;
  }

  /**
   * Has it ring once, and forget how it was set before.
   *
   * @param delay when, from now; at once if it is not positive
   * @return whether it would have rung, or had and nobody had received it
   */
  public boolean set(Duration delay) {
    return begin(Math.max(0, Timers.nanos(delay)), 0);
  }

  /**
   * Has it ring again and again, and forget how it was set before.
   *
   * @param every from now to the first ring, and from each to the next
   * @throws IllegalArgumentException if that is not positive
   */
  public void setPeriod(Duration every) {
    long nanos = Timers.nanos(every);
    if (nanos <= 0) {
      throw new IllegalArgumentException("a ticker's period must be positive, and is " + every);
    }
    begin(nanos, nanos);
  }

  private boolean begin(long nanos, long each) {
    lock();
    boolean was = pending;
    Future<?> running = forgetSetting();
    boolean unreceived = channel.drain();
    int mine = setting;
    period = each;
    due = dispatcher.nanoTime() + nanos;
    pending = true;
    if (!was) {
      dispatcher.outsideBegins();
    }
    unlock();
    if (running != null) {
      running.cancel(false);
    }
    try {
      schedule(mine, nanos);
    } catch (Throwable t) {
      stop();
      throw t;
    }
    return was || unreceived;
  }

  /** Called with the latch held; what is returned is to be cancelled without it. */
  private @Nullable Future<?> forgetSetting() {
    setting++;
    Future<?> running = action;
    action = null;
    return running;
  }

  /** Has a setting ring, unless there is a later one. Called without the latch. */
  private void schedule(int mine, long nanos) {
    Future<?> made = dispatcher.schedule(() -> rings(mine), nanos);
    lock();
    boolean late = mine != setting || !pending;
    if (!late) {
      action = made;
    }
    unlock();
    if (late) {
      made.cancel(false);
    }
  }

  /**
   * Has it not ring any more.
   *
   * @return whether it would have rung, or had and nobody had received it
   */
  public boolean stop() {
    lock();
    Future<?> running = forgetSetting();
    boolean was = pending;
    pending = false;
    boolean unreceived = channel.drain();
    unlock();
    if (running != null) {
      running.cancel(false);
    }
    if (was) {
      dispatcher.outsideEnds();
    }
    return was || unreceived;
  }

  private void rings(int mine) {
    Instant time = dispatcher.now();
    Object met = null;
    lock();
    boolean valid = mine == setting && pending;
    boolean again = valid && period > 0 && !channel.isClosed();
    long next = 0;
    if (valid) {
      pending = again;
      action = null;
      if (again) {
        next = nextTick(dispatcher.nanoTime());
      }
      if (body == null) {
        met = channel.offer(time); // dropped if the last one has not been received
      }
    }
    unlock();
    if (met != null) {
      sent(met, time);
    }
    if (again) {
      schedule(mine, next);
    } else if (valid) {
      try {
        startBody();
      } finally {
        dispatcher.outsideEnds();
      }
    }
  }

  /** Tells of a send that has happened. Without the latch, as others are called. */
  private void sent(Object met, Instant time) {
    if (Uses.areTold()) {
      Uses.tell(channel, true, false);
    }
    if (met != channel) {
      Waiters.received(met, time).wake();
    }
  }

  private void startBody() {
    if (body != null) {
      try {
        dispatcher.launch(null, body, null);
      } catch (RejectedExecutionException e) {
        // The scheduler was closed meanwhile, as others of its tasklets find out too: see
        // afterFunc.
      }
    }
  }

  /** Nanoseconds to the next tick that is still to come. Called with the latch held. */
  private long nextTick(long now) {
    long late = now - due;
    due += period;
    if (late >= period) {
      due += late / period * period;
    }
    return Math.max(0, due - now);
  }

  @Override
  public String toString() {
    return period > 0 ? "every " + Duration.ofNanos(period) : "once";
  }
}
