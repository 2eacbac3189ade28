package io.bobbin.benchmarks;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Virtual threads of the JDK, with {@code SynchronousQueue} where Bobbin has a channel without a
 * buffer, and {@code ArrayBlockingQueue} where it has one with a buffer.
 */
public class VirtualThreads {
  private record Queue<T>(BlockingQueue<T> queue) implements Threads.Line<T> {
    static <T> Threads.Line<T> synchronous() {
      return new Queue<>(new SynchronousQueue<>());
    }

    @Override
    public void send(T value) throws InterruptedException {
      queue.put(value);
    }

    @Override
    public T receive() throws InterruptedException {
      return queue.take();
    }
  }

  private static final class Synchronous implements Threads.Maker {
    @Override
    public <T> Threads.Line<T> make() {
      return Queue.synchronous();
    }
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void unbuffered() throws InterruptedException {
    Threads.pass(Queue.synchronous());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void buffered() throws InterruptedException {
    Threads.pass(new Queue<>(new ArrayBlockingQueue<>(Workload.BUFFER)));
  }

  @Benchmark
  public Thread startJoin() throws InterruptedException {
    Thread thread = Loom.start(() -> {});
    thread.join();
    return thread;
  }

  /** The same, by a virtual thread. */
  @Benchmark
  @OperationsPerInvocation(Workload.BATCH)
  public void startJoinInside() throws InterruptedException {
    int[] done = new int[1];
    Thread outer =
        Threads.start(
            () -> {
              for (int i = 0; i < Workload.BATCH; i++) {
                Loom.start(() -> done[0]++).join();
              }
            });
    outer.join();
    Check.same("tasks", Workload.BATCH, done[0]);
  }

  /** By a virtual thread that starts all, then joins each. */
  @Benchmark
  @OperationsPerInvocation(Workload.TASKS)
  public void startMany() throws InterruptedException {
    int[] done = new int[Workload.TASKS];
    Threads.start(() -> startAll(done)).join();
    Check.allDone(done);
  }

  private static void startAll(int[] done) throws InterruptedException {
    Thread[] threads = new Thread[done.length];
    for (int i = 0; i < done.length; i++) {
      int task = i;
      threads[i] = Loom.start(() -> done[task]++);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Two virtual threads for each carrier. */
  @Benchmark
  @OperationsPerInvocation(Workload.VALUES)
  public void yieldThroughScheduler() throws InterruptedException {
    Thread[] threads = new Thread[2 * Carriers.COUNT];
    int times = Workload.VALUES / threads.length;
    for (int i = 0; i < threads.length; i++) {
      threads[i] = Loom.start(() -> yields(times));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // what a yield costs is the question
  private static void yields(int times) {
    for (int i = 0; i < times; i++) {
      Thread.yield();
    }
  }

  @Benchmark
  public void skynet() throws InterruptedException {
    Threads.skynet(new Synchronous());
  }

  @Benchmark
  @OperationsPerInvocation(Workload.HOPS)
  public void ring() throws InterruptedException {
    Threads.ring(new Synchronous());
  }

  @Benchmark
  public void sieve() throws InterruptedException {
    Threads.sieve(new Synchronous());
  }
}
