package io.bobbin.channel;

import io.bobbin.Channel;
import io.bobbin.Received;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.frame.Transparent;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which nothing is sent, and that its maker alone closes: to tell any number of others
 * that something is over.
 */
public final class DoneChannel implements Channel<Void>, OwnedChannel.Owner {
  /** Who tells by the channel that something is over. */
  public interface Maker extends Portable {
    /**
     * Whether it is over.
     *
     * @return true if the channel is closed, or about to be
     */
    boolean isDone();

    /**
     * Takes the channel that this had when it was pickled.
     *
     * @param channel the channel
     */
    void takes(DoneChannel channel);
  }

  private OwnedChannel<Void> channel = new OwnedChannel<>(0, this);

  /** Null only until it has been read. */
  private @Nullable Maker maker;

  /**
   * Makes a channel that is open.
   *
   * @param maker who is to close it
   */
  public DoneChannel(Maker maker) {
    this.maker = maker;
  }

  private DoneChannel() {}

  /**
   * Makes an empty one, to be restored.
   *
   * @return a channel of nobody
   */
  public static DoneChannel empty() {
    return new DoneChannel();
  }

  /** Closes the channel. Called once. */
  public void end() {
    channel.close();
  }

  /**
   * A case of a select that happens when this is over.
   *
   * @param then what to do then
   * @param <R> the type of the select's result
   * @return the case, for one select at a time
   */
  public <R> Select.Case<R> onEnd(Select.Handler<? extends R> then) {
    return new ClosedCase<>(channel, then);
  }

  @Override
  @Suspendable
  @Transparent
  public Void receive() {
    return channel.receive();
  }

  @Override
  @Suspendable
  @Transparent
  public Void receive(Duration timeout) throws TimeoutException {
    return channel.receive(timeout);
  }

  @Override
  public Optional<Void> tryReceive() {
    return channel.tryReceive();
  }

  @Override
  @Suspendable
  @Transparent
  public Received<Void> receiveOrClosed() {
    return channel.receiveOrClosed();
  }

  @Override
  public Iterator<Void> iterator() {
    return channel.iterator();
  }

  @Override
  public <R> Select.Case<R> onReceive(Select.ReceiveHandler<? super Void, ? extends R> then) {
    return channel.onReceive(then);
  }

  @Override
  public <R> Select.Case<R> onReceiveOrClosed(
      Select.ReceiveHandler<? super Received<Void>, ? extends R> then) {
    return channel.onReceiveOrClosed(then);
  }

  @Override
  @Suspendable
  public void send(Void value) {
    throw nothingIsSent();
  }

  @Override
  @Suspendable
  public void send(Void value, Duration timeout) {
    throw nothingIsSent();
  }

  @Override
  @Suspendable
  public void sendException(Throwable exception) {
    throw new UnsupportedOperationException(
        "sendException on a context's done channel: cancel the context instead");
  }

  @Override
  public boolean trySend(Void value) {
    throw nothingIsSent();
  }

  @Override
  public <R> Select.Case<R> onSend(Void value, Select.Handler<? extends R> then) {
    throw nothingIsSent();
  }

  private static NullPointerException nothingIsSent() {
    return new NullPointerException("a channel's values are never null");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException(
        "close of a context's done channel: cancel the context instead");
  }

  @Override
  public Preference preference() {
    return Preference.NONE;
  }

  /** Refused, as many who know nothing of each other wait here. */
  @Override
  public void setPreference(Preference preferred) {
    throw new UnsupportedOperationException("setPreference on a context's done channel");
  }

  @Override
  public int size() {
    return 0;
  }

  @Override
  public int capacity() {
    return 0;
  }

  @Override
  public int balance() {
    return channel.balance();
  }

  @Override
  public List<Tasklet<?>> waiters() {
    return channel.waiters();
  }

  // Pickling

  @Override
  public long version() {
    Maker known = maker;
    return known != null && known.isDone() ? 1 : 0;
  }

  @Override
  public boolean isForAll() {
    return true;
  }

  @Override
  public void save(Outlet to) {
    if (to.cuts(this)) {
      throw to.refusal("is a context's done channel, which cannot be cut");
    }
    long state = version();
    to.asOf(this, state);
    Maker by = maker;
    if (by != null) {
      to.asOf(by, state);
    }
    to.reference(by);
    to.reference(channel);
  }

  @Override
  @SuppressWarnings("unchecked") // nothing is sent on it
  public void restore(Inlet from) {
    Maker by = from.reference(Maker.class);
    OwnedChannel<Void> read = (OwnedChannel<Void>) from.reference(OwnedChannel.class);
    if (by == null || read == null) {
      throw from.damaged("a done channel that tells nothing");
    }
    maker = by;
    channel = read;
    from.atEnd(
        () -> {
          if (!read.isOf(this) || (read.isClosed() && !by.isDone())) {
            throw from.damaged("a done channel that tells of something else");
          }
          by.takes(this);
        });
    from.afterAll(
        () -> {
          if (by.isDone() && !read.isClosed()) {
            read.close();
          }
        });
  }

  @Override
  public String toString() {
    return "done channel";
  }
}
