package io.bobbin.stress;

import io.bobbin.Channel;
import io.bobbin.Select;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Two selects at opposite ends of two channels, in opposite orders: they meet once. */
@JCStressTest
@Outcome(id = "sent on a, 1", expect = Expect.ACCEPTABLE, desc = "They met on one channel.")
@Outcome(id = "2, sent on b", expect = Expect.ACCEPTABLE, desc = "They met on the other.")
@Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "They do not agree where they met.")
@State
public class SelectAndSelect {
  private final Channel<Integer> a = Channel.unbuffered();
  private final Channel<Integer> b = Channel.unbuffered();

  /** Sends on the one or receives from the other. */
  @Actor
  public void first(LL_Result result) {
    result.r1 = Select.<Object>of(a.onSend(1, () -> "sent on a"), b.onReceive(value -> value));
  }

  /** Does the opposite. */
  @Actor
  public void second(LL_Result result) {
    result.r2 = Select.<Object>of(b.onSend(2, () -> "sent on b"), a.onReceive(value -> value));
  }
}
