package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.TaskletFailedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a call did, as its caller sees it.
 *
 * @param value what it returned, as text
 * @param thrown what it threw: class, message and cause, as text
 */
record Outcome(String value, String thrown) {
  private static Outcome of(Throwable t) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = t; each != null; each = each.getCause()) {
      text.append(each).append("; ");
    }
    return new Outcome(null, text.toString());
  }

  /** What a body does in a thread. */
  static Outcome inThread(Body<?> body) {
    Outcome[] outcome = new Outcome[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome[0] = new Outcome(String.valueOf(body.run()), null);
              } catch (Throwable t) {
                outcome[0] = of(t);
              }
            });
    thread.start();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return outcome[0];
  }

  /** What a body does in a tasklet. */
  static Outcome inTasklet(Body<?> body) {
    try (Scheduler pool = Scheduler.pool(1)) {
      return new Outcome(String.valueOf(pool.start(body).join()), null);
    } catch (TaskletFailedException e) {
      return of(e.getCause());
    }
  }

  /** Runs a body, made anew, in a thread and in a tasklet, and expects no difference. */
  static Outcome ofBoth(Supplier<Body<?>> maker) {
    Outcome inThread = inThread(maker.get());
    assertThat(inTasklet(maker.get())).isEqualTo(inThread);
    return inThread;
  }

  /** Runs an action soon, in another thread, when the caller is likely to wait for it. */
  static void soon(Runnable action) {
    new Thread(
            () -> {
              try {
                // Not in order to be right: either way the outcome is the same.
                new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              action.run();
            })
        .start();
  }
}
