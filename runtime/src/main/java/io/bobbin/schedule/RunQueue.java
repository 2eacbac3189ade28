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
