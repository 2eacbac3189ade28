package io.bobbin.schedule;

import java.util.List;

/** The tasklets that a scheduler knows. */
abstract class Roster {
  Roster() {}

  /** Adds a tasklet that is not here. */
  abstract void add(TaskletStrand<?> tasklet);

  /** Takes a tasklet out, if it is here. */
  abstract void remove(TaskletStrand<?> tasklet);

  /** Those that have not ended: a copy. */
  abstract List<TaskletStrand<?>> list();
}
