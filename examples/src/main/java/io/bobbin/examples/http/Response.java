package io.bobbin.examples.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A response.
 *
 * @param status the outcome
 * @param fields the header fields, but for those that the server adds to every response
 * @param body from its position to its limit, which stay as they are
 */
public record Response(Status status, Map<String, String> fields, ByteBuffer body) {
  /**
   * A response that is text.
   *
   * @param status the outcome
   * @param text the body
   * @return the response
   */
  public static Response text(Status status, String text) {
    return new Response(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        StandardCharsets.UTF_8.encode(text));
  }
}
