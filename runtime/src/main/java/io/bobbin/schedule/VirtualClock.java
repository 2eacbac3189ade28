package io.bobbin.schedule;

import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * A clock that stands still while somebody can run, and then jumps to the next time that is waited
 * for. May be used by any thread.
 */
final class VirtualClock {
  private final PriorityQueue<Action> actions = new PriorityQueue<>();
  private long now;
  private long count;

  /** What is to happen at a time; of those of one time, the one that was scheduled first. */
  private static final class Action extends FutureTask<Void> implements Comparable<Action> {
    private final long time;
    private final long number;

    Action(Runnable action, long time, long number) {
      super(action, null);
      this.time = time;
      this.number = number;
    }

    @Override
    public int compareTo(Action other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** Nanoseconds since the clock was made. */
  synchronized long nanoTime() {
    return now;
  }

  synchronized Future<?> schedule(Runnable action, long nanos) {
    long time = now + Math.max(0, nanos);
    Action made = new Action(action, time < 0 ? Long.MAX_VALUE : time, count++);
    actions.add(made);
    return made;
  }

  /** Jumps to the next time for which something is scheduled, and has it happen; false if none. */
  boolean advance() {
    Action next;
    do {
      synchronized (this) {
        next = actions.poll();
        if (next != null && !next.isCancelled()) {
          now = next.time;
        }
      }
    } while (next != null && next.isCancelled());
    if (next == null) {
      return false;
    }
    next.run();
    return true;
  }
}
