/**
 * JMH benchmarks, with the peers beside what they are compared with, in the same run.
 *
 * <p>There is one class for each contender ({@link io.bobbin.benchmarks.Bobbin}, {@link
 * io.bobbin.benchmarks.Plain}, ...) and in it one method for each workload; the same name means the
 * same work. {@link io.bobbin.benchmarks.Compare} runs them side by side and prints a table. Every
 * workload checks itself before it is measured.
 */
@NullMarked
package io.bobbin.benchmarks;

import org.jspecify.annotations.NullMarked;
