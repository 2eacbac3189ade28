package io.bobbin.go;

import io.bobbin.Context;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.WaitGroup;
import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Sneaky;
import io.bobbin.schedule.Unwoven;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goroutines that work together, and that have a context which is cancelled when one of them fails:
 * Go's {@code errgroup} and pygolang's {@code sync.WorkGroup}. They must look at it, as in Go: an
 * {@link io.bobbin.WorkGroup} instead interrupts the waits of the others, and is the better one for
 * programs that are not written after Go's.
 *
 * <p>All methods may be called by tasklets and by threads.
 */
public final class WorkGroup {
  /** What a goroutine of the group does. */
  @FunctionalInterface
  public interface Worker {
    /**
     * Does it.
     *
     * @param context the group's, which is done when one of its goroutines fails, or what the group
     *     was made with is done
     * @throws Exception whatever goes wrong; {@link WorkGroup#await()} throws the first
     */
    @Suspendable
    void run(Context context) throws Exception;

    /**
     * The twin of {@link #run(Context)}, which woven code overrides. Only the runtime calls it.
     *
     * @param context the group's
     * @param stack the stack that runs the worker
     * @param room the bytes of native stack that are left
     * @throws Exception whatever goes wrong
     */
    default void run(Context context, FrameStack stack, int room) throws Exception {
      Unwoven.report(getClass());
      run(context);
    }
  }

  private final Context.Cancellable context;
  private final WaitGroup working = new WaitGroup();
  private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

  /**
   * Makes a group.
   *
   * @param parent when it is done, so is the group's context
   * @throws IllegalArgumentException if it is not one of Bobbin's own contexts
   */
  public WorkGroup(Context parent) {
    context = parent.withCancel();
  }

  /**
   * Starts a goroutine of the group.
   *
   * @param worker what it does
   * @throws io.bobbin.frame.NotWovenError if the agent is missing
   * @throws java.util.concurrent.RejectedExecutionException if the caller's scheduler is closed
   */
  public void go(Worker worker) {
    Objects.requireNonNull(worker, "worker");
    working.add(1);
    boolean isStarted = false;
    try {
      Tasklet.start(() -> work(worker));
      isStarted = true;
    } finally {
      if (!isStarted) {
        working.done();
      }
    }
  }

  @Suspendable
  private void work(Worker worker) {
    try {
      worker.run(context);
    } catch (Throwable t) { // whatever it is, it is told by await()
      if (first.compareAndSet(null, t)) {
        context.cancel(t);
      }
    } finally {
      working.done();
    }
  }

  /**
   * Waits until all goroutines of the group have ended, and cancels its context.
   *
   * <p>Throws what the first threw that failed, unwrapped, checked or not; so does each later call.
   * If something is raised in the caller while it waits, the goroutines go on, and the context is
   * not cancelled.
   */
  @Suspendable
  public void await() {
    working.await();
    context.close();
    Throwable failure = first.get();
    if (failure != null) {
      throw Sneaky.raise(failure);
    }
  }
}
