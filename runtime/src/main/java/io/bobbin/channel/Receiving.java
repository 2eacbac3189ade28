package io.bobbin.channel;

/**
 * What a receiver that waits is to be told. It stands in the {@code item} of its strand, which is
 * null in an ordinary receive: that gets a value or a {@link io.bobbin.ChannelClosedException}. A
 * {@link ChannelIterator} gets the value itself, and its strand whether there was one.
 */
sealed interface Receiving permits Receiving.Kind, ChannelIterator {
  /** What comes instead of a value from a channel that is closed and drained. */
  Object CLOSED = End.CLOSED;

  /** The type of {@link #CLOSED}, which is the same in each JVM. */
  enum End {
    /** The value. */
    CLOSED
  }

  /** The receivers that are told the value as their result. */
  enum Kind implements Receiving {
    /** Wants {@link #CLOSED} as its result when the channel is closed. */
    OR_CLOSED,
    /** Wants a {@link java.util.NoSuchElementException} then. */
    NEXT_ELEMENT
  }
}
