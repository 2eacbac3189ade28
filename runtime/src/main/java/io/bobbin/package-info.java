/**
 * What programs name: {@link io.bobbin.Tasklet tasklets}, the {@link io.bobbin.Channel channels}
 * and {@link io.bobbin.Select select} by which they talk, {@link io.bobbin.Generator generators},
 * {@link io.bobbin.WorkGroup work groups}, and the {@link io.bobbin.Scheduler schedulers} that run
 * them.
 *
 * <p>What they share is guarded by a {@link io.bobbin.Mutex}, {@link io.bobbin.RWMutex} or {@link
 * io.bobbin.Semaphore}; a {@link io.bobbin.Context} tells them that their work is not wanted any
 * more.
 *
 * <p>A method that may wait is marked {@link io.bobbin.Suspendable}; the agent makes it resumable.
 *
 * <p>Null is for parameters and results that are declared {@code @Nullable} only. Elsewhere it is
 * refused by a {@link java.lang.NullPointerException}, as a rule by the call itself, which has had
 * no effect then.
 *
 * <p>Programs implement the functional interfaces; all others are implemented by this library
 * alone.
 */
@NullMarked
package io.bobbin;

import org.jspecify.annotations.NullMarked;
