package io.bobbin.frame;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a suspendable method of the runtime that ends with its one suspendable call: it hands that
 * call's outcome on, so it needs no frame, and does not show in stack traces once it was left.
 *
 * <p>Only for methods that have nothing to do after the call: no local value, no {@code finally}.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Transparent {}
