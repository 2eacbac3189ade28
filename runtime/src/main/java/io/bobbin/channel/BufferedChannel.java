package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Latch;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.ThreadStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A channel, with a buffer or without.
 *
 * <p>Invariants, while nobody holds the latch:
 *
 * <ul>
 *   <li>Receivers wait only while the buffer is empty and no sender waits, senders only while the
 *       buffer is full. (A select may wait at both ends of one channel: it does not count for
 *       itself.)
 *   <li>In a closed channel nobody waits.
 *   <li>A waiter that is taken from its queue is claimed by who took it; the one in a selection
 *       must be claimed besides, as it waits elsewhere too.
 *   <li>A value is in one place: with its sender ({@code item} of the strand or case), in the
 *       buffer, or with its receiver.
 * </ul>
 *
 * <p>Waiters are woken after the latch is released.
 *
 * @param <T> the type of the values
 */
public final class BufferedChannel<T> extends Latch implements Channel<T> {
  private static final Object[] NO_BUFFER = {};
  private static final Object[] NOBODY = {};

  /** The first length of a buffer that grows. */
  private static final int FIRST_LENGTH = 16;

  private static final AtomicInteger RANKS = new AtomicInteger();

  /** How many values the buffer holds at most. */
  private final int capacity;

  /** The values from {@link #head} on; longer only when that is needed, if it may grow. */
  private Object[] buffer;

  final WaitingLine receivers = new WaitingLine(this, WaitReason.RECEIVE);
  final WaitingLine senders = new WaitingLine(this, WaitReason.SEND);
  private int head;
  private int size;
  private boolean closed;

  /** Where this channel stands among those that a select locks; 0 until it is in one. */
  private int rank;

