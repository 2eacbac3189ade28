package io.bobbin;

import io.bobbin.channel.BufferedChannel;
import io.bobbin.channel.NeverChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

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
   * @param capacity the values that the buffer holds; 0 for none
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
   * @param timeout how long to wait
   * @throws TimeoutException if it was not taken by then; it has not been sent
   * @throws ChannelClosedException if the channel is closed, or is closed while this waits
   * @throws NullPointerException if {@code value} is null
   */
  @Suspendable
  void send(T value, Duration timeout) throws TimeoutException;

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
   * @param timeout how long to wait
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
   * @throws UnsupportedOperationException if this channel is {@linkplain #never() never} ready
   */
  void close();

  /**
   * Receives until the channel is closed and drained. Each call makes an iterator of its own; all
   * of them share out the channel's values. An iterator that has told that there is a next value
   * has received it.
   *
   * @return an iterator for one tasklet or thread, whose {@code hasNext()} waits
   */
  @Override
  Iterator<T> iterator();

  /**
   * How many values are in the buffer: a snapshot.
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
   * A case of a {@link Select}: receives a value.
   *
   * @param then what to do with the value once it is received; runs in the caller of the select
   * @param <R> the type of the select's result
   * @return the case, for one select at a time
   */
  <R> Select.Case<R> onReceive(Select.ReceiveHandler<? super T, ? extends R> then);

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
