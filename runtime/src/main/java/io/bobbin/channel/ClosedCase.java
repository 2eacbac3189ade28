package io.bobbin.channel;

import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.schedule.Strand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Happens when a channel is closed on which nothing is sent. */
final class ClosedCase<T, R> extends ChannelCase<T, R> {
  private final Select.Handler<? extends R> then;

  ClosedCase(BufferedChannel<T> channel, Select.Handler<? extends R> then) {
    super(channel);
    this.then = Objects.requireNonNull(then, "then");
  }

  @Override
  boolean isReady() {
    return channel.isClosed();
  }

  @Override
  boolean seemsReady() {
    return channel.isClosed();
  }

  @Override
  boolean happensNow() {
    return true;
  }

  @Override
  @Nullable Strand servePartner() {
    return null;
  }

  @Override
  WaitingLine line() {
    return channel.receivers;
  }

  @Override
  @Suspendable
  public R finish() {
    value = null;
    return then.run();
  }
}
