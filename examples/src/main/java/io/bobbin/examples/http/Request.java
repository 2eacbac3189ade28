package io.bobbin.examples.http;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request.
 *
 * @param method such as {@code GET}
 * @param path the target up to the question mark, as it was sent: it begins with a slash
 * @param query the target behind the question mark; empty if there is none
 * @param body from its position to its limit, which nobody may move
 * @param keepAlive whether the client wants to send more
 */
public record Request(
    String method, String path, String query, ByteBuffer body, boolean keepAlive) {
  private static final Pattern LINE =
      Pattern.compile("([^ ]+) ([\\x21-\\x7e]+) HTTP/(\\d)\\.(\\d)");

  /**
   * Makes a request of its head, and checks that.
   *
   * @param head the head
   * @param body its body
   * @throws HttpException if it is not a request, or not one that this server understands
   */
  static Request of(Head head, ByteBuffer body) throws HttpException {
    Matcher line = LINE.matcher(head.startLine());
    if (!line.matches() || !Head.isToken(line.group(1))) {
      throw new HttpException(Status.BAD_REQUEST, "malformed request line");
    }
    if (!line.group(3).equals("1")) {
      throw new HttpException(Status.VERSION_NOT_SUPPORTED, "this is a server for HTTP/1.1");
    }
    boolean persistent = !line.group(4).equals("0");
    if (head.only("host") == null && persistent) {
      throw new HttpException(Status.BAD_REQUEST, "no host");
    }
    String target = line.group(2);
    if (!target.startsWith("/")) {
      throw new HttpException(Status.BAD_REQUEST, "the target does not begin with a slash");
    }
    int question = target.indexOf('?');
    return new Request(
        line.group(1),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        body,
        persistent ? !head.lists("connection", "close") : head.lists("connection", "keep-alive"));
  }
}
