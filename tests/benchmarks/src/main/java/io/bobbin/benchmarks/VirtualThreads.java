package io.bobbin.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Virtual threads of the JDK, on one carrier. */
public class VirtualThreads {
  @Benchmark
  public Thread startJoin() throws InterruptedException {
    Thread thread = Loom.start(() -> {});
    thread.join();
    return thread;
  }

  /** The same, by a virtual thread. */
  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public Thread startJoinInside() throws InterruptedException {
    Thread outer =
        Loom.start(
            () -> {
              try {
                for (int i = 0; i < Workload.BATCH; i++) {
                  Loom.start(() -> {}).join();
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
              }
            });
    outer.join();
    return outer;
  }

  /** Two virtual threads that yield to each other. */
  @Benchmark
  @OperationsPerInvocation(2 * Workload.BATCH)
  public Thread yieldThroughScheduler() throws InterruptedException {
    Thread other = Loom.start(VirtualThreads::yields);
    Loom.start(VirtualThreads::yields).join();
    other.join();
    return other;
  }

  @SuppressWarnings("ThreadPriorityCheck") // what a yield costs is the question
  private static void yields() {
    for (int i = 0; i < Workload.BATCH; i++) {
      Thread.yield();
    }
  }
}
