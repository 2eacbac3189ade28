/**
 * Parked tasklets as bytes, and bytes as parked tasklets: see {@link io.bobbin.pickle.Pickle}.
 *
 * <p>{@link io.bobbin.pickle.ImageWriter} walks what a tasklet reaches with a stack of its own, and
 * writes each object behind those that it refers to. {@link io.bobbin.pickle.ImageReader} reads
 * that from front to back. What is written of an object is up to its {@link io.bobbin.pickle.Form}:
 * there is one for each kind of class, found by {@link io.bobbin.pickle.Forms}. The format is
 * described in {@code docs/pickle-format.md}.
 *
 * <p>Null is for parameters and results that are declared {@code @Nullable} only. Elsewhere it is
 * refused by a {@link java.lang.NullPointerException}, as a rule by the call itself, which has had
 * no effect then.
 */
@NullMarked
package io.bobbin.pickle;

import org.jspecify.annotations.NullMarked;
