package io.bobbin.stress;

import io.bobbin.Channel;
import io.bobbin.Select;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Two who try to meet a select that waits, and its timeout: at most one of the three is first. */
@JCStressTest
@Outcome(id = "a, true, false", expect = Expect.ACCEPTABLE, desc = "The one was first.")
@Outcome(id = "b, false, true", expect = Expect.ACCEPTABLE, desc = "The other was first.")
@Outcome(id = "none, false, false", expect = Expect.ACCEPTABLE, desc = "The timeout was first.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "A value was lost, or two were taken.")
@State
public class SelectAndTwoPartners {
  private final Channel<String> a = Channel.unbuffered();
  private final Channel<String> b = Channel.unbuffered();

  /** Waits for both, but not for long. */
  @Actor
  public void select(LLL_Result result) {
    result.r1 =
        Select.<String>of(
            a.onReceive(value -> value),
            b.onReceive(value -> value),
            Select.after(Duration.ofNanos(20_000), () -> "none"));
  }

  /** Tries the one. */
  @Actor
  public void first(LLL_Result result) {
    result.r2 = a.trySend("a");
  }

  /** Tries the other. */
  @Actor
  public void second(LLL_Result result) {
    result.r3 = b.trySend("b");
  }
}
