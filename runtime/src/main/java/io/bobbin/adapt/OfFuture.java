package io.bobbin.adapt;

import io.bobbin.Suspendable;
import io.bobbin.schedule.WaitReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Stands in for methods of {@link Future}. */
public final class OfFuture {
  private OfFuture() {}

  /** Stands in for {@link Future#get()}. */
  @Suspendable
  public static @Nullable Object get(Future<?> future)
      throws InterruptedException, ExecutionException {
    if (waits(future)) {
      await(future, Wait.FOR_EVER);
    }
    return future.get();
  }

  /** Stands in for {@link Future#get(long, TimeUnit)}. */
  @Suspendable
  public static @Nullable Object get(Future<?> future, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (timeout > 0 && waits(future)) {
      await(future, unit.toNanos(timeout));
      return future.get(0, unit);
    }
    return future.get(timeout, unit);
  }

  private static boolean waits(Future<?> future) {
    return Jdk.isPlain(future) && !future.isDone() && !Jdk.isInterrupted();
  }

  @Suspendable
  private static void await(Future<?> future, long nanos) {
    if (future instanceof CompletableFuture<?> completable) {
      await(completable, nanos);
    } else {
      Watch.await(future, future::get, nanos);
    }
  }

  /** Waits until a future is complete, or for a time. */
  @Suspendable
  static void await(CompletableFuture<?> future, long nanos) {
    Wait wait = new Wait(WaitReason.FUTURE);
    // Nothing stays behind in a future for which one waits often, and never long enough: when one
    // of the two is complete, the other lets go of what depends on both.
    CompletableFuture<Void> left = new CompletableFuture<>();
    CompletionStage<?> either = CompletableFuture.anyOf(future, left);
    either.whenComplete((result, failure) -> wait.run());
    try {
      wait.await(nanos);
    } finally {
      left.complete(null);
    }
  }
}
