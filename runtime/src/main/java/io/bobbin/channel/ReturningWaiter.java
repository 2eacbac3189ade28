package io.bobbin.channel;

import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Returning;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.WaitReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A send or receive that began at another channel, or at this one before it was forked, and goes on
 * here when its tasklet is resumed: with whoever waits at the other end, or with the buffer, or
 * behind those who wait at this end.
 */
final class ReturningWaiter extends Returning {
  private final BufferedChannel<?> channel;
  private final WaitingLine line;
  private final WaitReason reason;

  /** What is sent, or how it is received. */
  private final @Nullable Object item;

  ReturningWaiter(
      BufferedChannel<?> channel, WaitingLine line, WaitReason reason, @Nullable Object item) {
    super(line, reason);
    this.channel = channel;
    this.line = line;
    this.reason = reason;
    this.item = item;
  }

  @Override
  protected void lock() {
    channel.lock();
  }

  @Override
  protected void unlock() {
    channel.unlock();
  }

  @Override
  public void saveWait(Strand strand, Outlet to) {
    line.saveWait(item, to);
  }

  @Override
  protected void rejoin(Strand strand) {
    if (reason == WaitReason.SEND) {
      send(strand, Objects.requireNonNull(item));
    } else {
      receive(strand);
    }
  }

  private void send(Strand strand, Object value) {
    lock();
    if (!leaves()) {
      unlock();
      return;
    }
    boolean isRefused = channel.isClosed();
    Object receiver = isRefused ? null : channel.receivers.claimFirst();
    boolean isSent = receiver != null;
    try {
      isSent |= !isRefused && channel.putIfFits(value);
    } finally {
      if (!isSent && !isRefused) {
        channel.senders.enter(strand, value);
      }
      unlock();
    }
    if (isRefused) {
      Waiters.sendRefused(strand);
    } else if (isSent) {
      if (receiver != null) {
        Waiters.receivedAny(receiver, value).wake();
      }
      strand.wake();
    }
  }

  private void receive(Strand strand) {
    lock();
    if (!leaves()) {
      unlock();
      return;
    }
    Object sender = channel.senders.claimFirst();
    Object value = channel.valueWith(sender);
    if (value == null) {
      channel.receivers.enter(strand, item);
    }
    unlock();
    if (value == null) {
      channel.meetJoiners(strand);
      return;
    }
    if (sender != null) {
      Waiters.sent(sender).wake();
    }
    strand.item = item;
    if (value == Receiving.CLOSED) {
      Waiters.receiveRefused(strand);
    } else {
      Waiters.receivedAny(strand, value).wake();
    }
  }
}
