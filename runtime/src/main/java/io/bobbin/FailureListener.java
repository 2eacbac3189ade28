package io.bobbin;

/**
 * Is told of tasklets that end by an exception, after Stackless Python's error handler: for
 * accounts of failures, and for programs that are to stop at the first one.
 */
@FunctionalInterface
public interface FailureListener {
  /**
   * Called when the tasklet has ended, by the thread that ran it. It must be short, and not wait;
   * {@link Tasklet#current()} is the tasklet.
   *
   * <p>What it throws is thrown by the {@code run}, {@code watch}, or join of the thread whose
   * {@link Scheduler#here()} or {@link Scheduler#deterministic deterministic} scheduler this is, or
   * by whatever else that thread waits in while it runs tasklets; a later run goes on with the
   * others. Elsewhere it is logged (BBN030).
   *
   * @param tasklet who has failed
   * @param failure what its body threw
   */
  void failed(Tasklet<?> tasklet, Throwable failure);
}
