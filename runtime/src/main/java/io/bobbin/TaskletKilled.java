package io.bobbin;

/**
 * What {@link Tasklet#kill()} throws in the tasklet, at the point where it waits or is about to. It
 * is an {@link Error}, so {@code catch (Exception e)} lets it pass; {@code finally} blocks run.
 */
public final class TaskletKilled extends Error {
  private static final long serialVersionUID = 1;

  /**
   * Makes the error.
   *
   * @param tasklet the name of the tasklet
   */
  public TaskletKilled(String tasklet) {
    super("tasklet " + tasklet + " was killed");
  }
}
