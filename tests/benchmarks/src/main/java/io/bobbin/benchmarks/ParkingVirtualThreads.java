package io.bobbin.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** Virtual threads that wait by {@code LockSupport.park}; an array keeps them. */
final class ParkingVirtualThreads extends Parking {
  private static final int FEW = 1000;

  private final Thread[] threads;
  private int parked;
  private int returned;

  ParkingVirtualThreads(int tasks) {
    threads = new Thread[tasks + FEW];
  }

  @Override
  void park(int depth, int tasks) {
    for (int i = 0; i < tasks; i++) {
      threads[parked++] = Loom.start(() -> returned += parkAt(depth, this));
    }
    for (int i = 0; i < parked; i++) {
      while (threads[i].getState() != Thread.State.WAITING) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private static int parkAt(int depth, Object other) {
    if (depth == 1) {
      LockSupport.park();
    } else {
      parkAt(depth - 1, other);
    }
    return depth + other.hashCode();
  }

  @Override
  void check() {
    Check.same("returned", 0, returned);
  }
}
