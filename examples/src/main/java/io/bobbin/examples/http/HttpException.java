package io.bobbin.examples.http;

/** What is wrong with a message, and the status by which a server says so. */
public final class HttpException extends Exception {
  private static final long serialVersionUID = 1;

  private final Status status;

  HttpException(Status status, String message) {
    super(message);
    this.status = status;
  }

  /**
   * How a server answers.
   *
   * @return the status
   */
  public Status status() {
    return status;
  }
}
