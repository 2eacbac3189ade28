package io.bobbin;

import io.bobbin.schedule.Event;
import io.bobbin.schedule.WaitReason;
import io.bobbin.sync.Callers;
import java.util.concurrent.atomic.AtomicReference;

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
  private static final Object NOBODY = new Object();

  private final Event through = new Event(WaitReason.ONCE);

  /** Null until the body begins, then who runs it, then {@link #NOBODY}. */
  private final AtomicReference<Object> runner = new AtomicReference<>();

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
    if (!through.hasHappened()) {
      Object caller = Callers.current();
      if (runner.compareAndSet(null, caller)) {
        try {
          body.run();
        } finally {
          runner.set(NOBODY);
          through.happen();
        }
      } else {
        awaitOther(caller);
      }
    }
  }

  @Suspendable
  private void awaitOther(Object caller) {
    if (runner.get() == caller) {
      throw new IllegalStateException(
          "Once.run: "
              + Callers.name(caller)
              + " is running the body, and would wait for itself for ever. Do not call run in what"
              + " it runs");
    }
    through.await(null);
  }

  /**
   * Whether the body is through.
   *
   * @return true if {@link #run} would do nothing
   */
  public boolean isDone() {
    return through.hasHappened();
  }
}
