package io.bobbin.channel;

import io.bobbin.frame.Outlet;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.WaitNode;
import io.bobbin.schedule.WaitQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case that sends or receives; while its select waits it is the select's node in the channel's
 * line.
 *
 * @param <T> the type of the channel's values
 * @param <R> the type of the select's result
 */
abstract class ChannelCase<T, R> extends WaitNode implements SelectCase<R> {
  final BufferedChannel<T> channel;

  /** What is to be sent, or was received: {@link Receiving#CLOSED} if there is nothing any more. */
  @Nullable Object value;

  /** Whether a send found its channel closed. */
  boolean refused;

  /** Whom the case, once it has happened at once, must tell. */
  @Nullable Object partner;

  /** The select that it was given to last. */
  private transient @Nullable Selection selection;

  ChannelCase(BufferedChannel<T> channel) {
    this.channel = channel;
  }

  /** Whether this can happen at once, as far as can be told. Called with the latch held. */
  abstract boolean isReady();

  /** Whether this could happen at once a moment ago. May be called without the latch. */
  abstract boolean seemsReady();

  /** Happens at once if it can. Called with the latch held. */
  abstract boolean happensNow();

  /** Gives the partner its outcome. Called without latches; returns whom the caller must wake. */
  abstract @Nullable Strand servePartner();

  abstract WaitingLine line();

  /** Notes whose case this is; false if it was that one's already. */
  final boolean isNewTo(Selection of) {
    boolean isNew = selection != of;
    selection = of;
    return isNew;
  }

  /** Has its selection wait. Called with the latch held. */
  final void enter() {
    Strand waiter = selecting();
    if (waiter != null) {
      channel.biasTo(waiter);
    }
    line().add(this);
  }

  /** Ends the waiting. Called without the latch. */
  final void leave() {
    channel.lock();
    if (WaitQueue.isQueued(this)) {
      line().remove(this);
    }
    channel.unlock();
  }

  /** Whether its select is not to be written as one who waits here, as it comes back. */
  final boolean comesBack(Outlet to) {
    Selection of = selection;
    return of != null && of.comesBack(to);
  }

  /** Who selects, or did last. */
  final @Nullable Strand selecting() {
    Selection of = selection;
    return of == null ? null : of.strand();
  }

  final boolean claim() {
    Selection of = selection;
    return of != null && of.claim();
  }

  final boolean isClaimed() {
    Selection of = selection;
    return of == null || of.isClaimed();
  }

  /** Called by the partner, who has claimed the selection. Returns whom it must wake. */
  final Strand happens() {
    return Objects.requireNonNull(selection).chosen(this);
  }

  /** Whether this sends. */
  final boolean isSend() {
    return line() == channel.senders;
  }
}
