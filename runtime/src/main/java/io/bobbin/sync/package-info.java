/**
 * What the synchronisation tools of {@link io.bobbin} are made of: nothing here is for users to
 * name.
 *
 * <p>A {@link io.bobbin.sync.Turnstile} is the state of a tool, and its latch. Whoever has to wait
 * for it stands in a {@link io.bobbin.sync.Line}, the one place where all tools park. Who changes
 * the state {@linkplain io.bobbin.sync.Turnstile#admitNext admits} those whom it lets in, one after
 * the other, and takes on their behalf what they asked for. So what is waited for never lies about:
 * it is handed over, and no newcomer can take it away. What is waited for by all alike, and happens
 * once, is an {@link io.bobbin.schedule.Event}.
 *
 * <p>All public methods may be called by tasklets and by threads. One that waits may throw what is
 * raised in its caller, and, if it is given a limit, a {@link
 * java.util.concurrent.TimeoutException} that it does not declare: the caller has not got what it
 * waited for then.
 */
@NullMarked
package io.bobbin.sync;

import org.jspecify.annotations.NullMarked;
