/** Greenlets: the behaviour of the tests of Python's greenlet package, and what is Bobbin's own. */
@NullMarked
package io.bobbin.tests.greenlet;

import org.jspecify.annotations.NullMarked;
