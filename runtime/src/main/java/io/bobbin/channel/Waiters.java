package io.bobbin.channel;

import static io.bobbin.schedule.LogicalStack.forStrand;

import io.bobbin.ChannelClosedException;
import io.bobbin.Tasklet;
import io.bobbin.schedule.Strand;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who waited at a channel how that ended. A waiter is a {@link Strand} that sends or
 * receives, or the {@link ChannelCase} of one that selects; the caller has claimed it, and holds no
 * latch but where that is said.
 */
final class Waiters {
  private Waiters() {}

  /** The value of a sender. The latch may be held. */
  static Object valueOf(Object sender) {
    Object value =
        sender instanceof Strand strand ? strand.item : ((ChannelCase<?, ?>) sender).value;
    return Objects.requireNonNull(value);
  }

  /** Whether somebody who waits has not been claimed elsewhere. The latch may be held. */
  static boolean isWaiting(Object waiter) {
    return !(waiter instanceof ChannelCase<?, ?> selected && selected.isClaimed());
  }

  /** Who waits, or did when it was seen to. The latch may be held. */
  static @Nullable Strand strand(Object waiter) {
    return waiter instanceof Strand strand ? strand : ((ChannelCase<?, ?>) waiter).selecting();
  }

  /** The tasklet that waits, or did when it was seen to; null if it is a thread. */
  static @Nullable Tasklet<?> tasklet(Object waiter) {
    Strand strand = strand(waiter);
    return strand == null ? null : strand.host();
  }

  /** The sender's value was taken. Returns whom the caller must wake. */
  static Strand sent(Object sender) {
    if (sender instanceof Strand strand) {
      strand.item = null;
      return strand;
    }
    return ((ChannelCase<?, ?>) sender).happens();
  }

  /** The receiver is given a value. Returns whom the caller must wake. */
  static Strand received(Object receiver, Object value) {
    if (receiver instanceof Strand strand) {
      if (strand.item == null) {
        strand.refResult = value;
      } else {
        receivedSpecially(strand, value);
      }
      return strand;
    }
    ChannelCase<?, ?> selected = (ChannelCase<?, ?>) receiver;
    selected.value = value;
    return selected.happens();
  }

  /** The receiver is given a value, or an exception. Returns whom the caller must wake. */
  static Strand receivedAny(Object receiver, Object value) {
    if (value instanceof Thrown thrown && receiver instanceof Strand strand) {
      strand.item = null;
      strand.exception = thrown.asOutcome();
      return strand;
    }
    return received(receiver, value);
  }

  private static void receivedSpecially(Strand strand, Object value) {
    if (strand.item instanceof ChannelIterator<?> iterator) {
      iterator.value = value;
      strand.primResult = 1;
    } else {
      strand.refResult = value;
    }
    strand.item = null;
  }

  static ChannelClosedException sendOnClosed() {
    return new ChannelClosedException("send on a closed channel");
  }

  static ChannelClosedException receiveOnClosed() {
    return new ChannelClosedException("receive on a closed channel");
  }

  static NoSuchElementException noElement() {
    return new NoSuchElementException("the channel is closed");
  }

  /** The sender finds the channel closed. */
  static void sendRefused(Object sender) {
    if (sender instanceof Strand strand) {
      strand.item = null;
      strand.exception = forStrand(Waiters::sendOnClosed);
      strand.wake();
    } else {
      ChannelCase<?, ?> selected = (ChannelCase<?, ?>) sender;
      selected.refused = true;
      selected.happens().wake();
    }
  }

  /** The receiver finds the channel closed. */
  static void receiveRefused(Object receiver) {
    if (receiver instanceof Strand strand) {
      Object how = strand.item;
      strand.item = null;
      if (how == null) {
        strand.exception = forStrand(Waiters::receiveOnClosed);
      } else if (how == Receiving.Kind.OR_CLOSED) {
        strand.refResult = Receiving.CLOSED;
      } else if (how == Receiving.Kind.NEXT_ELEMENT) {
        strand.exception = forStrand(Waiters::noElement);
      } else {
        strand.primResult = 0;
      }
      strand.wake();
    } else {
      ChannelCase<?, ?> selected = (ChannelCase<?, ?>) receiver;
      selected.value = Receiving.CLOSED;
      selected.happens().wake();
    }
  }
}
