package io.bobbin;

/**
 * Nothing can run any more: tasklets wait for each other, no time is waited for, and nobody else
 * can wake them. The message is the picture: each tasklet, what it waits for, and where.
 */
public final class DeadlockError extends Error {
  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param picture who waits for what
   */
  public DeadlockError(String picture) {
    super(picture);
  }
}
