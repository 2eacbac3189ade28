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
 * <p>Without the agent the annotation does nothing, and a wait blocks the calling thread.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface Suspendable {}
