package io.bobbin;

/**
 * Thrown by a send on a closed channel, by a receive on a closed channel whose buffer is empty, and
 * by closing a channel twice. The channel stays as it was; a value that was to be sent is still the
 * sender's.
 */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param message what was tried
   */
  public ChannelClosedException(String message) {
    super(message);
  }
}
