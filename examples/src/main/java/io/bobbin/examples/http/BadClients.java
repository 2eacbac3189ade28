package io.bobbin.examples.http;

import io.bobbin.Suspendable;
import io.bobbin.WorkGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Clients that send what no client should, and check that the server answers and hangs up. */
final class BadClients {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final List<BadClient> ALL =
      List.of(
          new BadClient("no HTTP", "hello\r\n\r\n", "400"),
          new BadClient("no host", "GET / HTTP/1.1\r\n\r\n", "400"),
          new BadClient("a space before a colon", head("GET / HTTP/1.1", "Length : 1"), "400"),
          new BadClient("a bare line feed", head("GET / HTTP/1.1", "A: b\nC: d"), "400"),
          new BadClient(
              "two lengths",
              head("POST /echo HTTP/1.1", "Content-Length: 5\r\nContent-Length: 6"),
              "400"),
          new BadClient("half a request", "GET / HTTP/1.1\r\nHost: ", "408"),
          new BadClient(
              "half a body", head("POST /echo HTTP/1.1", "Content-Length: 9") + "half", "408"),
          new BadClient(
              "a body of 10 GB", head("POST /echo HTTP/1.1", "Content-Length: 9999999999"), "413"),
          new BadClient("endless headers", "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(5000), "431"),
          new BadClient("chunks", head("POST /echo HTTP/1.1", "Transfer-Encoding: chunked"), "501"),
          new BadClient("the future", head("GET / HTTP/2.0", "A: b"), "505"));

  private BadClients() {}

  private record BadClient(String name, String sends, String expected) {}

  private static String head(String requestLine, String fields) {
    return requestLine + "\r\nHost: localhost\r\n" + fields + "\r\n\r\n";
  }

  /**
   * Plays all of them at once.
   *
   * @return how many there were
   */
  @Suspendable
  static int play(SocketAddress server, Poller poller, Buffers buffers) {
    try (WorkGroup group = WorkGroup.open()) {
      for (BadClient client : ALL) {
        group.go(() -> play(client, server, poller, buffers));
      }
    }
    return ALL.size();
  }

  @Suspendable
  private static void play(BadClient bad, SocketAddress server, Poller poller, Buffers buffers)
      throws IOException, TimeoutException, HttpException {
    try (HttpClient client = HttpClient.connect(server, poller, buffers, TIMEOUT)) {
      String status = client.exchange(bad.sends(), 1, TIMEOUT).get(0).statusLine();
      if (!status.startsWith("HTTP/1.1 " + bad.expected())) {
        throw new IllegalStateException("answer to " + bad.name() + ": " + status);
      }
      if (!client.isEndedWithin(TIMEOUT)) {
        throw new IllegalStateException("the connection goes on after " + bad.name());
      }
    }
  }
}
