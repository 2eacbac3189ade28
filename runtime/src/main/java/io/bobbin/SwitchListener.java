package io.bobbin;

import org.jspecify.annotations.Nullable;

/**
 * Is told whenever a thread of a scheduler turns from one tasklet to another, after Stackless's
 * schedule callback: for accounting, tracing and watchdogs.
 */
@FunctionalInterface
public interface SwitchListener {
  /**
   * Called between two tasklets, by the thread that ran the one and is to run the other. It must be
   * short, and not wait; {@link Tasklet#current()} is null. What it throws is logged, and goes no
   * further.
   *
   * @param from the tasklet that this thread ran last, which may have ended and may be running
   *     elsewhere by now; null if the thread was idle
   * @param to the tasklet that it runs next; null if it gets idle
   */
  void switched(@Nullable Tasklet<?> from, @Nullable Tasklet<?> to);
}
