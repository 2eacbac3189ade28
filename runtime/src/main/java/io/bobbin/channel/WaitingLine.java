package io.bobbin.channel;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Outlet;
import io.bobbin.frame.Portable;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.Timeout;
import io.bobbin.schedule.WaitNode;
import io.bobbin.schedule.WaitPlace;
import io.bobbin.schedule.WaitQueue;
import io.bobbin.schedule.WaitReason;
import org.jspecify.annotations.Nullable;

/** Those who wait at one end of a channel. Guarded by the channel's latch. */
final class WaitingLine extends WaitQueue implements WaitPlace {
  private final BufferedChannel<?> channel;
  private final WaitReason reason;

  WaitingLine(BufferedChannel<?> channel, WaitReason reason) {
    this.channel = channel;
    this.reason = reason;
  }

  /** Has a strand wait here, with what it sends or how it receives. */
  void enter(Strand strand, @Nullable Object item) {
    strand.item = item;
    strand.waitsAt(this);
    channel.biasTo(strand);
    add(strand);
  }

  /** Has somebody wait here who was read from a pickle; false if that cannot be. */
  boolean takesRestored(@Nullable Object node, @Nullable Object item) {
    boolean isSender = reason == WaitReason.SEND;
    if (node instanceof Strand strand) {
      boolean suits = isSender ? item != null : item == null || item instanceof Receiving;
      if (suits && strand.item == null && !strand.waitsSomewhere()) {
        enter(strand, item);
        return true;
      }
    } else if (node instanceof ChannelCase<?, ?> selected
        && selected.line() == this
        && !isQueued(selected)) {
      add(selected);
      return true;
    }
    return false;
  }

  /** Whether a waiter is here, and nobody has claimed it elsewhere, as far as can be told. */
  boolean has(Object waiter) {
    return waiter instanceof Strand strand
        ? strand.waitsIn(this)
        : isQueued((WaitNode) waiter) && Waiters.isWaiting(waiter);
  }

  /** Takes the first waiter, and claims it if it waits elsewhere too. */
  @Nullable Object claimFirst() {
    Object waiter = poll();
    while (waiter instanceof ChannelCase<?, ?> selected && !selected.claim()) {
      waiter = poll();
    }
    return waiter;
  }

  /** Takes and claims all waiters, in their order; returns the place behind the last. */
  int claimAll(Object[] to, int from) {
    int end = from;
    for (Object waiter = claimFirst(); waiter != null; waiter = claimFirst()) {
      to[end++] = waiter;
    }
    return end;
  }

  /** Whether somebody waits whom nobody has claimed elsewhere, as far as can be told. */
  boolean hasUnclaimed() {
    while (peek() instanceof ChannelCase<?, ?> selected && selected.isClaimed()) {
      remove(selected);
    }
    return !isEmpty();
  }

  /** Called without the latch. */
  @Override
  public boolean withdraw(Strand strand, @Nullable Timeout onBehalfOf) {
    channel.lock();
    boolean waits = removeIfWaiting(strand, this, onBehalfOf);
    if (waits) {
      strand.item = null;
    }
    channel.unlock();
    return waits;
  }

  @Override
  public boolean hold(Strand strand, TaskletStrand<?> tasklet) {
    channel.lock();
    boolean held = strand.waitsIn(this) && tasklet.hold();
    channel.unlock();
    return held;
  }

  @Override
  public Portable portable() {
    return channel;
  }

  @Override
  public void saveWait(Strand strand, Outlet to) {
    saveWait(strand.item, to);
  }

  /** Writes how somebody waits here who has or will come back. */
  void saveWait(@Nullable Object item, Outlet to) {
    to.number(reason == WaitReason.SEND ? 1 : 0);
    to.reference(item);
  }

  /** Has somebody who was read from an image come back here when he is resumed. */
  boolean takesBack(Strand strand, @Nullable Object item, Inlet from) {
    boolean suits =
        reason == WaitReason.SEND ? item != null : item == null || item instanceof Receiving;
    if (suits && strand.item == null && !strand.waitsSomewhere()) {
      new ReturningWaiter(channel, this, reason, item).enter(strand, from);
      return true;
    }
    return false;
  }

  @Override
  public @Nullable WaitReason reason(Strand strand) {
    return strand.waitsIn(this) ? reason : null;
  }

  @Override
  public String toString() {
    return channel.toString();
  }

  @Override
  public Object subject(Strand strand) {
    return channel;
  }
}
