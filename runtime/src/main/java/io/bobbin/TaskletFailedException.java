package io.bobbin;

/**
 * Thrown by {@link Tasklet#join()} and {@link WorkGroup#close()}, and raised in the opener of a
 * {@link WorkGroup}, when a tasklet ended by an exception, which is the cause: a {@link
 * TaskletKilled} if it was killed.
 */
public final class TaskletFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param tasklet the name of the tasklet
   * @param cause what ended it
   */
  public TaskletFailedException(String tasklet, Throwable cause) {
    super("tasklet " + tasklet + " ended by " + cause, cause);
  }
}
