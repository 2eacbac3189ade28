/** JMH benchmarks, with the peers beside what they are compared with. */
@NullMarked
package io.bobbin.benchmarks;

import org.jspecify.annotations.NullMarked;
