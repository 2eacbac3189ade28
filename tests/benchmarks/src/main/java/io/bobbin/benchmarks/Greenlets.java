package io.bobbin.benchmarks;

import io.bobbin.Suspendable;
import io.bobbin.greenlet.Greenlet;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Two greenlets that switch to each other at the bottom of recursions, and stay there. */
@State(Scope.Thread)
public class Greenlets {
  @Param({"1", "10", "1000"})
  int depth;

  private final Greenlet<Integer, Integer> root = Greenlet.root();
  private final Greenlet<Integer, Integer> ping = Greenlet.of(ball -> ping(depth, ball));
  private final Greenlet<Integer, Integer> pong = Greenlet.of(ball -> pong(depth, ball));

  /** Comes back to the root after so many switches to the other and back. */
  @Suspendable
  private int ping(int levels, int first) {
    if (levels > 1) {
      return ping(levels - 1, first) + 1;
    }
    int ball = first;
    while (true) {
      for (int i = 0; i < Workload.BATCH / 2; i++) {
        ball = pong.switchTo(ball);
      }
      ball = root.switchTo(ball);
    }
  }

  @Suspendable
  private int pong(int levels, int first) {
    if (levels > 1) {
      return pong(levels - 1, first) + 1;
    }
    int ball = first;
    while (true) {
      ball = ping.switchTo((ball + 1) % Check.YIELDED);
    }
  }

  int play() {
    return ping.switchTo(0);
  }

  @Setup
  public void setup() {
    Check.woven(true, Greenlets.class, "ping");
    Check.same("ball", Workload.BATCH / 2 % Check.YIELDED, play());
  }
}
