package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import java.util.Objects;

/** Sends. */
final class SendCase<T, R> extends ChannelCase<T, R> {
  private final Select.Handler<? extends R> then;

  SendCase(BufferedChannel<T> channel, T value, Select.Handler<? extends R> then) {
    super(channel);
    this.value = value;
    this.then = Objects.requireNonNull(then, "then");
  }

  @Override
  boolean isReady() {
    return channel.isSendable();
  }

  @Override
  boolean happensNow() {
    refused = channel.isClosed();
    if (refused) {
      return true;
    }
    partner = channel.receivers.claimFirst();
    return partner != null || channel.putIfFits(Waiters.valueOf(this));
  }

  @Override
  void tellPartner() {
    Object receiver = partner;
    if (receiver != null) {
      partner = null;
      Waiters.received(receiver, Waiters.valueOf(this));
    }
  }

  @Override
  WaitingLine line() {
    return channel.senders;
  }

  @Override
  @Suspendable
  public R finish() {
    if (refused) {
      refused = false;
      throw Waiters.sendOnClosed();
    }
    return then.run();
  }
}
