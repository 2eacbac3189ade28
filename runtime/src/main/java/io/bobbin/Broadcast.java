package io.bobbin;

import io.bobbin.channel.BufferedChannel;
import io.bobbin.sync.Permits;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands each value that is sent to all who have subscribed.
 *
 * <pre>{@code
 * Broadcast<Price> prices = new Broadcast<>(16, Broadcast.Overflow.DROP_OLDEST);
 * try (Broadcast.Subscription<Price> mine = prices.subscribe()) {
 *   for (Price each : mine) {
 *     show(each);
 *   }
 * }
 * }</pre>
 *
 * <p>Each subscriber has a buffer of its own, and gets, in the order in which they were sent, the
 * values whose sending began after it subscribed. What happens when a buffer is full, the {@link
 * Overflow} says. Values are never null.
 *
 * <p>A send is all or nothing: one that is ended by an exception raised in its tasklet, or by the
 * closing of the broadcast, has reached no subscriber.
 *
 * <p>All methods may be called by tasklets and by threads.
 *
 * @param <T> the type of the values
 */
public final class Broadcast<T> implements AutoCloseable {
  /** What a send does about a subscriber whose buffer is full. */
  public enum Overflow {
    /** It waits until there is room. */
    PARK,
    /** It drops the oldest value of this subscriber. */
    DROP_OLDEST,
    /** It drops the value for this subscriber. */
    DROP_NEWEST,
    /** It closes the subscription; what is in the buffer can still be received. */
    CLOSE_SLOW
  }

  private final int capacity;
  private final Overflow overflow;
  private final CopyOnWriteArrayList<Subscription<T>> subscribers = new CopyOnWriteArrayList<>();

  /** Guarded by this object's monitor, as is the order of deliveries; nobody waits within it. */
  private boolean closed;

