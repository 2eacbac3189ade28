package io.bobbin.schedule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a pool from which all its carriers take; knows how many are in it. Guarded by its
 * owner, but for what may be asked without the latch.
 */
final class CommonQueue {
  private final RunQueue queue = new RunQueue();
  private int size;

  /** As far as can be told without the latch. */
  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Whether somebody urgent is here, as far as can be told without the latch. */
  boolean hasHigh() {
    return queue.hasHigh();
  }

  int size() {
    return size;
  }

  void add(TaskletStrand<?> tasklet) {
    queue.add(tasklet);
    size++;
  }

  @Nullable TaskletStrand<?> poll() {
    TaskletStrand<?> tasklet = queue.poll();
    if (tasklet != null) {
      size--;
    }
    return tasklet;
  }

  /**
   * Takes the next, if there is one, and some more.
   *
   * @param to where these go, as far as there is room: the queue of the carrier that calls
   * @param share how many more
   * @return the next
   */
  @Nullable TaskletStrand<?> pollShare(LocalQueue to, int share) {
    TaskletStrand<?> next = poll();
    int left = Math.min(share, Math.min(size, LocalQueue.SIZE / 2));
    for (; left > 0 && queue.hasOnlyNormal() && to.hasRoom(); left--) {
      to.offer(Objects.requireNonNull(poll()));
    }
    return next;
  }

  /** Takes a tasklet out; false if it is not here. */
  boolean remove(TaskletStrand<?> tasklet) {
    boolean removed = queue.remove(tasklet);
    if (removed) {
      size--;
    }
    return removed;
  }
}
