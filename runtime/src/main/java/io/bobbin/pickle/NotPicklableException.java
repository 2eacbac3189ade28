package io.bobbin.pickle;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a tasklet reaches something that cannot be written into a pickle: a thread, an open
 * file, a class that is not allowed. The tasklet is as it was, and goes on.
 */
public final class NotPicklableException extends PickleException {
  private static final long serialVersionUID = 1;

  private final String path;

  NotPicklableException(String why, String path, @Nullable Throwable cause) {
    super(why + "\n  reached by " + path, cause);
    this.path = path;
  }

  /**
   * How the object is reached.
   *
   * @return the way from the tasklet by a frame, its variable, and fields, as in {@code tasklet t1
   *     > com.acme.Job.run(Job.java:7) socket > in}
   */
  public String path() {
    return path;
  }
}
