/**
 * {@link io.bobbin.greenlet.Greenlet Greenlets}: coroutines that hand control to each other by
 * name, without a scheduler, after Python's package of that name.
 *
 * <p>A {@link io.bobbin.greenlet.GreenletLocal} is a variable of which each has its own; a {@link
 * io.bobbin.greenlet.GreenletListener} is told of switches; {@link io.bobbin.greenlet.GreenletExit}
 * ends a greenlet.
 *
 * <p>Null is for parameters and results that are declared {@code @Nullable} only. Elsewhere it is
 * refused by a {@link java.lang.NullPointerException}, as a rule by the call itself, which has had
 * no effect then.
 */
@NullMarked
package io.bobbin.greenlet;

import org.jspecify.annotations.NullMarked;
