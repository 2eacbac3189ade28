package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/** A first-in, first-out queue of runnable tasklets, linked by themselves. Guarded by its owner. */
final class RunQueue {
  private @Nullable TaskletStrand<?> first;
  private @Nullable TaskletStrand<?> last;

  boolean isEmpty() {
    return first == null;
  }

  void add(TaskletStrand<?> tasklet) {
    TaskletStrand<?> before = last;
    if (before == null) {
      first = tasklet;
    } else {
      before.next = tasklet;
    }
    last = tasklet;
  }

  /** Takes a tasklet out; false if it is not in this queue. */
  boolean remove(TaskletStrand<?> tasklet) {
    TaskletStrand<?> before = null;
    for (TaskletStrand<?> each = first; each != null; each = (TaskletStrand<?>) each.next) {
      if (each == tasklet) {
        if (before == null) {
          first = (TaskletStrand<?>) each.next;
        } else {
          before.next = each.next;
        }
        if (last == each) {
          last = before;
        }
        each.next = null;
        return true;
      }
      before = each;
    }
    return false;
  }

  @Nullable TaskletStrand<?> poll() {
    TaskletStrand<?> tasklet = first;
    if (tasklet != null) {
      TaskletStrand<?> after = (TaskletStrand<?>) tasklet.next;
      first = after;
      if (after == null) {
        last = null;
      } else {
        tasklet.next = null;
      }
    }
    return tasklet;
  }
}
