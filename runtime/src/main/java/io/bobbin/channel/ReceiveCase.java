package io.bobbin.channel;

import io.bobbin.Received;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.schedule.Strand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Receives. */
final class ReceiveCase<T, R> extends ChannelCase<T, R> {
  /** Takes a value, or, if it is to be told of the end, a {@link Received}. */
  private final Select.ReceiveHandler<Object, ? extends R> then;

  private final boolean isToldOfTheEnd;

  @SuppressWarnings("unchecked") // finish() gives it what it takes
  private ReceiveCase(
      BufferedChannel<T> channel,
      Select.ReceiveHandler<?, ? extends R> then,
      boolean isToldOfTheEnd) {
    super(channel);
    this.then = (Select.ReceiveHandler<Object, ? extends R>) Objects.requireNonNull(then, "then");
    this.isToldOfTheEnd = isToldOfTheEnd;
  }

  /** A case that throws if the channel is closed. */
  static <T, R> ReceiveCase<T, R> of(
      BufferedChannel<T> channel, Select.ReceiveHandler<? super T, ? extends R> then) {
    return new ReceiveCase<>(channel, then, false);
  }

  /** A case whose handler is told if the channel is closed. */
  static <T, R> ReceiveCase<T, R> orClosed(
      BufferedChannel<T> channel, Select.ReceiveHandler<? super Received<T>, ? extends R> then) {
    return new ReceiveCase<>(channel, then, true);
  }

  @Override
  boolean isReady() {
    return channel.isReceivable();
  }

  @Override
  boolean seemsReady() {
    return channel.seemsReceivable();
  }

  @Override
  boolean happensNow() {
    partner = channel.senders.claimFirst();
    value = channel.valueWith(partner);
    return value != null;
  }

  @Override
  @Nullable Strand servePartner() {
    Object sender = partner;
    if (sender == null) {
      return null;
    }
    partner = null;
    return Waiters.sent(sender);
  }

  @Override
  WaitingLine line() {
    return channel.receivers;
  }

  @Override
  @Suspendable
  public R finish() {
    return then.received(received());
  }

  private Object received() {
    Object taken = Objects.requireNonNull(value);
    value = null;
    if (taken instanceof Thrown thrown) {
      throw thrown.throwHere();
    }
    if (isToldOfTheEnd) {
      return taken == Receiving.CLOSED
          ? new Received.Closed<Object>()
          : new Received.Value<>(taken);
    }
    if (taken == Receiving.CLOSED) {
      throw Waiters.receiveOnClosed();
    }
    return taken;
  }
}
