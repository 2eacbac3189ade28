package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tasklets of a thread's scheduler that have begun and not ended. Each knows where it stands
 * here, so that adding and removing are a few instructions. Used by the scheduler's driver.
 *
 * <p>A tasklet may end on another thread, to which it was locked; so some that have ended may still
 * be here. They go when there is no room.
 */
final class LiveSet extends Roster {
  private TaskletStrand<?>[] all = new TaskletStrand<?>[16];
  private int count;

  LiveSet() {}

  @Override
  void add(TaskletStrand<?> tasklet) {
    if (count == all.length) {
      purge();
      if (count > all.length / 2) {
        all = Arrays.copyOf(all, 2 * all.length);
      }
    }
    tasklet.number = count;
    all[count++] = tasklet;
  }

  boolean contains(TaskletStrand<?> tasklet) {
    int at = tasklet.number;
    return at < count && all[at] == tasklet;
  }

  @Override
  void remove(TaskletStrand<?> tasklet) {
    int at = tasklet.number;
    if (contains(tasklet)) {
      TaskletStrand<?> moved = all[--count];
      all[at] = moved;
      moved.number = at;
      all[count] = null;
    }
  }

  private void purge() {
    for (int i = count - 1; i >= 0; i--) {
      if (all[i].isOver()) {
        remove(all[i]);
      }
    }
  }

  @Override
  List<TaskletStrand<?>> list() {
    purge();
    return new ArrayList<>(Arrays.asList(all).subList(0, count));
  }
}
