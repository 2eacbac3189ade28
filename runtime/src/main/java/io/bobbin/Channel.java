package io.bobbin;

import io.bobbin.channel.BufferedChannel;
import io.bobbin.channel.NeverChannel;
import io.bobbin.channel.Uses;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A queue by which tasklets and threads hand values to each other, with Go's semantics.
 *
 * <p>Any mix of tasklets (of any schedulers), platform threads and virtual threads may use one
 * channel. A tasklet that waits parks; a thread blocks, and goes on waiting when it is interrupted
 * (it stays interrupted). Those who wait are served in the order in which they came. A send that is
 * ended by a timeout or by an exception raised in its tasklet has not sent, and a receive has not
 * received.
 *
 * <p>Values are never null.
 *
 * @param <T> the type of the values
 */
public interface Channel<T> extends Iterable<T> {
  /**
   * Makes a channel without a buffer: a send waits for its receive.
   *
   * @param <T> the type of the values
   * @return an open channel
   */
  static <T> Channel<T> unbuffered() {
    return new BufferedChannel<>(0);
  }

  /**
   * Makes a channel with a buffer: a send waits only while the buffer is full.
   *
   * @param capacity the values that the buffer holds; 0 for none. The memory for so many references
   *     is taken at once
   * @param <T> the type of the values
   * @return an open channel
   * @throws IllegalArgumentException if {@code capacity} is negative
   */
  static <T> Channel<T> buffered(int capacity) {
    return new BufferedChannel<>(capacity);
  }

  /**
   * Makes a channel whose buffer grows as needed: a send never waits. It holds as many values as
   * the heap does; a send for which there is no memory ends with an {@link OutOfMemoryError}, and
   * has not sent.
   *
   * @param <T> the type of the values
   * @return an open channel
   */
  static <T> Channel<T> unlimited() {
    return BufferedChannel.unlimited();
  }

  /**
   * Makes a channel that is never ready, as Go's nil channel: sends and receives wait for ever, and
   * closing it is refused by an {@link UnsupportedOperationException}.
   *
   * @param <T> the type of the values
   * @return the channel
   */
  static <T> Channel<T> never() {
    return new NeverChannel<>();
  }

  /**
   * Sends a value; waits until a receiver or the buffer has taken it.
   *
   * @param value the value
   * @throws ChannelClosedException if the channel is closed, or is closed while this waits
   * @throws NullPointerException if {@code value} is null
   */
  @Suspendable
  void send(T value);

  /**
   * Sends a value; waits until a receiver or the buffer has taken it, but not for ever.
   *
   * @param value the value
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @throws TimeoutException if it was not taken by then; it has not been sent
   * @throws ChannelClosedException if the channel is closed, or is closed while this waits
   * @throws NullPointerException if {@code value} is null
   */
  @Suspendable
  void send(T value, Duration timeout) throws TimeoutException;

  /**
   * Sends an exception, which is thrown in its receiver. It is a value among the others: it has its
   * place in their order, waits for a receiver as they do or lies in the buffer, and counts for
   * {@link #size()}. Whoever receives it, in whatever way, has it thrown at that call: {@link
   * #receive()}, {@link #tryReceive()} and {@link #receiveOrClosed()}, an iterator's {@code
   * hasNext()} or {@code next()}, and a {@link Select} instead of running the handler. The channel
   * stays as it is; the next receive gets what comes next.
   *
   * <p>The very exception is thrown, and its stack trace shows where it was made, by the sender as
   * a rule, then the receiver. One without a trace gets the receiver's.
   *
   * @param exception the exception, checked or not
   * @throws ChannelClosedException if the channel is closed, or is closed while this waits
   * @throws NullPointerException if {@code exception} is null
   * @throws UnsupportedOperationException if this is the done channel of a {@link Context}
   */
  @Suspendable
  void sendException(Throwable exception);

  /**
   * Sends each of several values, in their order, as {@link #send} does; between two of them others
   * may send theirs. Values are asked for one at a time, when the one before has been sent, by the
   * caller: an iterator may wait, so {@code to.sendAll(from)} sends on what comes from a channel
   * until that is closed.
   *
   * <p>If this is ended early, by what is raised in the caller, by what the iterator throws or as
   * the channel is closed, the values before have been sent; the one that is waiting to be sent has
   * not been, and is gone for the iterator; the rest has not been asked for.
   *
   * @param values the values
   * @throws ChannelClosedException if the channel is closed, or is closed while this waits
   * @throws NullPointerException if one of the values is null; those before it have been sent
   */
  @Suspendable
  default void sendAll(Iterable<? extends T> values) {
    for (T value : values) {
      send(value);
    }
  }

