/**
 * Races of two or three operations, for jcstress: each class names all outcomes that there may be.
 */
@NullMarked
package io.bobbin.stress;

import org.jspecify.annotations.NullMarked;
