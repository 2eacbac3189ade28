package io.bobbin.channel;

import io.bobbin.Suspendable;
import io.bobbin.frame.Doors;
import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Strand;
import io.bobbin.schedule.ThreadStrand;
import org.jspecify.annotations.Nullable;

/**
 * Receives until the channel is closed and drained.
 *
 * <p>A waiting {@code hasNext()} is served by the sender, which stores the value here and {@code
 * true} as the call's result: so the wait needs no frame of its own.
 */
final class ChannelIterator<T> implements Doors.OfIterator<T>, Receiving {
  private final BufferedChannel<T> channel;

  /** What was received and not yet taken, or null. Stored by the iterator's strand or its waker. */
  @Nullable Object value;

  ChannelIterator(BufferedChannel<T> channel) {
    this.channel = channel;
  }

  @Override
  @Suspendable
  public boolean hasNext() {
    if (value == null) {
      channel.tellReceive();
      Object taken = channel.taken(null, null);
      if (taken == null) {
        ThreadStrand self = new ThreadStrand();
        taken = channel.taken(self, this);
        if (taken == null) {
          self.block();
          return self.primResult != 0;
        }
      }
      return holds(taken);
    }
    return true;
  }

  @Override
  public boolean hasNext(FrameStack stack, int room) {
    if (value == null) {
      Strand self = (Strand) stack;
      if (!self.entersWait()) {
        return hasNext();
      }
      channel.tellReceive();
      Object taken = channel.taken(self, this);
      if (taken == null) {
        self.unwind();
        return false;
      }
      return holds(taken);
    }
    return true;
  }

  private boolean holds(Object taken) {
    if (taken == Receiving.CLOSED) {
      return false;
    }
    value = taken;
    return true;
  }

  @Override
  @Suspendable
  public T next() {
    if (value == null && !hasNext()) {
      throw Waiters.noElement();
    }
    return take();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what was sent; the dummy
  public T next(FrameStack stack, int room) {
    if (value != null) {
      return take();
    }
    Strand self = (Strand) stack;
    if (!self.entersWait()) {
      return next();
    }
    channel.tellReceive();
    Object taken = channel.taken(self, Receiving.Kind.NEXT_ELEMENT);
    if (taken == null) {
      self.unwind();
    } else if (taken == Receiving.CLOSED) {
      throw Waiters.noElement();
    }
    return (T) taken;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was sent; never null here
  private T take() {
    Object taken = value;
    value = null;
    return (T) taken;
  }
}
