/**
 * What waits and what runs: nothing here is for users to name.
 *
 * <p>A {@link io.bobbin.schedule.Strand} is whatever can wait: a {@linkplain
 * io.bobbin.schedule.TaskletStrand tasklet}, the body of a {@linkplain
 * io.bobbin.schedule.GeneratorStrand generator}, or a {@linkplain io.bobbin.schedule.ThreadStrand
 * thread}. It waits at a {@link io.bobbin.schedule.WaitPlace}. A {@link
 * io.bobbin.schedule.Dispatcher} gives tasklets their carriers: {@link io.bobbin.schedule.Here}
 * runs them on one thread, {@link io.bobbin.schedule.Pool} on several.
 *
 * <p>A primitive that waits is a pair of methods written by hand, as {@code T receive()}, which
 * blocks the thread, and its twin {@code T receive(FrameStack, int)}, which parks: the weaver
 * leaves such pairs as they are. A twin registers its strand and unwinds; whoever wakes the strand
 * first stores the outcome in it. A twin with something to do after the wait is not written by
 * hand: it is {@code @Suspendable} Java that calls one that has not.
 */
@NullMarked
package io.bobbin.schedule;

import org.jspecify.annotations.NullMarked;
