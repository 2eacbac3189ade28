package io.bobbin.examples.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first line and the header fields of a message (RFC 9112). Strict, as servers and proxies that
 * are lenient in different ways can be played off against each other: lines end in CRLF, a field
 * name stands directly before its colon, no field goes on in the next line.
 *
 * @param startLine the first line
 * @param fields by name in lower case, the values in the order in which they came
 */
record Head(String startLine, Map<String, List<String>> fields) {
  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final String CRLF = "\r\n";

  /**
   * Takes a head from a buffer.
   *
   * @param in what has come so far; is left behind the head, or as it was if that is not complete
   * @return the head, or null if its end has not come yet
   * @throws HttpException if it is not a head
   */
  static @Nullable Head parse(ByteBuffer in) throws HttpException {
    // A head that comes in drops is searched from its beginning after each: it is small by decree.
    int end = endOfHead(in);
    if (end < 0) {
      return null;
    }
    byte[] bytes = new byte[end - in.position()];
    in.get(bytes);
    // One character for each byte, whatever it is.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int lineEnd = text.indexOf(CRLF);
    String startLine = text.substring(0, lineEnd);
    Map<String, List<String>> fields = new HashMap<>();
    int line = lineEnd + 2;
    while ((lineEnd = text.indexOf(CRLF, line)) > line) {
      String field = text.substring(line, lineEnd);
      int colon = field.indexOf(':');
      String name = colon < 0 ? "" : field.substring(0, colon);
      String value = field.substring(colon + 1).strip();
      if (!isToken(name) || !isText(value)) {
        throw new HttpException(Status.BAD_REQUEST, "malformed header field");
      }
      fields
          .computeIfAbsent(name.toLowerCase(Locale.ROOT), absent -> new ArrayList<>(1))
          .add(value);
      line = lineEnd + 2;
    }
    return new Head(startLine, fields);
  }

  /** The position behind the empty line that ends a head, or -1 if it is not there. */
  private static int endOfHead(ByteBuffer in) {
    for (int i = in.position() + 3; i < in.limit(); i++) {
      if (in.get(i) == LF && in.get(i - 1) == CR && in.get(i - 2) == LF && in.get(i - 3) == CR) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Whether a string can be a method or the name of a field (RFC 9110, section 5.6.2). */
  static boolean isToken(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !string.isEmpty();
  }

  /** Whether a string is free of control characters, a bare CR or LF among them. */
  private static boolean isText(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value of a field that may be there once.
   *
   * @param name in lower case
   * @return the value, or null if there is none
   * @throws HttpException if there are several
   */
  @Nullable String only(String name) throws HttpException {
    List<String> values = fields.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new HttpException(Status.BAD_REQUEST, "several header fields " + name);
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /**
   * Whether a field that is a list has an element.
   *
   * @param name in lower case
   * @param element in any case
   */
  boolean lists(String name, String element) {
    for (String value : fields.getOrDefault(name, List.of())) {
      for (String part : value.split(",")) {
        if (part.strip().equalsIgnoreCase(element)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The size of the body that follows.
   *
   * @param most what is accepted
   * @return bytes; 0 for no body
   * @throws HttpException if the size is malformed, too large, or not told
   */
  int contentLength(int most) throws HttpException {
    if (fields.containsKey("transfer-encoding")) {
      throw new HttpException(Status.NOT_IMPLEMENTED, "transfer codings are not supported");
    }
    String length = only("content-length");
    if (length == null) {
      return 0;
    }
    if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new HttpException(Status.BAD_REQUEST, "malformed content-length");
    }
    if (length.length() > 9 || Integer.parseInt(length) > most) {
      throw new HttpException(
          Status.CONTENT_TOO_LARGE, "a body may have at most " + most + " bytes");
    }
    return Integer.parseInt(length);
  }
}
