package io.bobbin.tests.oracle;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.frame.FrameStack;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs an entry as a tasklet that is pickled wherever it parks. Either what was pickled never runs
 * again, and what was read goes on, on another scheduler; or the images are kept, and the tasklet
 * goes on as if nothing were.
 */
final class PickledRun {
  /** Gets what a tasklet is pickled to at a park. */
  interface Keeper {
    void keep(byte[] image);
  }

  /** Each park is pickled up to so many bytes; later ever fewer are, so that deep targets end. */
  private static final long EACH = 2 << 20;

  /** So many of the first images are kept, and then of ever fewer parks. */
  private static final int EACH_KEPT = 8;

  /** Later, so many parks are passed over at least, and at least that part of all there were. */
  private static final int PASSED = 997;

  private static final int PART = 16;

  /** The entry, by its twin: what the weaver would make of a lambda that calls it. */
  private record Call(MethodHandle twin) implements Body<@Nullable Object> {
    @Override
    public @Nullable Object run() {
      throw new IllegalStateException("called on no stack");
    }

    @Override
    public @Nullable Object run(FrameStack stack, int room) throws Exception {
      try {
        return (Object) twin.invoke(stack, room);
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("neither an exception nor an error", e);
      }
    }
  }

  static {
    // The harness weaves what is run, so no agent is missing.
    System.setProperty("bobbin.agent", "none");
  }

  private final PickleFilter filter;
  private final @Nullable Keeper keeper;
  private Scheduler scheduler = Scheduler.deterministic(1);
  private Tasklet<@Nullable Object> tasklet;
  private int parks;
  private int next;
  private long written;

  /** The tasklet is not yet begun; goes on as its twin after each park. */
  PickledRun(MethodHandle twin, ClassLoader loader) {
    this(twin, loader, null);
  }

  /**
   * The tasklet is not yet begun.
   *
   * @param keeper gets the images; null if the tasklet is to go on as what they say
   */
  PickledRun(MethodHandle twin, ClassLoader loader, @Nullable Keeper keeper) {
    this.keeper = keeper;
    filter = PickleFilter.allow("**").loader(loader);
    tasklet = scheduler.start("target", new Call(twin));
  }

  /** Runs what an image says to its end, in one go. */
  static @Nullable Object goOn(byte[] image, ClassLoader loader) throws Throwable {
    Scheduler scheduler = Scheduler.deterministic(1);
    Tasklet<@Nullable Object> tasklet =
        Pickle.read(image, PickleFilter.allow("**").loader(loader)).tasklet();
    scheduler.resume(tasklet);
    scheduler.runUntil(() -> tasklet.state() == Tasklet.State.ENDED);
    return outcome(tasklet);
  }

  /** Runs to the end; throws what the target throws, or what says that it cannot be pickled. */
  @Nullable Object finish() throws Throwable {
    while (true) {
      boolean[] begun = {false};
      scheduler.runUntil(() -> begun[0] == (begun[0] = true));
      if (tasklet.state() == Tasklet.State.ENDED) {
        return outcome(tasklet);
      }
      parks++;
      if (isChosen()) {
        pickle();
      }
    }
  }

  private boolean isChosen() {
    if (keeper != null) {
      return parks <= EACH_KEPT || Integer.bitCount(parks) == 1;
    }
    if (written > EACH && parks < next) {
      return false;
    }
    next = parks + Math.max(PASSED, parks / PART);
    return true;
  }

  private static @Nullable Object outcome(Tasklet<@Nullable Object> tasklet) throws Throwable {
    try {
      return tasklet.toFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private void pickle() {
    byte[] image;
    try {
      image = Pickle.of(tasklet).bytes();
    } catch (NotPicklableException e) {
      throw new Refused(e);
    }
    written += image.length;
    if (keeper == null) {
      goOnAs(image);
    } else {
      keeper.keep(image);
    }
  }

  private void goOnAs(byte[] image) {
    tasklet = Pickle.read(image, filter).tasklet();
    scheduler = Scheduler.deterministic(1);
    scheduler.resume(tasklet);
  }

  /** How often the target parked. */
  int parks() {
    return parks;
  }

  /** Says that the target has something that cannot be pickled. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(NotPicklableException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
