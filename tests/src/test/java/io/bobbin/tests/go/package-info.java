/** Go's words for static import: the behaviour of the tests of pygolang. */
@NullMarked
package io.bobbin.tests.go;

import org.jspecify.annotations.NullMarked;
