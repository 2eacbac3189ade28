package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.VoidBody;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
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
 *
 * <p>One that was read from a pickle stands still until the first of the tasklets that were read
 * with it is resumed, or until it is set anew.
 */
public final class Clockwork extends Latch implements OwnedChannel.Owner {
  /** Null from when this was read from a pickle until it goes on. */
  private @Nullable Dispatcher scheduler;

  private BufferedChannel<Instant> channel = new OwnedChannel<>(1, this);
  private @Nullable VoidBody body;

  /** Nanoseconds from one ring to the next; 0 if there is but one. */
  private long period;

  /** When this rings, by {@link Dispatcher#nanoTime()}; from now, while it stands still. */
  private long due;

  /** Whether it is {@link #pending}, and nobody counts or has scheduled that yet. */
  private boolean stands;

  /** How often what is in the channel, or when this rings, has changed. */
  private long version;

  private int setting;
  private boolean pending;
  private @Nullable Future<?> action;

  private Clockwork(@Nullable Dispatcher scheduler, @Nullable VoidBody body) {
    this.scheduler = scheduler;
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
    Clockwork made = new Clockwork(Dispatcher.ofCaller(), body);
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
    Clockwork made = new Clockwork(Dispatcher.ofCaller(), null);
    made.setPeriod(period);
    return made;
  }

  private Dispatcher scheduler() {
    Dispatcher known = scheduler;
    return known == null ? Dispatcher.ofCaller() : known;
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
    Dispatcher on = scheduler();
    lock();
    scheduler = on;
    boolean was = pending;
    boolean isCounted = was && !stands;
    Future<?> running = forgetSetting();
    boolean unreceived = channel.drain();
    int mine = setting;
    period = each;
    due = on.nanoTime() + nanos;
    pending = true;
    if (!isCounted) {
      on.outsideBegins();
    }
    unlock();
    if (running != null) {
      running.cancel(false);
    }
    try {
      schedule(on, mine, nanos);
    } catch (Throwable t) {
      stop();
      throw t;
    }
    return was || unreceived;
  }

  /** Called with the latch held; what is returned is to be cancelled without it. */
  private @Nullable Future<?> forgetSetting() {
    setting++;
    version++;
    stands = false;
    Future<?> running = action;
    action = null;
    return running;
  }

  /** Has a setting ring, unless there is a later one. Called without the latch. */
  private void schedule(Dispatcher on, int mine, long nanos) {
    Future<?> made = on.schedule(() -> rings(on, mine), nanos);
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
    Dispatcher counting = stands ? null : scheduler;
    Future<?> running = forgetSetting();
    boolean was = pending;
    pending = false;
    boolean unreceived = channel.drain();
    unlock();
    if (running != null) {
      running.cancel(false);
    }
    if (was && counting != null) {
      counting.outsideEnds();
    }
    return was || unreceived;
  }

  private void rings(Dispatcher on, int mine) {
    Instant time = on.now();
    Object met = null;
    lock();
    boolean valid = mine == setting && pending;
    boolean again = valid && period > 0 && !channel.isClosed();
    long next = 0;
    if (valid) {
      version++;
      pending = again;
      action = null;
      if (again) {
        next = nextTick(on.nanoTime());
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
      schedule(on, mine, next);
    } else if (valid) {
      try {
        startBody(on);
      } finally {
        on.outsideEnds();
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

  private void startBody(Dispatcher on) {
    if (body != null) {
      try {
        on.launch(null, body, null);
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

  // Pickling

  /**
   * Makes an empty one, to be restored.
   *
   * @return a clockwork that stands still
   */
  public static Clockwork empty() {
    return new Clockwork(null, null);
  }

  @Override
  public long version() {
    lock();
    long now = version;
    unlock();
    return now;
  }

  @Override
  public boolean isForAll() {
    return false;
  }

  @Override
  public void save(Outlet to) {
    if (to.stays(channel)) {
      throw to.refusal("is a timer or ticker, whose channel cannot be linked without it");
    }
    lock();
    long state = version;
    boolean isPending = pending;
    long each = period;
    long left = due;
    boolean isStill = stands;
    Dispatcher on = scheduler;
    unlock();
    if (!isStill && on != null) {
      left = Math.max(0, left - on.nanoTime());
    }
    to.asOf(this, state);
    to.reference(channel);
    to.reference(body);
    to.number(each);
    to.number(isPending ? 1 : 0);
    to.number(isPending ? left : 0);
  }

  @Override
  @SuppressWarnings("unchecked") // what was sent
  public void restore(Inlet from) {
    BufferedChannel<Instant> read = (BufferedChannel<Instant>) from.reference(OwnedChannel.class);
    body = from.reference(VoidBody.class);
    period = from.number();
    pending = from.number(0, 1) != 0;
    due = from.number();
    if (read == null || period < 0 || due < 0 || (period > 0 && body != null)) {
      throw from.damaged("a timer that no program sets");
    }
    channel = read;
    stands = pending;
    from.atEnd(
        () -> {
          if (read.capacity() != 1 || !((OwnedChannel<Instant>) read).isOf(this)) {
            throw from.damaged("a timer with a channel that is not its own");
          }
        });
    from.atFirstResume(on -> goesOn((Dispatcher) on));
  }

  private void goesOn(Dispatcher on) {
    lock();
    boolean goes = stands;
    stands = false;
    if (scheduler == null) {
      scheduler = on;
    }
    int mine = setting;
    long left = due;
    if (goes) {
      due = on.nanoTime() + left;
      on.outsideBegins();
    }
    unlock();
    if (goes) {
      schedule(on, mine, left);
    }
  }

  @Override
  public String toString() {
    return period > 0 ? "every " + Duration.ofNanos(period) : "once";
  }
}
