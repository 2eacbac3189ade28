package io.bobbin.examples.http;

import io.bobbin.Suspendable;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages off a wire by way of a borrowed buffer, which is given back by {@link #close}. For
 * one tasklet.
 */
final class MessageReader implements Closeable {
  private final Wire wire;
  private final Buffers buffers;

  /** What has come and was not taken yet, from its position to its limit. */
  private final ByteBuffer in;

  private boolean closed;

  MessageReader(Wire wire, Buffers buffers) {
    this.wire = wire;
    this.buffers = buffers;
    this.in = buffers.borrow().flip();
  }

  /** Whether a part of the next message is here already. */
  boolean hasMore() {
    return in.hasRemaining();
  }

  /**
   * Takes the head of the next message.
   *
   * @param deadline of {@link System#nanoTime}
   * @return the head, or null if the peer has ended the connection before it
   * @throws HttpException if it is none, or does not fit into the buffer
   * @throws TimeoutException if it is not complete at the deadline
   * @throws IOException if the connection ends in the middle of it
   */
  @Suspendable
  @Nullable Head head(long deadline) throws IOException, TimeoutException, HttpException {
    Head head;
    while ((head = Head.parse(in)) == null) {
      if (in.remaining() == in.capacity()) {
        throw new HttpException(
            Status.FIELDS_TOO_LARGE, "a head may have at most " + in.capacity() + " bytes");
      }
      boolean begun = in.hasRemaining();
      if (!fill(deadline)) {
        if (begun) {
          throw new EOFException("the connection ended in the middle of a message");
        }
        return null;
      }
    }
    return head;
  }

  /**
   * Takes the body of a message.
   *
   * @param length its size in bytes
   * @param deadline of {@link System#nanoTime}
   * @throws TimeoutException if it is not complete at the deadline
   * @throws IOException if the connection ends in the middle of it
   */
  @Suspendable
  byte[] body(int length, long deadline) throws IOException, TimeoutException {
    byte[] body = new byte[length];
    int filled = 0;
    while (true) {
      int part = Math.min(in.remaining(), length - filled);
      in.get(body, filled, part);
      filled += part;
      if (filled == length) {
        return body;
      }
      if (!fill(deadline)) {
        throw new EOFException("the connection ended in the middle of a message");
      }
    }
  }

  /** Reads more; tells whether there was more. */
  @Suspendable
  private boolean fill(long deadline) throws IOException, TimeoutException {
    in.compact();
    try {
      return wire.read(in, Duration.ofNanos(deadline - System.nanoTime())) >= 0;
    } finally {
      in.flip();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      buffers.giveBack(in);
    }
  }
}
