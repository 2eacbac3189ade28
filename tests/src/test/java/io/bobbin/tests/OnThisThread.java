package io.bobbin.tests;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests on this thread's scheduler, each on one that has run nothing before. */
public abstract class OnThisThread {
  protected Scheduler here = Scheduler.here();

  /** Tests before this one, of other classes, may have left tasklets parked. */
  @BeforeEach
  final void openScheduler() {
    here.close();
    here = Scheduler.here();
  }

  @AfterEach
  final void closeScheduler() {
    here.close();
  }

  /** Runs until a tasklet waits. */
  protected final <T> Tasklet<T> waiting(Tasklet<T> tasklet) {
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    return tasklet;
  }
}
