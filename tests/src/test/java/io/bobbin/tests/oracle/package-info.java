/**
 * The oracle of the weaver: runs a target as javac made it, runs it woven with a park at every
 * suspend point, and compares everything that can be seen of the two runs.
 *
 * <p>{@link io.bobbin.tests.oracle.Differential} is the comparison; {@link
 * io.bobbin.tests.oracle.TestStack} drives woven code without a scheduler; {@link
 * io.bobbin.tests.oracle.Park} and {@link io.bobbin.tests.oracle.Log} are what targets call. {@link
 * io.bobbin.tests.oracle.RunCorpus} runs the corpus without JUnit.
 */
@NullMarked
package io.bobbin.tests.oracle;

import org.jspecify.annotations.NullMarked;
