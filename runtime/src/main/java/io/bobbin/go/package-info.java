/**
 * Go's words for static import, after pygolang: {@link io.bobbin.go.Go} has {@code go}, {@code
 * chan}, {@code select}, {@code func}, {@code defer}, {@code panic} and {@code recover}, the others
 * are named as Go's packages are. A thin layer: channels, timers and the rest are Bobbin's own.
 *
 * <p>Null is for parameters and results that are declared {@code @Nullable} only. Elsewhere it is
 * refused by a {@link java.lang.NullPointerException}, as a rule by the call itself, which has had
 * no effect then.
 */
@NullMarked
package io.bobbin.go;

import org.jspecify.annotations.NullMarked;
