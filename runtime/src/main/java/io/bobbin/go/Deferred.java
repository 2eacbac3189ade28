package io.bobbin.go;

import io.bobbin.Body;
import io.bobbin.Suspendable;
import io.bobbin.VoidBody;
import io.bobbin.greenlet.GreenletLocal;
import io.bobbin.schedule.Sneaky;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link Go#func}: what it has deferred, and why it ends. Its caller alone uses it.
 */
final class Deferred {
  /** The innermost that the caller runs: each tasklet, thread and greenlet has its own. */
  private static final GreenletLocal<@Nullable Deferred> CURRENT =
      GreenletLocal.withInitial(() -> null);

  private final @Nullable Deferred outer;
  private final Deque<VoidBody> calls = new ArrayDeque<>(4);
  private boolean ending;
  private @Nullable Throwable failure;

  private Deferred(@Nullable Deferred outer) {
    this.outer = outer;
  }

  static @Nullable Deferred current() {
    return CURRENT.get();
  }

  void add(VoidBody call) {
    calls.push(call);
  }

  /** Ends the panic, if the caller is a deferred call and there is one. */
  @Nullable Throwable takeFailure() {
    Throwable taken = ending ? failure : null;
    if (taken != null) {
      failure = null;
    }
    return taken;
  }

  /** Runs a body and what it defers; returns its result, or null if that was recovered from. */
  @Suspendable
  static <T extends @Nullable Object> @Nullable T run(Body<T> body) {
    Deferred mine = new Deferred(CURRENT.get());
    CURRENT.set(mine);
    T result = null;
    try {
      result = body.run();
    } catch (Throwable t) { // also what ends a tasklet: deferred calls are to run
      mine.failure = t;
    }
    mine.end();
    if (mine.outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(mine.outer);
    }
    if (mine.failure != null) {
      throw Sneaky.raise(mine.failure);
    }
    return result;
  }

  @Suspendable
  private void end() {
    ending = true;
    for (VoidBody call = calls.poll(); call != null; call = calls.poll()) {
      try {
        call.run();
      } catch (Throwable t) {
        failure = chained(t, failure);
      }
    }
  }

  /** A failure of a deferred call takes the place of an earlier one, and tells it as its cause. */
  private static Throwable chained(Throwable later, @Nullable Throwable earlier) {
    if (earlier != null && earlier != later) {
      try {
        if (later.getCause() == null) {
          later.initCause(earlier);
          return later;
        }
      } catch (IllegalStateException e) {
        // It was made with the cause null, which stays.
      }
      later.addSuppressed(earlier);
    }
    return later;
  }
}
