package io.bobbin.stress;

import io.bobbin.Channel;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A tasklet that receives is killed while it is given a value. Needs the agent. */
@JCStressTest
@Outcome(id = "true, 7", expect = Expect.ACCEPTABLE, desc = "It was given the value first.")
@Outcome(id = "false, killed", expect = Expect.ACCEPTABLE, desc = "It was killed first.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The value is lost, or came from nowhere.")
@State
public class HandOffAndKill {
  private final Channel<Integer> channel = Channel.unbuffered();
  private final Tasklet<Integer> receiver = Tasklet.start(this::receive);

  @Suspendable
  private int receive() {
    return channel.receive();
  }

  /** Sends if somebody waits. */
  @Actor
  public void send(LL_Result result) {
    result.r1 = channel.trySend(7);
  }

  /** Kills. */
  @Actor
  public void kill() {
    receiver.kill();
  }

  /** Looks what the tasklet has received. */
  @Arbiter
  public void join(LL_Result result) {
    try {
      result.r2 = receiver.join();
    } catch (TaskletFailedException e) {
      result.r2 = e.getCause() instanceof TaskletKilled ? "killed" : e.getCause();
    }
  }
}
