package io.bobbin.stress;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A sender and a receiver that wait for each other, and a close. */
@JCStressTest
@Outcome(id = "sent, 7", expect = Expect.ACCEPTABLE, desc = "They met before the close.")
@Outcome(id = "refused, closed", expect = Expect.ACCEPTABLE, desc = "The close came first.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Only one of them knows of the close.")
@State
public class HandOffAndClose {
  private final Channel<Integer> channel = Channel.unbuffered();

  /** Sends. */
  @Actor
  public void send(LL_Result result) {
    try {
      channel.send(7);
      result.r1 = "sent";
    } catch (ChannelClosedException e) {
      result.r1 = "refused";
    }
  }

  /** Receives. */
  @Actor
  public void receive(LL_Result result) {
    result.r2 =
        channel.receiveOrClosed() instanceof Received.Value<Integer> got ? got.value() : "closed";
  }

  /** Closes. */
  @Actor
  public void close() {
    channel.close();
  }
}
