package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which tasklets are at rest: those that do not run, and will not unless the calling thread
 * lets them. Of those that are runnable it knows only who was so when it was first asked for one of
 * the same scheduler: each queue is looked through once.
 *
 * <p>Used by one thread, for as long as that runs no tasklet.
 */
public final class Resting {
  private final Map<OneAtATime, Set<TaskletStrand<?>>> queued = new HashMap<>();

  /** Begins. */
  public Resting() {}

  /**
   * Whether a tasklet was restored and not resumed, has ended, or is run by the calling thread
   * alone, which runs another one or none.
   *
   * @param tasklet the tasklet
   * @return true if it can be looked at
   */
  public boolean includes(TaskletStrand<?> tasklet) {
    return tasklet.isAtRest(this);
  }

  /** Whether a tasklet is in the queue of a scheduler, which the calling thread drives. */
  boolean isQueued(TaskletStrand<?> tasklet, OneAtATime on) {
    return queued.computeIfAbsent(on, Resting::queue).contains(tasklet);
  }

  private static Set<TaskletStrand<?>> queue(OneAtATime of) {
    List<TaskletStrand<?>> all = new ArrayList<>();
    of.addRunnable(all);
    Set<TaskletStrand<?>> found = Collections.newSetFromMap(new IdentityHashMap<>());
    found.addAll(all);
    return found;
  }
}
