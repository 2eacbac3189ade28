package io.bobbin.adapt;

import io.bobbin.Suspendable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stands in for methods of {@link CompletableFuture} that other futures do not have. */
public final class OfCompletableFuture {
  private OfCompletableFuture() {}

  /** Stands in for {@link CompletableFuture#join()}. */
  @Suspendable
  public static @Nullable Object join(CompletableFuture<?> future) {
    if (Jdk.isPlain(future) && !future.isDone()) {
      OfFuture.await(future, Wait.FOR_EVER);
    }
    return future.join();
  }
}
