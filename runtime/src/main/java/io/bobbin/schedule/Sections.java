package io.bobbin.schedule;

import io.bobbin.Body;
import io.bobbin.Suspendable;
import io.bobbin.VoidBody;
import org.jspecify.annotations.Nullable;

/** Parts of a tasklet's work during which it is not to be interrupted, or not to wait. */
public final class Sections {
  private Sections() {}

  /**
   * Does something without being interrupted.
   *
   * @param body what
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what it throws
   */
  @Suspendable
  public static <T extends @Nullable Object> T atomic(Body<T> body) throws Exception {
    changeAtomic(1);
    try {
      return body.run();
    } finally {
      changeAtomic(-1);
    }
  }

  /**
   * Does something without being interrupted.
   *
   * @param body what
   * @throws Exception what it throws
   */
  @Suspendable
  public static void atomic(VoidBody body) throws Exception {
    changeAtomic(1);
    try {
      body.run();
    } finally {
      changeAtomic(-1);
    }
  }

  /**
   * Does something that must not wait.
   *
   * @param body what
   * @param <T> the type of its result
   * @return its result
   * @throws Exception what it throws
   */
  @Suspendable
  public static <T extends @Nullable Object> T nonBlocking(Body<T> body) throws Exception {
    changeNonBlocking(1);
    try {
      return body.run();
    } finally {
      changeNonBlocking(-1);
    }
  }

  /**
   * Does something that must not wait.
   *
   * @param body what
   * @throws Exception what it throws
   */
  @Suspendable
  public static void nonBlocking(VoidBody body) throws Exception {
    changeNonBlocking(1);
    try {
      body.run();
    } finally {
      changeNonBlocking(-1);
    }
  }

  private static void changeAtomic(int by) {
    TaskletStrand<?> caller = Dispatcher.currentTasklet();
    if (caller != null) {
      caller.extra().atomic += by;
    }
  }

  private static void changeNonBlocking(int by) {
    TaskletStrand<?> caller = Dispatcher.currentTasklet();
    if (caller == null) {
      throw new IllegalStateException(
          "nonBlocking(body): is for tasklets; called by " + Thread.currentThread().getName());
    }
    caller.extra().nonBlocking += by;
  }

  /** What is thrown in place of a wait. */
  static IllegalStateException refusal(TaskletStrand<?> tasklet, String what) {
    return new IllegalStateException(
        what + " in Tasklet.nonBlocking, by " + tasklet.name() + "; nothing has been done");
  }
}
