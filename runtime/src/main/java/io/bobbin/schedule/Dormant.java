package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has a tasklet that is new or was read from a pickle, until it is resumed: it notes that the
 * tasklet was woken.
 *
 * <p>There is one for each such tasklet. Its monitor guards its fields and the change of the
 * tasklet's dispatcher: who wakes the tasklet and finds this may come too late, and is sent on.
 */
final class Dormant extends Dispatcher {
  private final List<Runnable> atResume = new ArrayList<>();
  private boolean runnable;
  private @Nullable Dispatcher resumedOn;

  Dormant() {}

  /** What an error says besides, if a tasklet does not run as it was not resumed yet. */
  static String advice(TaskletStrand<?> tasklet) {
    return tasklet.dispatcherVolatile() instanceof Dormant
        ? ", as no scheduler has it: call resume() first"
        : "";
  }

  /** Notes that the tasklet was runnable when it was pickled. */
  void isRunnable() {
    runnable = true;
  }

  /** Has something done when the tasklet is resumed. */
  void atResume(Runnable action) {
    atResume.add(action);
  }

  /** Gives the tasklet to a scheduler, for good. */
  void resume(TaskletStrand<?> tasklet, Dispatcher on) {
    boolean runsNow;
    synchronized (this) {
      if (resumedOn != null) {
        on.putBack(tasklet); // which throws
      }
      on.adopt(tasklet);
      resumedOn = on;
      tasklet.moveTo(on);
      runsNow = runnable;
    }
    atResume.forEach(Runnable::run);
    if (runsNow) {
      on.ready(tasklet);
    }
  }

  @Override
  void ready(TaskletStrand<?> tasklet) {
    Dispatcher to;
    synchronized (this) {
      to = resumedOn;
      if (to == null) {
        runnable = true;
      }
    }
    if (to != null) {
      to.ready(tasklet);
    }
  }

  /** Nothing runs that was not resumed. */
  @Override
  void pause(TaskletStrand<?> tasklet) {}

  @Override
  boolean letsRest(TaskletStrand<?> tasklet, Resting asking) {
    synchronized (this) {
      return resumedOn == null && (runnable || tasklet.waitReason() != null);
    }
  }

  @Override
  void raised(TaskletStrand<?> tasklet) {
    tasklet.throwAtWait(); // or, if it does not wait, when it is run
  }

  @Override
  void submit(TaskletStrand<?> tasklet) {
    throw notYet();
  }

  @Override
  void absorb(TaskletStrand<?> tasklet) {
    throw notYet();
  }

  @Override
  void blockPinned(Runner runner, ThreadStrand strand) {
    throw notYet();
  }

  @Override
  OneAtATime lockable(Runner runner) {
    throw notYet();
  }

  private static IllegalStateException notYet() {
    return new IllegalStateException("a tasklet that was not resumed yet does not run");
  }

  @Override
  @Nullable Thread carrierOf(TaskletStrand<?> tasklet) {
    return null;
  }

  @Override
  @Nullable ClassLoader contextClassLoader() {
    return null;
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "no scheduler yet";
  }
}
