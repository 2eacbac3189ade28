/** Stackless Python's tasklets and scheduler: the behaviour of its tests. */
@NullMarked
package io.bobbin.tests.stackless;

import org.jspecify.annotations.NullMarked;
