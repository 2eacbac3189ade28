package io.bobbin.stress;

import io.bobbin.Channel;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A sender and a receiver that wait for each other, but not for long. */
@JCStressTest
@Outcome(id = "sent, 7", expect = Expect.ACCEPTABLE, desc = "They met.")
@Outcome(id = "too late, too late", expect = Expect.ACCEPTABLE, desc = "They missed each other.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "Only one of them thinks that they met.")
@State
public class HandOffAndTimeouts {
  private static final Duration SHORT = Duration.ofNanos(20_000);

  private final Channel<Integer> channel = Channel.unbuffered();

  /** Sends. */
  @Actor
  public void send(LL_Result result) {
    try {
      channel.send(7, SHORT);
      result.r1 = "sent";
    } catch (TimeoutException e) {
      result.r1 = "too late";
    }
  }

  /** Receives. */
  @Actor
  public void receive(LL_Result result) {
    try {
      result.r2 = channel.receive(SHORT);
    } catch (TimeoutException e) {
      result.r2 = "too late";
    }
  }
}
