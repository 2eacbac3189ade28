package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Has a tasklet looked at by itself, while all of its frames are on the heap. */
public final class AtRest {
  private final Strand strand;
  private final Function<TaskletStrand<?>, ?> action;

  private AtRest(Strand strand, Function<TaskletStrand<?>, ?> action) {
    this.strand = strand;
    this.action = action;
  }

  /**
   * Leaves the native stack, calls an action, and goes on with what it returns.
   *
   * @param action gets the calling tasklet, which is parked in this call; it must not wait. What it
   *     throws is thrown here
   * @return what the action returned; null in a twin that was made of the tasklet meanwhile
   * @throws IllegalStateException if the caller is no tasklet, or cannot be left
   */
  @Suspendable
  @SuppressWarnings("DoNotCallSuggester") // woven code calls the twin
  public static @Nullable Object call(Function<TaskletStrand<?>, ?> action) {
    throw new IllegalStateException(
        "a checkpoint or fork is for tasklets, in code that is woven, outside of synchronized and"
            + " of locks of java.util.concurrent; called by "
            + Thread.currentThread().getName());
  }

  /**
   * The twin of {@link #call(Function)}.
   *
   * @param action what to call
   * @param stack the caller's stack
   * @param room the native stack that is left
   * @return the dummy
   */
  public static @Nullable Object call(
      Function<TaskletStrand<?>, ?> action, FrameStack stack, int room) {
    Strand self = (Strand) stack;
    TaskletStrand<?> host = self.entersWait() ? self.host() : null;
    if (host == null) {
      return call(action);
    }
    host.extra().atRest = new AtRest(self, action);
    host.yieldNext();
    self.unwind();
    return null;
  }

  /** Called by the runner that has taken the tasklet from its queue, before it runs it. */
  void look(TaskletStrand<?> tasklet) {
    try {
      strand.refResult = action.apply(tasklet);
    } catch (Throwable e) {
      strand.exception = e;
    }
  }
}
