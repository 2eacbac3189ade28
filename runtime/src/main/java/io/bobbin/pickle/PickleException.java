package io.bobbin.pickle;

import org.jspecify.annotations.Nullable;

/** Thrown when something cannot be pickled, or a pickle cannot be read. */
public class PickleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param message what, where, why, and what to do
   */
  public PickleException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what, where, why, and what to do
   * @param cause what caused it
   */
  public PickleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
