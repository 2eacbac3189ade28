/**
 * The interface between woven code and the runtime: frames, the stack that holds them and runs
 * them, and what woven code calls. It imports nothing else of Bobbin, and no user names it.
 *
 * <p>{@link io.bobbin.frame.FrameStack} is the centre; {@link io.bobbin.frame.Frame} and its {@link
 * io.bobbin.frame.Shapes} are the data; {@link io.bobbin.frame.FrameCode} ties a frame to the
 * method that goes on with it. {@link io.bobbin.frame.Doors} and {@link io.bobbin.frame.Lambdas}
 * let suspendable calls through the JDK's interfaces.
 */
@NullMarked
package io.bobbin.frame;

import org.jspecify.annotations.NullMarked;
