package io.bobbin.frame;

/**
 * The polls of woven loops ({@code @Suspendable(preempt = true)}, agent option {@code preempt}).
 */
public final class Preemption {
  private Preemption() {}

  /**
   * Called by a woven loop once in thousands of iterations.
   *
   * @param stack the caller's stack
   * @param room the native stack that is left
   */
  public static void poll(FrameStack stack, int room) {
    stack.poll();
  }
}
