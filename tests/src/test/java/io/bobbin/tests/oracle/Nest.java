package io.bobbin.tests.oracle;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import org.jspecify.annotations.Nullable;

/**
 * Runs a body on a stack of its own within the stack that runs, as a generator does within a
 * tasklet. The body's parks are its own; the caller cannot be left meanwhile.
 */
public final class Nest {
  private Nest() {}

  /** A body, which may park. */
  @FunctionalInterface
  public interface Body {
    /** Runs. */
    @Suspendable
    @Nullable Object run() throws Exception;

    /** The twin. */
    default @Nullable Object run(FrameStack stack, int room) throws Exception {
      return run();
    }
  }

  /** Runs the body to its end. */
  public static @Nullable Object run(Body body) throws Throwable {
    TestStack outer = TestStack.running();
    if (outer == null) {
      return body.run();
    }
    TestStack inner = new TestStack(outer, body::run);
    try {
      return inner.finish();
    } finally {
      inner.complaints().forEach(outer::complain);
    }
  }
}
