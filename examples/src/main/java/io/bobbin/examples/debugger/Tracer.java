package io.bobbin.examples.debugger;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;

/**
 * Makes all calls to a debugged process: a tasklet that is locked to its thread, and takes its
 * orders from a channel. To its callers a call looks like any other; while they wait, others run.
 */
public final class Tracer implements AutoCloseable {
  /** A call, and where its result goes. */
  private record Order(Call call, Channel<Long> result) {}

  /** A call to the process. */
  @FunctionalInterface
  private interface Call {
    long on(DebuggedProcess process);
  }

  private final Channel<Order> orders = Channel.unbuffered();

  /**
   * Starts the tracer, which attaches to a process.
   *
   * @param scheduler what runs it
   * @param words how much memory the process has
   */
  public Tracer(Scheduler scheduler, int words) {
    scheduler.start("tracer", () -> serve(words));
  }

  @Suspendable
  private void serve(int words) {
    Tasklet.lockToThread();
    DebuggedProcess process = new DebuggedProcess(words);
    for (Order order : orders) {
      try {
        order.result.send(order.call.on(process));
      } catch (IndexOutOfBoundsException e) {
        order.result.sendException(e);
      }
    }
  }

  @Suspendable
  private long order(Call call) {
    Channel<Long> result = Channel.unbuffered();
    orders.send(new Order(call, result));
    return result.receive();
  }

  /**
   * Reads memory of the process. May be called by any tasklet or thread.
   *
   * @param address the number of a word
   * @return the word
   * @throws IndexOutOfBoundsException if there is no such word
   */
  @Suspendable
  public long read(long address) {
    return order(process -> process.read(address));
  }

  /**
   * Lets the process run to its next breakpoint. May be called by any tasklet or thread.
   *
   * @return how many it has passed before
   */
  @Suspendable
  public long resume() {
    return order(DebuggedProcess::resume);
  }

  /** Ends the tracer. */
  @Override
  public void close() {
    orders.close();
  }
}
