package io.bobbin.schedule;

import io.bobbin.Suspendable;
import io.bobbin.frame.FrameStack;

/** Lets others run. */
public final class Yield {
  private Yield() {}

  /** Lets others run: a thread yields to threads. */
  @Suspendable
  @SuppressWarnings("ThreadPriorityCheck") // is what a thread does here
  public static void yield() {
    TaskletStrand<?> caller = Dispatcher.currentTasklet();
    if (caller != null && caller.isNonBlocking()) {
      throw Sections.refusal(caller, "yield()");
    }
    Thread.yield();
  }

  /**
   * The twin of {@link #yield()}: the tasklet goes to the end of the queue.
   *
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void yield(FrameStack stack, int room) {
    Strand self = (Strand) stack;
    if (self.entersWait()) {
      TaskletStrand<?> host = self.host();
      if (host != null) {
        host.yieldNext();
        self.unwind();
      }
    } else {
      Yield.yield();
    }
  }
}
