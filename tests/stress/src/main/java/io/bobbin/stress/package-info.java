/** jcstress and Lincheck tests of what threads share. */
@NullMarked
package io.bobbin.stress;

import org.jspecify.annotations.NullMarked;
