package io.bobbin.benchmarks;

import io.bobbin.Scheduler;
import org.openjdk.jmh.annotations.TearDown;

/** Bobbin on a pool. Needs the agent. */
public class Pool extends GoWords {
  public Pool() {
    super(Scheduler.pool(Carriers.COUNT), Carriers.COUNT);
  }

  /** Waits for tasklets that are left: there must be none that is parked for ever. */
  @TearDown
  public void close() {
    scheduler.close();
  }
}
