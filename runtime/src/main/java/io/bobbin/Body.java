package io.bobbin;

import io.bobbin.frame.FrameStack;
import io.bobbin.schedule.Unwoven;
import org.jspecify.annotations.Nullable;

/**
 * What a tasklet does: suspendable code with a result.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Body<T extends @Nullable Object> {
  /**
   * Does it.
   *
   * @return the result
   * @throws Exception whatever goes wrong; whoever joins the tasklet is told
   */
  @Suspendable
  T run() throws Exception;

  /**
   * The twin of {@link #run()}, which woven lambdas and classes override. Only the runtime calls
   * it. As it stands here it is for code that was not woven: a wait inside blocks the carrier.
   *
   * @param stack the stack that runs the body
   * @param room the bytes of native stack that are left
   * @return the result
   * @throws Exception whatever goes wrong
   */
  default T run(FrameStack stack, int room) throws Exception {
    Unwoven.report(getClass());
    return run();
  }
}
