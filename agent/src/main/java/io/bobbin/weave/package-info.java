/**
 * The weaver: class files in, class files out. It needs no agent, loads no class, and knows the
 * runtime only by the names in {@link io.bobbin.weave.Abi}.
 *
 * <p>{@link io.bobbin.weave.Weaver} is the entry, {@link io.bobbin.weave.ClassWeave} the pipeline
 * for a class and {@link io.bobbin.weave.MethodWeave} the one for a method; each pass is a class of
 * its own.
 */
@NullMarked
package io.bobbin.weave;

import org.jspecify.annotations.NullMarked;