  /**
   * Sends a value if that needs no waiting.
   *
   * @param value the value
   * @return whether it was sent
   * @throws ChannelClosedException if the channel is closed
   * @throws NullPointerException if {@code value} is null
   */
  boolean trySend(T value);

  /**
   * Receives a value; waits for it.
   *
   * @return the value
   * @throws ChannelClosedException if the channel is closed and drained, or is closed while this
   *     waits
   */
  @Suspendable
  T receive();

  /**
   * Receives a value; waits for it, but not for ever.
   *
   * @param timeout how long to wait, to the nanosecond; zero or less does not wait for long
   * @return the value
   * @throws TimeoutException if none was there by then; none was received
   * @throws ChannelClosedException if the channel is closed and drained, or is closed while this
   *     waits
   */
  @Suspendable
  T receive(Duration timeout) throws TimeoutException;

  /**
   * Receives a value if there is one.
   *
   * @return the value, or nothing if receiving would have to wait
   * @throws ChannelClosedException if the channel is closed and drained
   */
  Optional<T> tryReceive();

  /**
   * Receives a value or learns that there will be none; waits for either.
   *
   * @return a {@link Received.Value}, or {@link Received.Closed} once the channel is closed and
   *     drained
   */
  @Suspendable
  Received<T> receiveOrClosed();

  /**
   * Closes the channel: nothing can be sent any more. Receivers that wait are told; senders that
   * wait get a {@link ChannelClosedException}. What is buffered can still be received.
   *
   * @throws ChannelClosedException if it is closed already
   * @throws UnsupportedOperationException if this channel is {@linkplain #never() never} ready, or
   *     the done channel of a {@link Context}
   */
  void close();

  /**
   * Receives until the channel is closed and drained. Each call makes an iterator of its own; all
   * of them share out the channel's values. An iterator that has told that there is a next value
   * has received it.
   *
   * @return an iterator for one tasklet or thread, whose {@code hasNext()} waits, and whose {@code
   *     next()} throws a {@link java.util.NoSuchElementException} if there is nothing more
   */
  @Override
  Iterator<T> iterator();

  /**
   * How many values, and exceptions, are in the buffer: a snapshot.
   *
   * @return their number; those of senders that wait do not count
   */
  int size();

  /**
   * How many values the buffer holds.
   *
   * @return the number; 0 for none, {@link Integer#MAX_VALUE} for any
   */
  int capacity();

  /**
   * Who waits: a snapshot, for diagnosis. Takes time in proportion to the number of those who wait.
   *
   * @return the waiting senders less the waiting receivers; positive or negative while only one
   *     kind waits, which is always so but for selects that wait for both
   */
  int balance();

  /**
   * The tasklets that wait here, in a select or alone: a snapshot, for diagnosis. Threads that wait
   * are not among them.
   *
   * @return first the senders, then the receivers, each in the order in which they are served
   */
  List<Tasklet<?>> waiters();

  /**
   * Who goes on at once when a send meets a receive; {@link Preference#NONE} unless it was set.
   *
   * @return the preference
   */
  Preference preference();

  /**
   * Sets who goes on at once when a send meets a receive from now on.
   *
   * @param preference the preference
   * @throws UnsupportedOperationException if this is the done channel of a {@link Context}; nothing
   *     changes
   */
  void setPreference(Preference preference);