  /**
   * Makes an open channel.
   *
   * @param capacity the values that the buffer holds
   */
  public BufferedChannel(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("Channel.buffered(" + capacity + ")");
    }
    this.capacity = capacity;
    buffer = capacity == 0 ? NO_BUFFER : new Object[capacity];
  }

  private BufferedChannel(int capacity, Object[] buffer) {
    this.capacity = capacity;
    this.buffer = buffer;
  }

  /**
   * Makes an open channel whose buffer grows as needed.
   *
   * @param <T> the type of the values
   * @return the channel
   */
  public static <T> BufferedChannel<T> unlimited() {
    return new BufferedChannel<>(Integer.MAX_VALUE, NO_BUFFER);
  }

  // Sending

  @Override
  @Suspendable
  public void send(T value) {
    send(value, (Timeout) null);
  }

  /** The twin of {@link #send(Object)}. */
  public void send(T value, FrameStack stack, int room) {
    send(value, (Timeout) null, stack, room);
  }

  @Override
  @Suspendable
  public void send(T value, Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "send");
    try {
      send(value, limit);
    } finally {
      limit.cancel();
    }
  }

  @Suspendable
  void send(T value, @Nullable Timeout limit) {
    if (!trySend(value)) {
      ThreadStrand self = new ThreadStrand();
      if (!sent(value, self)) {
        Timeout.arm(limit, self, senders);
        self.block();
      }
    }
  }

  void send(T value, @Nullable Timeout limit, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      send(value, limit);
    } else if (!sent(value, self)) {
      Timeout.arm(limit, self, senders);
      self.unwind();
    }
  }

  @Override
  public boolean trySend(T value) {
    return sent(value, null);
  }

  /** Sends, or else registers who is to wait, if somebody is. */
  private boolean sent(T value, @Nullable Strand self) {
    Objects.requireNonNull(value, "a channel's values are never null");
    lock();
    if (closed) {
      unlock();
      throw Waiters.sendOnClosed();
    }
    Object receiver = receivers.claimFirst();
    boolean sent;
    try {
      sent = receiver != null || putIfFits(value);
    } catch (OutOfMemoryError e) {
      unlock();
      throw e;
    }
    if (!sent && self != null) {
      senders.enter(self, value);
    }
    unlock();
    if (receiver != null) {
      Waiters.received(receiver, value);
    }
    return sent;
  }

  // Receiving

  @Override
  @Suspendable
  public T receive() {
    return receive((Timeout) null);
  }

  /** The twin of {@link #receive()}. */
  public T receive(FrameStack stack, int room) {
    return receive((Timeout) null, stack, room);
  }

  @Override
  @Suspendable
  public T receive(Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "receive");
    try {
      return receive(limit);
    } finally {
      limit.cancel();
    }
  }

  @Suspendable
  T receive(@Nullable Timeout limit) {
    Object value = taken(null, null);
    if (value == null) {
      ThreadStrand self = new ThreadStrand();
      value = taken(self, null);
      if (value == null) {
        Timeout.arm(limit, self, receivers);
        self.block();
        value = self.refResult;
      }
    }
    return open(value);
  }

  @SuppressWarnings("NullAway") // the dummy
  T receive(@Nullable Timeout limit, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      return receive(limit);
    }
    Object value = taken(self, null);
    if (value == null) {
      Timeout.arm(limit, self, receivers);
      self.unwind();
      return null;
    }
    return open(value);
  }

  @Override
  @Suspendable
  @SuppressWarnings("unchecked") // what was sent
  public Received<T> receiveOrClosed() {
    Object value = receiveRaw();
    return value == Receiving.CLOSED ? new Received.Closed<>() : new Received.Value<>((T) value);
  }

  /** Receives; returns {@link Receiving#CLOSED} from a closed channel. */
  @Suspendable
  Object receiveRaw() {
    Object value = taken(null, null);
    if (value == null) {
      ThreadStrand self = new ThreadStrand();
      value = taken(self, Receiving.Kind.OR_CLOSED);
      if (value == null) {
        self.block();
        value = self.refResult;
      }
    }
    return Objects.requireNonNull(value);
  }

  @SuppressWarnings("NullAway") // the dummy
  Object receiveRaw(FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      return receiveRaw();
    }
    Object value = taken(self, Receiving.Kind.OR_CLOSED);
    if (value == null) {
      self.unwind();
    }
    return value;
  }

  @Override
  @SuppressWarnings("unchecked") // what was sent
  public Optional<T> tryReceive() {
    Object value = taken(null, null);
    return value == null ? Optional.empty() : Optional.of(open(value));
  }

  @SuppressWarnings("unchecked") // what was sent
  private T open(@Nullable Object value) {
    if (value == Receiving.CLOSED) {
      throw Waiters.receiveOnClosed();
    }
    return (T) Objects.requireNonNull(value);
  }

  /**
   * Takes a value, or {@link Receiving#CLOSED}; returns null if there is neither, and registers who
   * is to wait, if somebody is.
   */
  @Nullable Object taken(@Nullable Strand self, @Nullable Receiving how) {
    lock();
    Object sender = senders.claimFirst();
    Object value = valueWith(sender);
    if (value == null && self != null) {
      receivers.enter(self, how);
    }
    unlock();
    if (sender != null) {
      Waiters.sent(sender);
    }
    return value;
  }

  /**
   * What a receiver gets: the first value of the buffer, for which that of a claimed sender moves
   * up; else the sender's value; else {@link Receiving#CLOSED}, or null. Called with the latch
   * held.
   */
  @Nullable Object valueWith(@Nullable Object sender) {
    if (size > 0) {
      Object value = get();
      if (sender != null) {
        putIfFits(Waiters.valueOf(sender));
      }
      return value;
    }
    if (sender != null) {
      return Waiters.valueOf(sender);
    }
    return closed ? Receiving.CLOSED : null;
  }

  @Override
  public Iterator<T> iterator() {
    return new ChannelIterator<>(this);
  }

  // Closing

  @Override
  public void close() {
    Object[] told = NOBODY;
    int waiting = closeAndClaim(told);
    while (waiting > told.length) {
      told = new Object[waiting];
      waiting = closeAndClaim(told);
    }
    boolean sends = true;
    for (Object waiter : told) {
      if (waiter == null) { // the end of the senders, or of all
        sends = false;
      } else if (sends) {
        Waiters.sendRefused(waiter);
      } else {
        Waiters.receiveRefused(waiter);
      }
    }
  }

  /**
   * Closes the channel and claims all who wait, in one instant, if there is room for them, the
   * senders, null, and the receivers: nothing is allocated while the latch is held.
   *
   * @return the room that is needed, 0 for none
   */
  private int closeAndClaim(Object[] to) {
    lock();
    if (closed) {
      unlock();
      throw new ChannelClosedException("close of a closed channel");
    }
    boolean isAlone = senders.isEmpty() && receivers.isEmpty();
    int room = isAlone ? 0 : senders.count(waiter -> true) + 1 + receivers.count(waiter -> true);
    if (room <= to.length) {
      closed = true;
      int end = senders.claimAll(to, 0);
      receivers.claimAll(to, end + 1);
    }
    unlock();
    return room;
  }

  // Looking on

  @Override
  public int size() {
    lock();
    int now = size;
    unlock();
    return now;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int balance() {
    lock();
    int balance = senders.count(Waiters::isWaiting) - receivers.count(Waiters::isWaiting);
    unlock();
    return balance;
  }

  @Override
  public List<Tasklet<?>> waiters() {
    int room = 8;
    List<Object> nodes = new ArrayList<>(room);
    while (!appendWaiters(nodes, room)) {
      room *= 2;
      nodes = new ArrayList<>(room);
    }
    return nodes.stream().<Tasklet<?>>map(Waiters::tasklet).filter(Objects::nonNull).toList();
  }

  /** Collects who waits, if there is room: nothing is allocated while the latch is held. */
  private boolean appendWaiters(List<Object> to, int room) {
    lock();
    int waiting = senders.count(Waiters::isWaiting) + receivers.count(Waiters::isWaiting);
    boolean fits = waiting <= room;
    if (fits) {
      senders.appendTo(to, Waiters::isWaiting);
      receivers.appendTo(to, Waiters::isWaiting);
    }
    unlock();
    return fits;
  }

  /**
   * Takes all values out of the buffer, for which nobody may wait; tells whether there were any.
   */
  boolean drain() {
    lock();
    boolean had = size > 0;
    while (size > 0) {
      get();
    }
    unlock();
    return had;
  }

  // The buffer: called with the latch held

  /**
   * Puts a value into the buffer.
   *
   * @return whether it was not full
   * @throws OutOfMemoryError if the buffer cannot grow; nothing has changed
   */
  boolean putIfFits(Object value) {
    if (size == buffer.length) {
      if (size == capacity) {
        return false;
      }
      grow();
    }
    int at = head + size;
    buffer[at < buffer.length ? at : at - buffer.length] = value;
    size++;
    return true;
  }

  private void grow() {
    int length = Math.min(capacity, Math.max(FIRST_LENGTH, 2 * size));
    Object[] longer = new Object[length];
    System.arraycopy(buffer, head, longer, 0, buffer.length - head);
    System.arraycopy(buffer, 0, longer, buffer.length - head, head);
    buffer = longer;
    head = 0;
  }

  @SuppressWarnings("NullAway") // what is out of the buffer is null
  private Object get() {
    int at = head;
    Object value = buffer[at];
    buffer[at] = null;
    head = at + 1 == buffer.length ? 0 : at + 1;
    size--;
    return value;
  }

  // Selecting: called with the latch held

  /** Whether a receive need not wait. */
  boolean isReceivable() {
    return size > 0 || closed || senders.hasUnclaimed();
  }

  /** Whether a send need not wait. */
  boolean isSendable() {
    return size < capacity || closed || receivers.hasUnclaimed();
  }

  /** Whether the channel is closed. */
  boolean isClosed() {
    return closed;
  }

  /** Where this channel stands among those that a select locks. Called without the latch. */
  int rank() {
    int known = rank;
    if (known == 0) {
      lock();
      if (rank == 0) {
        rank = RANKS.incrementAndGet();
      }
      known = rank;
      unlock();
    }
    return known;
  }

  @Override
  public <R> Select.Case<R> onReceive(Select.ReceiveHandler<? super T, ? extends R> then) {
    return new ReceiveCase<>(this, then);
  }

  @Override
  public <R> Select.Case<R> onSend(T value, Select.Handler<? extends R> then) {
    Objects.requireNonNull(value, "a channel's values are never null");
    return new SendCase<>(this, value, then);
  }

  @Override
  public String toString() {
    if (capacity == Integer.MAX_VALUE) {
      return "unlimited channel";
    }
    return capacity == 0 ? "unbuffered channel" : "channel buffering " + capacity;
  }
}