  /**
   * Makes a broadcast that nobody has subscribed to.
   *
   * @param capacity how many values the buffer of each subscriber holds, at least 1
   * @param overflow what to do when one is full
   * @throws IllegalArgumentException if {@code capacity} is less than 1
   */
  public Broadcast(int capacity, Overflow overflow) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a broadcast with buffers of " + capacity);
    }
    this.capacity = capacity;
    this.overflow = Objects.requireNonNull(overflow, "overflow");
  }

  /**
   * Subscribes to what is sent from now on.
   *
   * @return a subscription to be closed after use
   * @throws ChannelClosedException if the broadcast is closed
   */
  public synchronized Subscription<T> subscribe() {
    requireOpen();
    Subscription<T> made = new Subscription<>(this);
    subscribers.add(made);
    return made;
  }

  private void requireOpen() {
    if (closed) {
      throw new ChannelClosedException("the broadcast is closed");
    }
  }

  /**
   * Sends a value to all who have subscribed; waits for room in their buffers if the overflow is
   * {@link Overflow#PARK}.
   *
   * @param value the value
   * @throws ChannelClosedException if the broadcast is closed, or is closed while this waits; the
   *     value has reached nobody
   * @throws NullPointerException if {@code value} is null
   */
  @Suspendable
  public void send(T value) {
    Objects.requireNonNull(value, "a broadcast's values are never null");
    List<Subscription<T>> to = List.copyOf(subscribers);
    if (overflow == Overflow.PARK) {
      reserve(to);
    }
    deliver(value, to);
  }

  /** Takes room in all buffers, or in none; all senders in one order, so none in a circle. */
  @Suspendable
  private void reserve(List<Subscription<T>> to) {
    int reserved = 0;
    try {
      for (Subscription<T> each : to) {
        each.room.take(1, null);
        reserved++;
      }
    } catch (Throwable t) {
      giveBack(to, reserved);
      throw t;
    }
  }

  private static <T> void giveBack(List<Subscription<T>> to, int count) {
    for (int i = 0; i < count; i++) {
      to.get(i).room.give(1);
    }
  }

  /** One at a time, so that all subscribers see one order. */
  private synchronized void deliver(T value, List<Subscription<T>> to) {
    if (closed) {
      if (overflow == Overflow.PARK) {
        giveBack(to, to.size());
      }
      requireOpen();
    }
    for (Subscription<T> each : to) {
      each.put(value, overflow);
    }
  }

  /**
   * Closes the broadcast: nothing can be sent any more; subscribers receive what is in their
   * buffers, and then learn that there is nothing more. Senders that wait get a {@link
   * ChannelClosedException}. Closing again does nothing.
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      for (Subscription<T> each : subscribers) {
        each.end();
      }
      subscribers.clear();
    }
  }

  /**
   * What one subscriber receives. May be shared by several tasklets and threads, which then share
   * out the values.
   *
   * @param <T> the type of the values
   */
  public static final class Subscription<T> implements Iterable<T>, AutoCloseable {
    private final Broadcast<T> broadcast;
    private final BufferedChannel<T> buffer;
    private final Permits room;
    private final AtomicLong missed = new AtomicLong();

    /** Guarded by the broadcast's monitor. */
    private boolean ended;

    private Subscription(Broadcast<T> broadcast) {
      this.broadcast = broadcast;
      this.buffer = new BufferedChannel<>(broadcast.capacity);
      this.room = new Permits(broadcast.capacity);
    }

    /** Called with the broadcast's monitor held. */
    private void put(T value, Overflow overflow) {
      if (ended) {
        return;
      }
      while (!buffer.trySend(value)) {
        missed.incrementAndGet();
        switch (overflow) {
          case PARK -> throw new IllegalStateException("room was reserved, and is not there");
          case DROP_OLDEST -> {
            if (buffer.tryReceive().isEmpty()) {
              missed.decrementAndGet(); // a receiver was faster
            }
          }
          case DROP_NEWEST -> {
            return;
          }
          case CLOSE_SLOW -> {
            broadcast.subscribers.remove(this);
            end();
            return;
          }
        }
      }
    }

    /** Called with the broadcast's monitor held. */
    private void end() {
      if (!ended) {
        ended = true;
        buffer.close();
        room.makeEndless();
      }
    }

    private T took(T value) {
      if (broadcast.overflow == Overflow.PARK) {
        room.give(1);
      }
      return value;
    }

    /**
     * Receives the next value; waits for it.
     *
     * @return the value
     * @throws ChannelClosedException if this, or the broadcast, is closed and nothing is left
     */
    @Suspendable
    public T receive() {
      return took(buffer.receive());
    }

    /**
     * Receives the next value if there is one.
     *
     * @return the value, or nothing if receiving would have to wait
     * @throws ChannelClosedException if this, or the broadcast, is closed and nothing is left
     */
    public Optional<T> tryReceive() {
      return buffer.tryReceive().map(this::took);
    }

    /**
     * Receives until this, or the broadcast, is closed and nothing is left.
     *
     * @return an iterator for one tasklet or thread, whose {@code hasNext()} waits, and whose
     *     {@code next()} throws a {@link java.util.NoSuchElementException} if there is nothing more
     */
    @Override
    public Iterator<T> iterator() {
      Iterator<T> values = buffer.iterator();
      return new Iterator<>() {
        @Override
        @Suspendable
        public boolean hasNext() {
          return values.hasNext();
        }

        @Override
        @Suspendable
        public T next() {
          return took(values.next());
        }
      };
    }

    /**
     * A case of a {@link Select}: receives a value.
     *
     * @param then what to do with it; runs in the caller of the select
     * @param <R> the type of the select's result
     * @return the case, for one select at a time
     */
    public <R> Select.Case<R> onReceive(Select.ReceiveHandler<? super T, ? extends R> then) {
      return buffer.onReceive(value -> then.received(took(value)));
    }

    /**
     * How many values this did not get as its buffer was full.
     *
     * @return the number so far
     */
    public long missed() {
      return missed.get();
    }

    /**
     * Ends the subscription: nothing more arrives, and no sender waits for it any more. What is in
     * its buffer can still be received. Closing again does nothing.
     */
    @Override
    public void close() {
      synchronized (broadcast) {
        broadcast.subscribers.remove(this);
        end();
      }
    }
  }
}
