package io.bobbin.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded first-in, first-out queue of runnable tasklets: one carrier, the owner, adds to it and
 * takes from it; others may steal from it. After the local run queues of Go's scheduler ({@code
 * runtime/proc.go}: {@code runqput}, {@code runqget}, {@code runqsteal}).
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@code 0 <= tail - head <= SIZE}; the tasklets here are in the places from {@link #head} to
 *       {@link #tail}, modulo {@link #SIZE}.
 *   <li>The owner alone raises the tail, after it has filled the place. Who raises the head has
 *       taken the tasklets that it passes, and the owner alone passes several at once. So each is
 *       taken once.
 *   <li>Who has taken a tasklet clears its place before the tasklet runs again, unless the owner
 *       has filled the place anew. So this keeps no tasklet alive that has left.
 * </ul>
 */
final class LocalQueue {
  static final int SIZE = 256;

  private static final int MASK = SIZE - 1;
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;
  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(TaskletStrand[].class);

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(LocalQueue.class, "head", int.class);
      TAIL = lookup.findVarHandle(LocalQueue.class, "tail", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable TaskletStrand<?>[] places = new TaskletStrand<?>[SIZE];

  @SuppressWarnings("unused") // by HEAD
  private int head;

  private int tail;

  /** How many there are; to others than the owner, about. */
  int size() {
    int first = (int) HEAD.getAcquire(this);
    return (int) TAIL.getAcquire(this) - first;
  }

  /** Whether there is none; to others than the owner, as of a moment ago. */
  boolean isEmpty() {
    return size() == 0;
  }

  /** Whether one more fits. Called by the owner; stays true until it adds one. */
  boolean hasRoom() {
    return tail - (int) HEAD.getAcquire(this) < SIZE;
  }

  /** Adds a tasklet at the end; false if there is no room. Called by the owner. */
  boolean offer(TaskletStrand<?> tasklet) {
    if (!hasRoom()) {
      return false;
    }
    int end = tail;
    places[end & MASK] = tasklet;
    TAIL.setRelease(this, end + 1);
    return true;
  }

  /** Takes the first; null if there is none. Called by the owner. */
  @Nullable TaskletStrand<?> poll() {
    int first = (int) HEAD.getAcquire(this);
    while (first != tail) {
      if (HEAD.compareAndSet(this, first, first + 1)) {
        TaskletStrand<?> tasklet = places[first & MASK];
        places[first & MASK] = null;
        return tasklet;
      }
      first = (int) HEAD.getAcquire(this);
    }
    return null;
  }

  /** Moves the first half, as of now, to another queue. Called by the owner. */
  void moveHalf(CommonQueue to) {
    int first;
    int count;
    do {
      first = (int) HEAD.getAcquire(this);
      count = (tail - first) / 2;
    } while (!HEAD.compareAndSet(this, first, first + count));
    for (int i = first; i != first + count; i++) {
      to.add(Objects.requireNonNull(places[i & MASK]));
      places[i & MASK] = null;
    }
  }

  /** Takes the first; null if there is none. May be called by any thread. */
  @Nullable TaskletStrand<?> steal() {
    int first = (int) HEAD.getAcquire(this);
    while ((int) TAIL.getAcquire(this) - first > 0) {
      TaskletStrand<?> tasklet = places[first & MASK];
      if (HEAD.compareAndSet(this, first, first + 1)) {
        PLACE.compareAndSet(places, first & MASK, tasklet, null);
        return tasklet;
      }
      first = (int) HEAD.getAcquire(this);
    }
    return null;
  }

  /**
   * Takes the first half of another queue: what was first there is returned, the rest is added here
   * as far as there is room. Called by the owner of this.
   */
  @Nullable TaskletStrand<?> stealHalf(LocalQueue from) {
    int more = (from.size() - 1) / 2;
    TaskletStrand<?> first = from.steal();
    TaskletStrand<?> next = first;
    for (; more > 0 && next != null && hasRoom(); more--) {
      next = from.steal();
      if (next != null) {
        offer(next);
      }
    }
    return first;
  }
}
