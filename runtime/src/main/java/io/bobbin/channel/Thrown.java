package io.bobbin.channel;

import io.bobbin.schedule.LogicalStack;
import io.bobbin.schedule.Sneaky;

/**
 * An exception on its way through a channel, where it is a value among the others. Its receiver is
 * thrown it.
 *
 * @param exception what was sent
 */
record Thrown(Throwable exception) {
  /** Throws the exception in the calling receiver. */
  RuntimeException throwHere() {
    LogicalStack.traceEndsWithSender(exception);
    LogicalStack.traceHereIfMissing(exception);
    throw Sneaky.raise(exception);
  }

  /** The exception, as the outcome of a receiver that waits, whose stack is not to be seen yet. */
  Throwable asOutcome() {
    try {
      LogicalStack.traceEndsWithSender(exception);
      return exception;
    } catch (Throwable t) {
      return t; // for want of memory; were it thrown, the receiver would wait for ever
    }
  }
}
