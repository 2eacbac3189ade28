package io.bobbin.pickle;

import io.bobbin.Tasklet;
import io.bobbin.schedule.TaskletStrand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tasklets that are pickled together. None of them runs while it is written: each is held where it
 * waits. If somebody wakes one meanwhile, it stays held, all is let go, and it is begun again.
 */
final class Group {
  /** How long it is tried to hold all, in nanoseconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

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
  @SuppressWarnings("ThreadPriorityCheck") // who is to park may need our processor
  byte[] write(PickleOptions options) {
    requireOthers();
    long start = System.nanoTime();
    for (; ; ) {
      List<TaskletStrand<?>> held = new ArrayList<>(tasklets.size());
      try {
        if (holdAll(held)) {
          byte[] body = new ImageWriter(options, members).write(tasklets);
          if (areHeldStill(held)) {
            return body;
          }
        }
      } catch (ImageWriter.Interference e) {
        // as if it had not been held
      } finally {
        held.forEach(TaskletStrand::letGo);
      }
      if (System.nanoTime() - start > PATIENCE) {
        throw new IllegalStateException(
            "Pickle: "
                + firstRunning()
                + " does not stay where it waits: pickle it when it is"
                + " parked, or together with who wakes it");
      }
      Thread.yield();
    }
  }

  private void requireOthers() {
    Tasklet<?> caller = Tasklet.current();
    if (caller != null && members.contains(caller)) {
      throw new IllegalStateException(
          "Pickle: " + caller.name() + " pickles itself: call Pickle.checkpoint(...)");
    }
  }

  private boolean holdAll(List<TaskletStrand<?>> held) {
    for (TaskletStrand<?> tasklet : members) {
      if (tasklet.holdAtWait()) {
        held.add(tasklet);
      } else if (!tasklet.isAtRest()) {
        return false;
      }
    }
    return true;
  }

  private static boolean areHeldStill(List<TaskletStrand<?>> held) {
    for (TaskletStrand<?> tasklet : held) {
      if (!tasklet.isHeldAtWait()) {
        return false;
      }
    }
    return true;
  }

  private Object firstRunning() {
    for (TaskletStrand<?> tasklet : tasklets) {
      if (!tasklet.isAtRest()) {
        return tasklet;
      }
    }
    return tasklets.get(0);
  }
}
