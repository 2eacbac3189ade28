package io.bobbin;

/**
 * The outcome of {@link Channel#receiveOrClosed()}.
 *
 * @param <T> the type of the channel's values
 */
public sealed interface Received<T> {
  /**
   * A value was received.
   *
   * @param value the value, never null
   * @param <T> the type of the channel's values
   */
  record Value<T>(T value) implements Received<T> {}

  /**
   * The channel is closed and drained.
   *
   * @param <T> the type of the channel's values
   */
  record Closed<T>() implements Received<T> {}
}
