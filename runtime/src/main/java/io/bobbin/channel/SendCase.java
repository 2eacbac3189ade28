package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.schedule.Strand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
  boolean seemsReady() {
    return channel.seemsSendable();
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
  @Nullable Strand servePartner() {
    Object receiver = partner;
    if (receiver == null) {
      return null;
    }
    partner = null;
    return Waiters.received(receiver, Waiters.valueOf(this));
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
