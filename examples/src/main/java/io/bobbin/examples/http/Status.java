package io.bobbin.examples.http;

/** The outcomes that the server knows (RFC 9110, section 15). */
public enum Status {
  /** It worked. */
  OK(200, "OK"),
  /** The request is not HTTP, or contradicts itself. */
  BAD_REQUEST(400, "Bad Request"),
  /** Nothing is there. */
  NOT_FOUND(404, "Not Found"),
  /** That cannot be done to what is there. */
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  /** The request did not come to its end in time. */
  REQUEST_TIMEOUT(408, "Request Timeout"),
  /** The body is too large. */
  CONTENT_TOO_LARGE(413, "Content Too Large"),
  /** Nothing that is asked for by {@code Expect} is known. */
  EXPECTATION_FAILED(417, "Expectation Failed"),
  /** The request line and headers are too large. */
  FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
  /** The handler failed. */
  INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
  /** The server cannot do that to anything. */
  NOT_IMPLEMENTED(501, "Not Implemented"),
  /** Only HTTP/1.0 and HTTP/1.1 are known. */
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

  private final int code;
  private final String phrase;

  Status(int code, String phrase) {
    this.code = code;
    this.phrase = phrase;
  }

  @Override
  public String toString() {
    return code + " " + phrase;
  }
}
