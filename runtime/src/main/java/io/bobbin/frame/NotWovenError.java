package io.bobbin.frame;

/**
 * Thrown where a suspendable method is called that the agent failed to weave, and where code that
 * needs the agent runs without it. The message says which method, why, and what to do.
 */
public final class NotWovenError extends Error {
  private static final long serialVersionUID = 1;

  /**
   * Makes the error.
   *
   * @param message where, what, why, and what to do
   */
  public NotWovenError(String message) {
    super(message);
  }

  /**
   * Called by a method that could not be woven.
   *
   * @param message the diagnostic
   * @return never
   */
  public static NotWovenError raise(String message) {
    throw new NotWovenError(message);
  }
}
