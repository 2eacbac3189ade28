package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasklets that a watchdog interrupts again and again come to what they come to without one. */
@Timeout(120)
class WatchdogsTest {
  private static final Duration BUDGET = Duration.ofMillis(1);
  private static final int ROUNDS = 20;
  private static final int DEPTH = 100;

  private static volatile long sink;

  private final Scheduler here = Scheduler.here();
  private final Channel<Integer> channel = Channel.unbuffered();

  @AfterEach
  void close() {
    here.close();
  }

  /** What a tasklet does in each of its rounds besides to compute. */
  private enum Work {
    NOTHING,
    YIELDS_DEEP_DOWN,
    SENDS,
    IS_ATOMIC
  }

  /** Computes for some time, which others may interrupt. */
  @Suspendable(preempt = true)
  private static void computes(Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      sink++;
    }
  }

  @Suspendable
  private static int yieldsDeepDown(int depth) {
    if (depth == 0) {
      Tasklet.yield();
      return 0;
    }
    return 1 + yieldsDeepDown(depth - 1);
  }

  @Suspendable
  private int works(Work work) throws Exception {
    int done = 0;
    for (int i = 0; i < ROUNDS; i++) {
      switch (work) {
        case YIELDS_DEEP_DOWN -> done += yieldsDeepDown(DEPTH) / DEPTH;
        case SENDS -> {
          channel.send(i);
          done++;
        }
        case IS_ATOMIC ->
            done +=
                Tasklet.<Integer>atomic(
                    () -> {
                      computes(BUDGET);
                      return 1;
                    });
        case NOTHING -> done++;
      }
      computes(BUDGET.multipliedBy(2));
    }
    return done;
  }

  @ParameterizedTest
  @EnumSource(Work.class)
  void whoIsInterruptedAndResumedLosesNothing(Work work) {
    List<Integer> served = new ArrayList<>();
    here.start(
        () -> {
          for (int each : channel) {
            served.add(each);
          }
        });
    List<Tasklet<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      workers.add(here.start(() -> works(work)));
    }
    here.start(
        () -> {
          for (Tasklet<?> each : workers) {
            each.join();
          }
          channel.close();
        });
    int interruptions = 0;
    for (Tasklet<?> late = here.watch(BUDGET); late != null; late = here.watch(BUDGET)) {
      assertThat(late).isIn(workers);
      interruptions++;
      late.resume();
    }
    assertThat(interruptions).isGreaterThan(3);
    for (Tasklet<Integer> each : workers) {
      assertThat(each.join()).isEqualTo(ROUNDS);
    }
    assertThat(served).hasSize(work == Work.SENDS ? 3 * ROUNDS : 0);
  }

  @Test
  void aChainThatIsRunForATimeAgainAndAgainKeepsItsTasklets() {
    List<Channel<Integer>> links = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      links.add(Channel.unbuffered());
    }
    int[] rounds = new int[1];
    List<Tasklet<?>> chain = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Channel<Integer> from = links.get(i);
      Channel<Integer> to = links.get((i + 1) % 3);
      boolean counts = i == 0;
      chain.add(
          here.start(
              () -> {
                while (true) {
                  int token = from.receive();
                  computes(Duration.ofNanos(100_000));
                  rounds[0] += counts ? 1 : 0;
                  to.send(token + 1);
                }
              }));
    }
    here.start("first", () -> links.get(0).send(0));
    int before = 0;
    for (int i = 0; i < 10; i++) {
      while (rounds[0] == before) {
        assertThat(here.run(Duration.ofMillis(5))).as("all is done").isFalse();
      }
      before = rounds[0];
      assertThat(here.runnable().size() + waiting(links)).isEqualTo(chain.size());
    }
    chain.forEach(Tasklet::kill);
  }

  private static int waiting(List<Channel<Integer>> links) {
    return links.stream().mapToInt(each -> each.waiters().size()).sum();
  }
}
