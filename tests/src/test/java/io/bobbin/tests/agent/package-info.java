/**
 * The packaged agent, as its users meet it: in JVMs of their own, by the command line.
 *
 * <p>{@link io.bobbin.tests.agent.ChildJvm} starts them, {@link io.bobbin.tests.agent.Program}
 * compiles what they run.
 */
package io.bobbin.tests.agent;
