package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.frame.FrameStack;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Affinity;
import io.bobbin.schedule.Handover;
import io.bobbin.schedule.Rejoined;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.ThreadLock;
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
public sealed class BufferedChannel<T> extends ValueBuffer
    implements Channel<T>, Affinity.Meeting, Rejoined permits OwnedChannel {
  private static final Object[] NOBODY = {};

  private static final AtomicInteger RANKS = new AtomicInteger();

  final WaitingLine receivers = new WaitingLine(this, WaitReason.RECEIVE);
  final WaitingLine senders = new WaitingLine(this, WaitReason.SEND);

  /** Null while nobody has wanted to join a receiver. */
  private @Nullable Joiners joiners;

  private boolean closed;

  /**
   * Whether this channel was given a preference, or an exception, as few are. Stored with the latch
   * held; who has held it since may read it without.
   */
  private boolean special;

  private volatile Preference preference = Preference.NONE;

  /** Where this channel stands among those that a select locks; 0 until it is in one. */
  private int rank;

  /**
   * Makes an open channel.
   *
   * @param capacity the values that the buffer holds
   */
  public BufferedChannel(int capacity) {
    this(requireCapacity(capacity), false);
  }

  BufferedChannel(int capacity, boolean grows) {
    super(capacity, grows);
  }

  private static int requireCapacity(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("Channel.buffered(" + capacity + ")");
    }
    return capacity;
  }

  /**
   * Makes an open channel whose buffer grows as needed.
   *
   * @param <T> the type of the values
   * @return the channel
   */
  public static <T> BufferedChannel<T> unlimited() {
    return new BufferedChannel<>(Integer.MAX_VALUE, true);
  }

  // Sending

  @Override
  @Suspendable
  public void send(T value) {
    sendAny(value, null);
  }

  /** The twin of {@link #send(Object)}. */
  public void send(T value, FrameStack stack, int room) {
    sendAny(value, null, stack, room);
  }

  @Override
  @Suspendable
  public void send(T value, Duration timeout) throws TimeoutException {
    Timeout limit = new Timeout(timeout, "send");
    share(); // with the thread of the timers
    try {
      sendAny(value, limit);
    } finally {
      limit.cancel();
    }
  }

  @Override
  @Suspendable
  public void sendException(Throwable exception) {
    sendAny(thrown(exception), null);
  }

  /** The twin of {@link #sendException(Throwable)}. */
  public void sendException(Throwable exception, FrameStack stack, int room) {
    Thrown thrown = thrown(exception);
    stack.completeTrace(exception); // while its callers are the sender's
    sendAny(thrown, null, stack, room);
  }

  private Thrown thrown(Throwable exception) {
    Thrown thrown = new Thrown(Objects.requireNonNull(exception, "exception"));
    lock();
    special = true;
    unlock();
    return thrown;
  }

  /** Sends a value or an exception. */
  @Suspendable
  void sendAny(Object value, @Nullable Timeout limit) {
    tellSend();
    if (!sent(value, null)) {
      ThreadStrand self = new ThreadStrand();
      if (!sent(value, self)) {
        Timeout.arm(limit, self, senders);
        self.block();
      }
    }
  }

  void sendAny(Object value, @Nullable Timeout limit, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      sendAny(value, limit);
      return;
    }
    tellSend();
    if (!sent(value, self)) {
      Timeout.arm(limit, self, senders);
      self.unwind();
    }
  }

  @Override
  public boolean trySend(T value) {
    tellTry(true);
    return sent(value, null);
  }

  /**
   * Sends; or returns false, and has registered who is to wait, if somebody is. A sender that this
   * channel does not prefer to the receiver it has met is told the same: it is to go on later.
   */
  private boolean sent(Object value, @Nullable Strand self) {
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
      if (special) {
        return metReceiver(Waiters.receivedAny(receiver, value), self);
      }
      Waiters.received(receiver, value).wake();
    }
    return sent;
  }

  /**
   * Sends, unless that is to wait or this is closed. The caller, which may hold another latch,
   * tells the receiver when it holds none.
   *
   * @return the receiver, which is claimed; this if nobody waited; null if nothing was sent
   */
  @Nullable Object offer(T value) {
    lock();
    Object receiver = closed ? null : receivers.claimFirst();
    boolean isBuffered = !closed && receiver == null && putIfFits(value);
    unlock();
    return isBuffered ? this : receiver;
  }

  private boolean metReceiver(Strand receiver, @Nullable Strand self) {
    if (self != null && isLeft(true, receiver, self)) {
      self.waitsAt(senders);
      leave(receiver, self);
      return false;
    }
    receiver.wake();
    return true;
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
    share(); // with the thread of the timers
    try {
      return receive(limit);
    } finally {
      limit.cancel();
    }
  }

  @Suspendable
  T receive(@Nullable Timeout limit) {
    tellReceive();
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
    tellReceive();
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
    tellReceive();
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
    tellReceive();
    Object value = taken(self, Receiving.Kind.OR_CLOSED);
    if (value == null) {
      self.unwind();
    }
    return value;
  }

  @Override
  @SuppressWarnings("unchecked") // what was sent
  public Optional<T> tryReceive() {
    tellTry(false);
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
   * is to wait, if somebody is. A receiver that this channel does not prefer to the sender it has
   * met gets null, too: it is to go on later, with the value. An exception is thrown.
   */
  @Nullable Object taken(@Nullable Strand self, @Nullable Receiving how) {
    lock();
    Object sender = senders.claimFirst();
    Object value = valueWith(sender);
    if (value == null && self != null) {
      receivers.enter(self, how);
    }
    unlock();
    if (value == null && self != null && joiners != null) {
      meetJoiners(self);
    }
    if (special) {
      return takenSpecially(value, sender, self, how);
    }
    if (sender != null) {
      Waiters.sent(sender).wake();
    }
    return value;
  }

  private @Nullable Object takenSpecially(
      @Nullable Object value,
      @Nullable Object sender,
      @Nullable Strand self,
      @Nullable Receiving how) {
    if (sender != null) {
      Strand met = Waiters.sent(sender);
      if (self != null && isLeft(false, met, self)) {
        self.item = how;
        self.waitsAt(receivers);
        leave(met, Waiters.receivedAny(self, Objects.requireNonNull(value)));
        return null;
      }
      met.wake();
    }
    if (value instanceof Thrown thrown) {
      throw thrown.throwHere();
    }
    return value;
  }

  /**
   * What a receiver gets: the first value of the buffer, for which that of a claimed sender moves
   * up; else the sender's value; else {@link Receiving#CLOSED}, or null. Called with the latch
   * held.
   */
  @Nullable Object valueWith(@Nullable Object sender) {
    if (buffered() > 0) {
      Object value = take();
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

  // Joining the thread of a receiver

  @Override
  public void joinReceiver(Strand strand, ThreadLock wish) {
    Joiners made = new Joiners(this); // as nothing is allocated while the latch is held
    Object receiver = null;
    lock();
    boolean isClosed = closed;
    if (!isClosed) {
      Joiners all = joiners == null ? made : joiners;
      joiners = all;
      all.enter(strand, wish);
      receiver = receivers.hasUnclaimed() ? receivers.peek() : null;
    }
    unlock();
    if (isClosed) {
      throw Joiners.closed();
    }
    if (receiver != null) {
      meetJoiners(receiver);
    }
  }

  /** Serves those who wait for a receiver; called by one who has begun to wait. */
  void meetJoiners(Object receiver) {
    Joiners waiting = joiners;
    if (waiting != null) {
      waiting.meet(receiver);
    }
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
    if (joiners != null) {
      joiners.close();
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

  // Preference

  @Override
  public Preference preference() {
    return preference;
  }

  @Override
  public void setPreference(Preference preferred) {
    Objects.requireNonNull(preferred, "preference");
    lock();
    preference = preferred;
    special |= preferred != Preference.NONE;
    unlock();
  }

  /**
   * Whether a strand that has just served another is to be left for it.
   *
   * @param sends whether it has sent, and not received
   */
  boolean isLeft(boolean sends, Strand served, Strand self) {
    if (!special) {
      return false;
    }
    Preference preferred = preference;
    Preference other = sends ? Preference.RECEIVER : Preference.SENDER;
    return (preferred == other || preferred == Preference.OTHERS)
        && Handover.isPossible(served, self);
  }

  /** Has a strand go on later, whose outcome is in place, and which unwinds next. */
  void leave(Strand served, Strand self) {
    Handover.make(served, self, preference != Preference.OTHERS);
  }

  // Telling of uses, before they happen

  private void tellSend() {
    if (Uses.areTold()) {
      Uses.tell(this, true, isToWait(true));
    }
  }

  void tellReceive() {
    if (Uses.areTold()) {
      Uses.tell(this, false, isToWait(false));
    }
  }

  private void tellTry(boolean sends) {
    if (Uses.areTold() && !isToWait(sends)) {
      Uses.tell(this, sends, false);
    }
  }

  private boolean isToWait(boolean sends) {
    lock();
    boolean ready = sends ? isSendable() : isReceivable();
    unlock();
    return !ready;
  }

  // Looking on

  @Override
  public int size() {
    lock();
    int now = buffered();
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
    boolean had = buffered() > 0;
    while (buffered() > 0) {
      take();
    }
    unlock();
    return had;
  }

  // Pickling

  /**
   * Makes an empty channel, to be restored.
   *
   * @param from what the channel wrote as its shape
   * @return a channel
   */
  public static BufferedChannel<?> empty(Inlet from) {
    int capacity = from.number(0, Integer.MAX_VALUE);
    return new BufferedChannel<>(capacity, true);
  }

  @Override
  public void saveShape(Outlet to) {
    to.number(capacity);
  }

  @Override
  public void save(Outlet to) {
    if (joiners != null) {
      throw to.refusal("is a channel for whose receiver's thread somebody waited");
    }
    ChannelState.of(this).save(this, to);
  }

  @Override
  public void restoreWait(Strand strand, Inlet from) {
    WaitingLine line = from.number(0, 1) != 0 ? senders : receivers;
    if (!line.takesBack(strand, from.reference(), from)) {
      throw from.damaged("somebody comes back to a channel where he cannot wait");
    }
  }

  @Override
  public void restore(Inlet from) {
    ChannelState.restore(this, from);
  }

  /** Takes what an image says of a channel that is empty and open. */
  void restore(boolean wasClosed, boolean wasSpecial, Preference preferred, List<Object> values) {
    closed = wasClosed;
    special = wasSpecial;
    preference = preferred;
    fill(values);
  }

  /** Whether those who wait here, and are not pickled, go on waiting without being asked for. */
  boolean leavesOthers() {
    return false;
  }

  boolean isSpecial() {
    return special;
  }

  // Selecting: called with the latch held

  /** Whether a receive need not wait. */
  boolean isReceivable() {
    return buffered() > 0 || closed || senders.hasUnclaimed();
  }

  /** Whether a send need not wait. */
  boolean isSendable() {
    return buffered() < capacity || closed || receivers.hasUnclaimed();
  }

  /** Whether a receive needed not wait a moment ago. May be called without the latch. */
  boolean seemsReceivable() {
    return !senders.isEmpty() || buffered() > 0 || closed;
  }

  /** Whether a send needed not wait a moment ago. May be called without the latch. */
  boolean seemsSendable() {
    return !receivers.isEmpty() || buffered() < capacity || closed;
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
    return ReceiveCase.of(this, then);
  }

  @Override
  public <R> Select.Case<R> onReceiveOrClosed(
      Select.ReceiveHandler<? super Received<T>, ? extends R> then) {
    return ReceiveCase.orClosed(this, then);
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
