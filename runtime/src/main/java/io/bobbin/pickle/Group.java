package io.bobbin.pickle;

import io.bobbin.Tasklet;
import io.bobbin.schedule.Resting;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.WaitPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasklets that are pickled together. None of them runs while it is written: each is held where it
 * waits. If somebody wakes one meanwhile, or moves it to another place, it stays held, all is let
 * go, and it is begun again.
 */
final class Group {
  /** How long it is tried to hold all, in nanoseconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /** How often a tasklet is written that cannot wait meanwhile. */
  private static final int MOST_ATTEMPTS = 100;

  /** A tasklet that is held, and where it waits. */
  private record Held(TaskletStrand<?> tasklet, @Nullable WaitPlace place) {
    /** Whether it was neither woken nor moved to another place. */
    boolean isStill() {
      return tasklet.isHeldAtWait() && tasklet.waitPlace() == place;
    }
  }

  private final List<TaskletStrand<?>> tasklets;
  private final Set<TaskletStrand<?>> members = Collections.newSetFromMap(new IdentityHashMap<>());

  private Group(List<TaskletStrand<?>> tasklets) {
    this.tasklets = tasklets;
    members.addAll(tasklets);
  }

  static Group of(Collection<TaskletStrand<?>> tasklets) {
    return new Group(new ArrayList<>(tasklets));
  }

  /** Writes all; the body of an image. */
  byte[] write(PickleOptions options) {
    Tasklet<?> caller = Tasklet.current();
    if (caller != null && members.contains(caller)) {
      throw new IllegalStateException(
          "Pickle: " + caller.name() + " pickles itself: call Pickle.checkpoint(...)");
    }
    return held(() -> new ImageWriter(options, members).write(tasklets));
  }

  /** Writes a tasklet that is looked at while it is at rest; the body of an image. */
  static byte[] writeAtRest(TaskletStrand<?> tasklet, PickleOptions options) {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ImageWriter(options, List.of(tasklet)).write(List.of(tasklet));
      } catch (ImageWriter.Interference e) {
        if (attempt == MOST_ATTEMPTS) {
          throw new IllegalStateException(
              "what "
                  + tasklet
                  + " reaches is changed all the time by others, so it cannot be"
                  + " pickled");
        }
      }
    }
  }

  /**
   * Does something while all are held.
   *
   * @param action what to do; done again if one was woken meanwhile
   */
  @SuppressWarnings("ThreadPriorityCheck") // who is to park may need our processor
  <R> R held(Supplier<R> action) {
    long start = System.nanoTime();
    for (; ; ) {
      List<Held> held = new ArrayList<>(tasklets.size());
      try {
        if (holdAll(held)) {
          R result = action.get();
          if (held.stream().allMatch(Held::isStill)) {
            return result;
          }
        }
      } catch (ImageWriter.Interference e) {
        // as if it had not been held
      } finally {
        held.forEach(each -> each.tasklet.letGo());
      }
      if (System.nanoTime() - start > PATIENCE) {
        throw new IllegalStateException(
            firstRunning()
                + " does not stay where it waits, so it cannot be pickled or forked: do that when"
                + " it is parked, or together with who wakes it");
      }
      Thread.yield();
    }
  }

  private boolean holdAll(List<Held> held) {
    Resting resting = new Resting();
    for (TaskletStrand<?> tasklet : members) {
      if (tasklet.holdAtWait()) {
        held.add(new Held(tasklet, tasklet.waitPlace()));
      } else if (!resting.includes(tasklet)) {
        return false;
      }
    }
    return true;
  }

  private Object firstRunning() {
    Resting resting = new Resting();
    for (TaskletStrand<?> tasklet : tasklets) {
      if (!resting.includes(tasklet)) {
        return tasklet;
      }
    }
    return tasklets.get(0);
  }
}
