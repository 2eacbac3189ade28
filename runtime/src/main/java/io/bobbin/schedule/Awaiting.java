package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One wait of one strand for a completion stage, ended by that or by a withdrawal. */
public final class Awaiting extends OneShot implements BiConsumer<@Nullable Object, Throwable> {
  private final Strand strand;

  /** That of the tasklet that waits, or null if a thread does. */
  private final @Nullable Dispatcher dispatcher;

  private Awaiting(Strand strand, @Nullable TaskletStrand<?> tasklet) {
    this.strand = strand;
    this.dispatcher = tasklet == null ? null : tasklet.dispatcher;
  }

  /**
   * Waits for a stage.
   *
   * @param stage the stage
   * @param <T> the type of its result
   * @return its result
   */
  @Suspendable
  @SuppressWarnings({"unchecked", "NullAway"}) // what the stage gave, null if it may
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    if (isDone(stage)) {
      return stage.toCompletableFuture().join();
    }
    ThreadStrand self = new ThreadStrand();
    new Awaiting(self, Dispatcher.currentTasklet()).begin(stage);
    self.block();
    return (T) self.refResult;
  }

  /**
   * The twin of {@link #await(CompletionStage)}.
   *
   * @param stage the stage
   * @param stack the caller's stack
   * @param room the native stack that is left
   * @param <T> the type of its result
   * @return its result
   */
  public static <T extends @Nullable Object> @Nullable T await(
      CompletionStage<T> stage, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (!self.entersWait() || isDone(stage)) {
      return await(stage);
    }
    new Awaiting(self, self.host()).begin(stage);
    self.unwind();
    return null;
  }

  private static boolean isDone(CompletionStage<?> stage) {
    Objects.requireNonNull(stage, "stage");
    // Others, even those that are subclasses, may refuse to tell.
    return stage.getClass() == CompletableFuture.class && ((CompletableFuture<?>) stage).isDone();
  }

  private void begin(CompletionStage<?> stage) {
    strand.waitsAt(this);
    if (dispatcher != null) {
      dispatcher.outsideBegins();
    }
    try {
      stage.whenComplete(this);
    } catch (Throwable t) {
      if (claim()) {
        end();
        throw t;
      }
    }
  }

  /** Called by who completes the stage, or at once if it is complete. */
  @Override
  public void accept(@Nullable Object result, @Nullable Throwable failure) {
    if (claim()) {
      strand.refResult = result;
      strand.exception = failure == null ? null : asThrownByJoin(failure);
      strand.wake();
      end();
    }
  }

  /** What {@link CompletableFuture#join()} would throw. */
  private static Throwable asThrownByJoin(Throwable failure) {
    return failure instanceof CompletionException || failure instanceof CancellationException
        ? failure
        : LogicalStack.forStrand(() -> new CompletionException(failure));
  }

  private void end() {
    if (dispatcher != null) {
      dispatcher.outsideEnds();
    }
  }

  @Override
  public boolean withdraw(Strand waiter, @Nullable Timeout onBehalfOf) {
    if (waiter != strand || !claim()) {
      return false;
    }
    end();
    return true;
  }

  @Override
  public @Nullable WaitReason reason(Strand waiter) {
    return isClaimed() ? null : WaitReason.FUTURE;
  }
}
