/** Programs that use other people's libraries, to be run with and without the agent. */
@NullMarked
package io.bobbin.tests.foreign.work;

import org.jspecify.annotations.NullMarked;
