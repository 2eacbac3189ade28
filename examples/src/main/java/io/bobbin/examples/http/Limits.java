package io.bobbin.examples.http;

import java.time.Duration;

/**
 * What a server puts up with.
 *
 * @param headBytes the size of a request line and its header fields
 * @param bodyBytes the size of a body
 * @param idle how long a connection may be silent between two requests
 * @param request how long a request may take from its first byte to its last
 * @param write how long a client may take nothing of a response
 */
public record Limits(
    int headBytes, int bodyBytes, Duration idle, Duration request, Duration write) {
  /**
   * Limits for small requests.
   *
   * @return 8 KB of head, 64 KB of body, 60 seconds of silence, 2 seconds for a request, 10 for a
   *     write
   */
  public static Limits small() {
    return new Limits(
        8 << 10, 64 << 10, Duration.ofSeconds(60), Duration.ofSeconds(2), Duration.ofSeconds(10));
  }
}
