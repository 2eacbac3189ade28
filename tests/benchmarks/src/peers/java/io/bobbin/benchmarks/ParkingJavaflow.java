package io.bobbin.benchmarks;

import org.apache.commons.javaflow.api.Continuation;
import org.apache.commons.javaflow.api.continuable;

/** Continuations suspended; an array keeps them. */
final class ParkingJavaflow extends Parking {
  private static final int FEW = 1000;

  private final Continuation[] continuations;
  private int parked;
  private int returned;

  ParkingJavaflow(int tasks) {
    continuations = new Continuation[tasks + FEW];
  }

  /** The body of a continuation. */
  private static final class Task implements Runnable {
    private final ParkingJavaflow owner;
    private final int depth;

    Task(ParkingJavaflow owner, int depth) {
      this.owner = owner;
      this.depth = depth;
    }

    @Override
    @continuable
    public void run() {
      owner.returned += parkAt(depth, owner);
    }

    @continuable
    private static int parkAt(int depth, Object other) {
      if (depth == 1) {
        Continuation.suspend();
      } else {
        parkAt(depth - 1, other);
      }
      return depth + other.hashCode();
    }
  }

  @Override
  void park(int depth, int tasks) {
    for (int i = 0; i < tasks; i++) {
      continuations[parked++] = Continuation.startWith(new Task(this, depth), true);
    }
  }

  @Override
  void check() {
    Check.same("returned", 0, returned);
  }
}
