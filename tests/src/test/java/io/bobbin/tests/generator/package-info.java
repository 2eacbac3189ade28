/**
 * Random programs for the weaver: made from a seed, compiled in process, run plain and woven by the
 * {@linkplain io.bobbin.tests.oracle.Differential oracle}, and shrunk when the two runs differ.
 *
 * <p>{@link io.bobbin.tests.generator.Construct} is the table of what programs consist of and how
 * often. {@link io.bobbin.tests.generator.ProgramGenerator} turns a seed into a tree of {@link
 * io.bobbin.tests.generator.Node nodes}: first the {@link io.bobbin.tests.generator.Skeleton}
 * (types and signatures), then the bodies ({@link io.bobbin.tests.generator.Statements}, {@link
 * io.bobbin.tests.generator.Expressions} and their helpers). {@link
 * io.bobbin.tests.generator.Campaign} runs many, {@link io.bobbin.tests.generator.Shrinker} reduces
 * those that fail, and {@link io.bobbin.tests.generator.RunPrograms} is the command.
 */
@NullMarked
package io.bobbin.tests.generator;

import org.jspecify.annotations.NullMarked;
