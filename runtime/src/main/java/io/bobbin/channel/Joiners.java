package io.bobbin.channel;

import io.bobbin.ChannelClosedException;
import io.bobbin.schedule.LogicalStack;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.ThreadLock;
import io.bobbin.schedule.WaitReason;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait at a channel for a receiver, in order to be locked to its thread: see {@link
 * io.bobbin.Tasklet#lockToReceiver}. They take no part in what is sent.
 *
 * <p>Guarded by the channel's latch, which methods take but where they say otherwise. Who waits
 * here does so while nobody receives: who begins to receive calls {@link #meet}, and so does who
 * begins to wait here and finds a receiver. The {@code item} of a strand is its wish.
 */
final class Joiners {
  private final BufferedChannel<?> channel;
  private final WaitingLine line;

  Joiners(BufferedChannel<?> channel) {
    this.channel = channel;
    line = new WaitingLine(channel, WaitReason.THREAD);
  }

  /** Has a strand wait. Called with the latch held. */
  void enter(Strand strand, ThreadLock wish) {
    line.enter(strand, wish);
  }

  /**
   * Locks all to the thread of a receiver, while it waits.
   *
   * @param receiver who calls, and has begun to wait
   */
  void meet(Object receiver) {
    Strand joiner;
    do {
      channel.lock();
      joiner = channel.receivers.has(receiver) ? (Strand) line.poll() : null;
      boolean joins = joiner != null && wish(joiner).join(Waiters.strand(receiver));
      channel.unlock();
      if (joiner != null) {
        ends(joiner, joins ? null : Joiners::refused);
      }
    } while (joiner != null);
  }

  /** Sends all away, as the channel has been closed. */
  void close() {
    Strand joiner;
    do {
      channel.lock();
      joiner = (Strand) line.poll();
      channel.unlock();
      if (joiner != null) {
        ends(joiner, Joiners::closed);
      }
    } while (joiner != null);
  }

  private static ThreadLock wish(Strand joiner) {
    return (ThreadLock) Objects.requireNonNull(joiner.item);
  }

  /** Ends a wait that was claimed. */
  private static void ends(Strand joiner, @Nullable Supplier<? extends Throwable> why) {
    joiner.item = null;
    if (why != null) {
      joiner.exception = LogicalStack.forStrand(why);
    }
    joiner.wake();
  }

  static IllegalStateException refused() {
    return new IllegalStateException(
        "lockToReceiver(): the receiver is not a tasklet that is locked to a thread and can be left");
  }

  static ChannelClosedException closed() {
    return new ChannelClosedException("lockToReceiver() on a closed channel");
  }
}
