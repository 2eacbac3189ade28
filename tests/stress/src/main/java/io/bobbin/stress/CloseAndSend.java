package io.bobbin.stress;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A send into a buffer that has room, and a close. */
@JCStressTest
@Outcome(id = "sent, 7", expect = Expect.ACCEPTABLE, desc = "The value is kept for receivers.")
@Outcome(id = "refused, nothing", expect = Expect.ACCEPTABLE, desc = "The close came first.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The value is lost, or sent in vain.")
@State
public class CloseAndSend {
  private final Channel<Integer> channel = Channel.buffered(1);

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

  /** Closes. */
  @Actor
  public void close() {
    channel.close();
  }

  /** Looks what is left. */
  @Arbiter
  public void receive(LL_Result result) {
    result.r2 =
        channel.receiveOrClosed() instanceof Received.Value<Integer> left
            ? left.value()
            : "nothing";
  }
}
