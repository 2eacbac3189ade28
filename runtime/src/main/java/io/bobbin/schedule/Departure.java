package io.bobbin.schedule;

import org.jspecify.annotations.Nullable;

/**
 * How a tasklet leaves that does not just go to the end of the queue. It happens once the tasklet
 * has left; so if it cannot be left, nothing has changed.
 *
 * @param next who runs at once, or null
 * @param pauses whether the tasklet is taken out of the queue; if not, it goes on after the other
 */
record Departure(@Nullable TaskletStrand<?> next, boolean pauses) {
  /** Called by the driver, when the tasklet has left. */
  void happen(OneAtATime scheduler, TaskletStrand<?> tasklet) {
    if (pauses) {
      scheduler.setAside(tasklet);
    } else {
      scheduler.putFirst(tasklet);
    }
    if (next != null) {
      scheduler.makeFirst(next);
    }
  }
}
