package io.bobbin.tests.pickle;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;

/** A wait that nothing ends but {@link #goesOn}, in a twin as in the first one. */
final class Pauses {
  private Pauses() {}

  /** Waits until the caller is told to go on, by an exception. */
  @Suspendable
  static void pauses() {
    try {
      Channel.unbuffered().receive();
    } catch (IllegalStateException e) {
      return;
    }
  }

  /** Tells a tasklet that pauses to go on; returns its result. */
  static <T> T goesOn(Tasklet<T> tasklet) {
    tasklet.raise(new IllegalStateException());
    return tasklet.join();
  }
}
