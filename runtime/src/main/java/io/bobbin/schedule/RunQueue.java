package io.bobbin.schedule;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A first-in, first-out queue of runnable tasklets, linked by themselves; those whose priority is
 * not the normal one are in {@link Levels}. Guarded by its owner.
 */
final class RunQueue {
  private @Nullable TaskletStrand<?> first;

  /** The last, or null while there is only one: mostly there is, and a store has its cost. */
  private @Nullable TaskletStrand<?> last;

  /** Where the others are, if there have been any. */
  private @Nullable Levels levels;

  boolean isEmpty() {
    Levels others = levels;
    return first == null && (others == null || others.isEmpty());
  }

  boolean hasNormal() {
    return first != null;
  }

  /** Whether nobody here is more or less urgent than the normal. */
  boolean hasOnlyNormal() {
    Levels others = levels;
    return others == null || others.isEmpty();
  }

  /** Whether somebody here is more urgent than the normal. */
  boolean hasHigh() {
    return Levels.hasHigh(levels);
  }

  void add(TaskletStrand<?> tasklet) {
    byte priority = tasklet.priority;
    if (priority == TaskletStrand.NORMAL) {
      append(tasklet);
    } else {
      Levels others = levels == null ? new Levels() : levels;
      levels = others;
      others.add(tasklet, priority);
    }
  }

  void append(TaskletStrand<?> tasklet) {
    TaskletStrand<?> only = first;
    if (only == null) {
      first = tasklet;
    } else {
      TaskletStrand<?> before = last;
      (before == null ? only : before).next = tasklet;
      last = tasklet;
    }
  }

  /** Adds a tasklet that is to be taken before all others, whatever its priority. */
  void addFirst(TaskletStrand<?> tasklet) {
    if (levels != null) {
      levels.letNormalGoFirst();
    }
    TaskletStrand<?> second = first;
    if (second != null) {
      tasklet.next = second;
      if (last == null) {
        last = second;
      }
    }
    first = tasklet;
  }

  @Nullable TaskletStrand<?> poll() {
    Levels others = levels;
    return others == null ? takeFirst() : others.take(this);
  }

  /** Takes the first of normal priority. */
  @Nullable TaskletStrand<?> takeFirst() {
    TaskletStrand<?> tasklet = first;
    if (tasklet != null) {
      if (last == null) {
        first = null;
      } else {
        removeFirst(tasklet);
      }
    }
    return tasklet;
  }

  private void removeFirst(TaskletStrand<?> tasklet) {
    TaskletStrand<?> after = (TaskletStrand<?>) tasklet.next;
    tasklet.next = null;
    first = after;
    if (last == after) {
      last = null;
    }
  }

  /** Adds all that are here to a collection. */
  void addTo(Collection<TaskletStrand<?>> all) {
    if (levels != null) {
      levels.addTo(all);
    }
    for (Object each = first; each instanceof TaskletStrand<?> strand; each = strand.next) {
      all.add(strand);
    }
  }

  /** Takes a tasklet out; false if it is not in this queue. The others keep their order. */
  boolean remove(TaskletStrand<?> tasklet) {
    TaskletStrand<?> end = last == null ? first : last;
    boolean found = levels != null && levels.remove(tasklet);
    for (TaskletStrand<?> each = takeFirst(); each != null; each = takeFirst()) {
      if (each == tasklet) {
        found = true;
      } else {
        append(each);
      }
      if (each == end) {
        break;
      }
    }
    return found;
  }
}
