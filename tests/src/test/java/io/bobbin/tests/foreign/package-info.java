/**
 * Other people's code. {@code ForeignClassesTest} weaves every class of large published jars and
 * has the JVM verify it; {@code ForeignWorkTest} lets some of them do real work inside a tasklet
 * that parks at every tenth chance, and compares with what they do in a JVM without the agent.
 */
@NullMarked
package io.bobbin.tests.foreign;

import org.jspecify.annotations.NullMarked;
