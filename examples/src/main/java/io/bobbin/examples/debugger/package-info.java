/** The parts of a debugger: a debugged process, who alone may touch it, and an interpreter. */
@NullMarked
package io.bobbin.examples.debugger;

import org.jspecify.annotations.NullMarked;
