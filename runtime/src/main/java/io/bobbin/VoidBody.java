package io.bobbin;

import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Unwoven;

/** What a tasklet does: suspendable code without a result. */
@FunctionalInterface
public interface VoidBody {
  /**
   * Does it.
   *
   * @throws Exception whatever goes wrong; whoever joins the tasklet is told
   */
  @Suspendable
  void run() throws Exception;

  /**
   * The twin of {@link #run()}, which woven lambdas and classes override. Only the runtime calls
   * it. As it stands here it is for code that was not woven: a wait inside blocks the carrier.
   *
   * @param stack the stack that runs the body
   * @param room the bytes of native stack that are left
   * @throws Exception whatever goes wrong
   */
  default void run(FrameStack stack, int room) throws Exception {
    Unwoven.report(getClass());
    run();
  }
}