  /**
   * Who goes on at once when a tasklet sends or receives and so serves another that waits at the
   * other end, in a select or alone, while one thread is there for both. Whatever the preference,
   * both are served then: it decides on the order in which they go on, and on nothing else.
   *
   * <p>On a scheduler with one thread ({@link Scheduler#here()}, {@link Scheduler#on}) that order
   * is exact. A pool has a carrier for each of several tasklets: there the preference says who
   * keeps the carrier, and the other goes on as soon as any carrier takes it, which may be at once.
   * Now and then a carrier runs somebody from the queue in between, so that nobody starves.
   *
   * <p>It has a meaning between tasklets of one scheduler only. Others run on other threads: they
   * are woken, and who served them goes on. So does a thread, which is never switched (Stackless
   * has a main tasklet instead); a tasklet at a place where it cannot be left (see {@link
   * io.bobbin.observe.PinnedWaits}); and who calls {@link #trySend} or {@link #tryReceive}. An
   * operation that meets nobody, as the buffer served it or it must wait itself, is not affected.
   */
  enum Preference {
    /**
     * The receiver goes on at once. A sender that meets a receiver goes to the end of the queue; a
     * receiver that meets a sender goes on, and the sender goes to the end. What Stackless calls
     * -1, and does by default.
     */
    RECEIVER,
    /**
     * The sender goes on at once. A receiver that meets a sender goes to the end of the queue, with
     * its value; a sender that meets a receiver goes on, and the receiver goes to the end. What
     * Stackless calls 1.
     */
    SENDER,
    /**
     * Whoever serves the other goes on, which costs no switch. The other goes to the end of the
     * queue; on a pool it is the next on this carrier, while the data that they share are in its
     * cache. The default; what Stackless calls 0.
     */
    NONE,
    /**
     * Neither: all others that are runnable go on before both, then who waited, then who served it.
     * What Stackless calls {@code schedule_all}.
     */
    OTHERS
  }

  /**
   * Tells of each send and each receive on any channel, for tracing: just before it happens or
   * begins to wait, in the tasklet or thread that calls. A {@link Select} tells of the case that
   * has happened, before its handler runs. {@link #trySend} and {@link #tryReceive} tell if they
   * are about to succeed. Closing is not told; what the listener itself does with channels is not,
   * either. The runtime's own channels, as those of timers, are told of as others are.
   *
   * <p>May be called by any thread; who is registered twice is told twice. While nobody is
   * registered an operation pays for a look at one field.
   *
   * <pre>{@code
   * try (var told = Channel.onUse((channel, tasklet, isSend, waits) ->
   *     System.out.println(tasklet + (isSend ? " sends to " : " receives from ") + channel))) {
   *   ...
   * }
   * }</pre>
   *
   * @param listener who is told
   * @return what ends it when it is closed
   */
  static Registration onUse(UseListener listener) {
    return Uses.add(listener);
  }

  /** Is told of the uses of channels: see {@link #onUse}. */
  @FunctionalInterface
  interface UseListener {
    /**
     * Takes note of a send or a receive. Is called by many threads at once, in the middle of what
     * they do: it must be short and must not wait, and what it throws is logged (BBN029) and has no
     * effect.
     *
     * @param channel the channel
     * @param tasklet who uses it; null if it is a thread
     * @param isSend whether it sends, else it receives
     * @param waits whether it is going to wait, as far as could be told before; of a select,
     *     whether it has waited
     */
    void used(Channel<?> channel, @Nullable Tasklet<?> tasklet, boolean isSend, boolean waits);
  }

  /**
   * A case of a {@link Select}: receives a value.
   *
   * @param then what to do with the value once it is received; runs in the caller of the select
   * @param <R> the type of the select's result
   * @return the case, for one select at a time
   */
  <R> Select.Case<R> onReceive(Select.ReceiveHandler<? super T, ? extends R> then);

  /**
   * A case of a {@link Select}: receives a value, or learns that there will be none, as Go's {@code
   * case v, ok := <-ch}.
   *
   * @param then what to do with the outcome, a {@link Received.Value}, or {@link Received.Closed}
   *     once the channel is closed and drained, from when on this case is always ready; runs in the
   *     caller of the select
   * @param <R> the type of the select's result
   * @return the case, for one select at a time
   */
  <R> Select.Case<R> onReceiveOrClosed(
      Select.ReceiveHandler<? super Received<T>, ? extends R> then);

  /**
   * A case of a {@link Select}: sends a value.
   *
   * @param value the value
   * @param then what to do once it is sent; runs in the caller of the select
   * @param <R> the type of the select's result
   * @return the case, for one select at a time
   * @throws NullPointerException if {@code value} is null
   */
  <R> Select.Case<R> onSend(T value, Select.Handler<? extends R> then);
}
