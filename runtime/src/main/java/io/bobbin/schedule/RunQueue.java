package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/** A first-in, first-out queue of runnable tasklets, linked by themselves. Guarded by its owner. */
final class RunQueue {
  private @Nullable TaskletStrand<?> first;

  /** The last, or null while there is only one: mostly there is, and a store has its cost. */
  private @Nullable TaskletStrand<?> last;

  boolean isEmpty() {
    return first == null;
  }

  void add(TaskletStrand<?> tasklet) {
    TaskletStrand<?> only = first;
    if (only == null) {
      first = tasklet;
    } else {
      TaskletStrand<?> before = last;
      (before == null ? only : before).next = tasklet;
      last = tasklet;
    }
  }

  /** Adds a tasklet that is to be taken before all others. */
  void addFirst(TaskletStrand<?> tasklet) {
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

  /** Takes a tasklet out; false if it is not in this queue. The others keep their order. */
  boolean remove(TaskletStrand<?> tasklet) {
    TaskletStrand<?> end = last == null ? first : last;
    boolean found = false;
    for (TaskletStrand<?> each = poll(); each != null; each = poll()) {
      if (each == tasklet) {
        found = true;
      } else {
        add(each);
      }
      if (each == end) {
        break;
      }
    }
    return found;
  }
}
