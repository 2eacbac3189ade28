package io.bobbin;

import io.bobbin.sync.Doing;

/**
 * Something that is done once, after Go's {@code sync.Once}.
 *
 * <pre>{@code
 * private final Once loaded = new Once();
 *
 * @Suspendable
 * Settings settings() {
 *   loaded.run(() -> settings = load());
 *   return settings;
 * }
 * }</pre>
 *
 * <p>May be used by tasklets and by threads. What the body did is seen by all for whom {@link #run}
 * has returned.
 */
public final class Once {
  private final Doing doing = new Doing();

  /** Makes something that is still to be done. */
  public Once() {}

  /**
   * Runs the body, if this is the first call; other calls, whatever their body, wait until the
   * first is through. A body that throws, or whose tasklet is killed, is through, too: what it
   * throws is thrown to the first caller, and nobody else runs one. If something is raised in a
   * tasklet that waits here, the body goes on.
   *
   * @param body what to do; it may wait
   * @throws IllegalStateException if the body itself calls this: it would wait for itself
   */
  @Suspendable
  public void run(Runnable body) {
    if (!doing.isDone()) {
      if (doing.begins()) {
        try {
          body.run();
        } finally {
          doing.end();
        }
      } else {
        doing.await();
      }
    }
  }

  /**
   * Whether the body is through.
   *
   * @return true if {@link #run} would do nothing
   */
  public boolean isDone() {
    return doing.isDone();
  }
}
