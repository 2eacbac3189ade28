package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.schedule.Strand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Receives. */
final class ReceiveCase<T, R> extends ChannelCase<T, R> {
  private final Select.ReceiveHandler<? super T, ? extends R> then;

  ReceiveCase(BufferedChannel<T> channel, Select.ReceiveHandler<? super T, ? extends R> then) {
    super(channel);
    this.then = Objects.requireNonNull(then, "then");
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

  @SuppressWarnings("unchecked") // what was sent
  private T received() {
    Object taken = Objects.requireNonNull(value);
    value = null;
    if (taken == Receiving.CLOSED) {
      throw Waiters.receiveOnClosed();
    }
    if (taken instanceof Thrown thrown) {
      throw thrown.throwHere();
    }
    return (T) taken;
  }
}
