package io.bobbin.schedule;

import io.bobbin.Priority;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The runnable tasklets of a queue that are more, or less, urgent than others; made when there is
 * the first one.
 *
 * <p>A level has a bit in each of the maps, the lower the more urgent it is. So whose turn it is
 * takes as long as there are levels at which somebody waits.
 */
final class Levels {
  /** So often those of a level are passed over before it is their turn. */
  private static final int PATIENCE = 32;

  /** The level of those whose queue this belongs to, and which are not in here. */
  private static final int NORMAL = Priority.MOST;

  private static final int COUNT = 2 * Priority.MOST + 1;

  private final @Nullable RunQueue[] queues = new RunQueue[COUNT];

  /** How often each level was passed over since it had its turn. */
  private final byte[] passedOver = new byte[COUNT];

  /** The levels, without the normal one, at which there is somebody. */
  private int present;

  /** The levels that were passed over often enough. */
  private int impatient;

  /** Whether the first of normal priority was put before all others. */
  private boolean normalGoesFirst;

  Levels() {}

  /** Has the next to be taken be the first of normal priority. */
  void letNormalGoFirst() {
    normalGoesFirst = true;
  }

  /** Takes the tasklet whose turn it is, if there is one. */
  @Nullable TaskletStrand<?> take(RunQueue normal) {
    if (present == 0 || (normalGoesFirst && normal.hasNormal())) {
      normalGoesFirst = false;
      return normal.takeFirst();
    }
    int level = choose(normal.hasNormal() ? present | bit(NORMAL) : present);
    if (level == NORMAL) {
      return normal.takeFirst();
    }
    RunQueue queue = Objects.requireNonNull(queues[level]);
    TaskletStrand<?> tasklet = queue.takeFirst();
    noteIfEmpty(level, queue);
    return tasklet;
  }

  /** Of the levels at which there is somebody, the one whose turn it is. */
  private int choose(int among) {
    int waited = among & impatient;
    int chosen =
        waited != 0
            ? Integer.SIZE - 1 - Integer.numberOfLeadingZeros(waited)
            : Integer.numberOfTrailingZeros(among);
    impatient &= ~bit(chosen);
    passedOver[chosen] = 0;
    for (int left = among & (-2 << chosen); left != 0; left &= left - 1) {
      int level = Integer.numberOfTrailingZeros(left);
      if (++passedOver[level] >= PATIENCE) {
        passedOver[level] = PATIENCE;
        impatient |= bit(level);
      }
    }
    return chosen;
  }

  private static int bit(int level) {
    return 1 << level;
  }

  private void noteIfEmpty(int level, RunQueue queue) {
    if (!queue.hasNormal()) {
      present &= ~bit(level);
    }
  }

  boolean isEmpty() {
    return present == 0;
  }

  void addTo(Collection<TaskletStrand<?>> all) {
    for (RunQueue queue : queues) {
      if (queue != null) {
        queue.addTo(all);
      }
    }
  }

  /** Takes a tasklet out; false if it is here in no queue. */
  boolean remove(TaskletStrand<?> tasklet) {
    boolean found = false;
    for (int left = present; left != 0 && !found; left &= left - 1) {
      int level = Integer.numberOfTrailingZeros(left);
      RunQueue queue = Objects.requireNonNull(queues[level]);
      found = queue.remove(tasklet);
      noteIfEmpty(level, queue);
    }
    return found;
  }

  /** Adds a tasklet, whose priority is not the normal one. */
  void add(TaskletStrand<?> tasklet, int priority) {
    int level = NORMAL - priority;
    RunQueue queue = queues[level];
    if (queue == null) {
      queue = new RunQueue();
      queues[level] = queue;
    }
    queue.append(tasklet);
    present |= bit(level);
  }

  static boolean hasHigh(@Nullable Levels of) {
    return of != null && (of.present & (bit(NORMAL) - 1)) != 0;
  }
}
