package io.bobbin;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that may be left in the middle and continued later: the Bobbin agent rewrites it
 * into a resumable state machine.
 *
 * <p>On a type it marks every method of the type. It is inherited by every overriding or
 * implementing method, annotated or not. On a constructor, a {@code native} method or a {@code
 * synchronized} method it has no effect but a diagnostic in the agent's report: such a method
 * cannot be left midway, and a wait inside it blocks the carrier.
 *
 * <p>{@link #preempt} alone is not inherited: it is about the loops that stand in the method.
 *
 * <p>Without the agent the annotation does nothing, and a wait blocks the calling thread.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface Suspendable {
  /**
   * Whether loops of the method, or of each method of the type, and of the lambda expressions in
   * them, now and then look whether the tasklet has run for long enough: then it lets others run,
   * as if it had called {@link Tasklet#yield()}; and whether something was raised in it ({@link
   * Tasklet#raise}, {@link Tasklet#kill}), which is thrown there. Without it a tasklet that
   * computes and does not wait keeps its thread until it ends, and cannot be killed.
   *
   * <p>How long is long enough is told by {@code -Dbobbin.slice}, in milliseconds (10). A loop
   * looks some 10,000 times a second; not inside a {@code synchronized} block, and while the
   * tasklet holds a lock of {@code java.util.concurrent} it does not yield. The agent's option
   * {@code preempt=true} does this to all woven methods.
   *
   * @return whether loops can be interrupted
   */
  boolean preempt() default false;
}
