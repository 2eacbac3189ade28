package io.bobbin.examples.http;

import io.bobbin.Suspendable;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The client's side of one connection. For one tasklet. */
final class HttpClient implements Closeable {
  private static final int MOST_BODY = 1 << 20;

  private final Wire wire;
  private final Buffers buffers;

  private HttpClient(Wire wire, Buffers buffers) {
    this.wire = wire;
    this.buffers = buffers;
  }

  /** A response as a client sees it: the first line, and the body taken for text. */
  record Reply(String statusLine, String body) {}

  @Suspendable
  static HttpClient connect(SocketAddress server, Poller poller, Buffers buffers, Duration timeout)
      throws IOException, TimeoutException {
    return new HttpClient(Wire.connect(server, poller, timeout), buffers);
  }

  /**
   * Sends a text, which may be several requests, and waits for the replies.
   *
   * @param text what to send
   * @param replies how many replies will come
   * @param timeout for all of it
   */
  @Suspendable
  List<Reply> exchange(String text, int replies, Duration timeout)
      throws IOException, TimeoutException, HttpException {
    long deadline = System.nanoTime() + timeout.toNanos();
    send(text.getBytes(StandardCharsets.ISO_8859_1), timeout);
    wire.awaitReadable(timeout); // holds no buffer meanwhile
    List<Reply> received = new ArrayList<>(replies);
    try (MessageReader in = new MessageReader(wire, buffers)) {
      while (received.size() < replies) {
        Head head = in.head(deadline);
        if (head == null) {
          throw new EOFException("the server has closed the connection");
        }
        byte[] body = in.body(head.contentLength(MOST_BODY), deadline);
        received.add(new Reply(head.startLine(), new String(body, StandardCharsets.UTF_8)));
      }
    }
    return received;
  }

  @Suspendable
  private void send(byte[] bytes, Duration timeout) throws IOException, TimeoutException {
    ByteBuffer out = buffers.borrow();
    try {
      int sent = 0;
      while (sent < bytes.length) {
        int part = Math.min(out.capacity(), bytes.length - sent);
        wire.write(out.clear().put(bytes, sent, part).flip(), timeout);
        sent += part;
      }
    } finally {
      buffers.giveBack(out);
    }
  }

  /** Whether the server ends the connection within a time, without another byte. */
  @Suspendable
  boolean isEndedWithin(Duration timeout) throws IOException {
    ByteBuffer in = buffers.borrow();
    try {
      return wire.read(in, timeout) < 0;
    } catch (TimeoutException e) {
      return false;
    } finally {
      buffers.giveBack(in);
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
