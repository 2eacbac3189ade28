package io.bobbin.examples.http;

import io.bobbin.Suspendable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one connection: plain sequential code, run by a tasklet of its own. It holds
 * buffers only from the first byte of a request to the last one of its response.
 */
final class HttpConnection {
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final int MOST_LINGERING_READS = 64;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Wire wire;
  private final Limits limits;
  private final Handler handler;
  private final Buffers input;
  private final Buffers output;

  HttpConnection(Wire wire, Limits limits, Handler handler, Buffers input, Buffers output) {
    this.wire = wire;
    this.limits = limits;
    this.handler = handler;
    this.input = input;
    this.output = output;
  }

  /** Answers requests until the client goes, is idle for too long, or sends what is no request. */
  @Suspendable
  void run() throws IOException {
    try (wire) {
      boolean open = true;
      while (open) {
        wire.awaitReadable(limits.idle());
        open = answerAllThatCame();
      }
    } catch (IOException | TimeoutException e) {
      // The client has gone, is idle, or takes no response: nobody is left to be told.
    }
  }

  /** Answers one request, and those that came together with it (pipelining), in one write. */
  @Suspendable
  private boolean answerAllThatCame() throws IOException, TimeoutException {
    ByteBuffer out = output.borrow();
    try (MessageReader in = new MessageReader(wire, input)) {
      try {
        do {
          Request request = read(in, out);
          if (request == null) {
            return false;
          }
          boolean head = request.method().equals("HEAD");
          respond(out, answer(request), head, request.keepAlive());
          if (!request.keepAlive()) {
            flush(out);
            return false;
          }
        } while (in.hasMore());
        flush(out);
        return true;
      } catch (HttpException e) {
        respond(out, Response.text(e.status(), e.getMessage() + "\n"), false, false);
        flush(out);
        linger();
        return false;
      }
    } finally {
      output.giveBack(out);
    }
  }

  /** Reads a request; null if the client has ended the connection before it. */
  @Suspendable
  private @Nullable Request read(MessageReader in, ByteBuffer out)
      throws IOException, TimeoutException, HttpException {
    long deadline = System.nanoTime() + limits.request().toNanos();
    try {
      Head head = in.head(deadline);
      if (head == null) {
        return null;
      }
      int length = head.contentLength(limits.bodyBytes());
      if (length > 0 && !in.hasMore() && head.lists("expect", "100-continue")) {
        put(out, ByteBuffer.wrap(CONTINUE));
        flush(out);
      }
      return Request.of(head, ByteBuffer.wrap(in.body(length, deadline)));
    } catch (TimeoutException e) {
      throw new HttpException(
          Status.REQUEST_TIMEOUT, "a request may take " + limits.request().toMillis() + " ms");
    }
  }

  @Suspendable
  private Response answer(Request request) throws HttpException {
    try {
      return handler.handle(request);
    } catch (RuntimeException e) {
      System.getLogger(HttpConnection.class.getName())
          .log(System.Logger.Level.ERROR, "the handler failed at " + request.path(), e);
      throw new HttpException(Status.INTERNAL_SERVER_ERROR, "the handler failed");
    }
  }

  @Suspendable
  private void respond(ByteBuffer out, Response response, boolean headOnly, boolean keepAlive)
      throws IOException, TimeoutException {
    StringBuilder head = new StringBuilder(160).append("HTTP/1.1 ").append(response.status());
    append(head, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now()));
    response.fields().forEach((name, value) -> append(head, name, value));
    append(head, "Content-Length", Integer.toString(response.body().remaining()));
    append(head, "Connection", keepAlive ? "keep-alive" : "close");
    put(out, StandardCharsets.ISO_8859_1.encode(head.append("\r\n\r\n").toString()));
    if (!headOnly) {
      put(out, response.body().duplicate());
    }
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append("\r\n").append(name).append(": ").append(value);
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  @Suspendable
  private void put(ByteBuffer out, ByteBuffer bytes) throws IOException, TimeoutException {
    while (bytes.hasRemaining()) {
      if (!out.hasRemaining()) {
        flush(out);
      }
      int part = Math.min(out.remaining(), bytes.remaining());
      out.put(bytes.slice(bytes.position(), part));
      bytes.position(bytes.position() + part);
    }
  }

  @Suspendable
  private void flush(ByteBuffer out) throws IOException, TimeoutException {
    wire.write(out.flip(), limits.write());
    out.clear();
  }

  /**
   * Lets the client read the last response. To close while bytes of it are unread would reset the
   * connection, and the client might never see what was wrong.
   */
  @Suspendable
  private void linger() throws IOException, TimeoutException {
    wire.finishWriting();
    ByteBuffer dropped = input.borrow();
    try {
      for (int i = 0; i < MOST_LINGERING_READS && wire.read(dropped, LINGER) >= 0; i++) {
        dropped.clear();
      }
    } finally {
      input.giveBack(dropped);
    }
  }
}
