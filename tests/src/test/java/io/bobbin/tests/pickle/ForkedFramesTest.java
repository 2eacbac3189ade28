package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Fork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames of forks are their own, of whatever shape. */
class ForkedFramesTest {
  @BeforeEach
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  /** What was forked, and its twin, once each has returned. */
  private static List<String> results(Forking body) {
    Scheduler here = Scheduler.here();
    Channel<Tasklet<?>> twins = Channel.buffered(1);
    Tasklet<String> first = here.start(() -> body.run(twins));
    String ofFirst = first.join();
    Tasklet<?> twin = twins.receive();
    twin.resume();
    return List.of(ofFirst, (String) twin.join());
  }

  /** What forks in the middle, and sends its twin. */
  @Suspendable
  interface Forking {
    String run(Channel<Tasklet<?>> twins);
  }

  @Suspendable
  private static boolean isTwin(Channel<Tasklet<?>> twins) {
    Tasklet<?> twin = Fork.here();
    if (twin == null) {
      return true;
    }
    twins.send(twin);
    return false;
  }

  @Suspendable
  private static String small(Channel<Tasklet<?>> twins) {
    int count = 3;
    String text = "text" + count;
    StringBuilder own = new StringBuilder("own");
    own.append(isTwin(twins) ? " twin" : " first");
    count++;
    return text + count + own;
  }

  @Test
  void aSmallFrameIsCopied() {
    assertThat(results(ForkedFramesTest::small))
        .containsExactly("text34own first", "text34own twin");
  }

  @Suspendable
  private static String large(Channel<Tasklet<?>> twins) {
    List<Object> all = new ArrayList<>();
    int one = 1;
    long two = 1L << 40;
    double three = 0.3;
    byte four = -4;
    String five = "five";
    Object six = List.of(all.size());
    float seven = 7.5f;
    long eight = -8;
    List<Object> same = all;
    for (int i = 0; i < 3; i++) {
      if (i == 1) {
        all.add(isTwin(twins) ? "twin" : "first");
      }
      one++;
      two++;
      eight--;
      all.add(i);
    }
    return all + " " + one + two + three + four + five + six + seven + eight + (same == all);
  }

  @Test
  void aLargeFrameIsCopied() {
    String rest = " 4" + ((1L << 40) + 3) + "0.3-4five[0]7.5-11true";
    assertThat(results(ForkedFramesTest::large))
        .containsExactly("[0, first, 1, 2]" + rest, "[0, twin, 1, 2]" + rest);
  }

  @Suspendable
  private static long deep(int levels, int[] counter, Channel<Tasklet<?>> twins) {
    if (levels == 0) {
      return isTwin(twins) ? 1_000_000 : 0;
    }
    long below = deep(levels - 1, counter, twins);
    return below + levels + counter[0]++;
  }

  @Test
  void eachOfManyFramesIsCopied() {
    int levels = 1_000;
    long sum = 0;
    for (int i = 1; i <= levels; i++) {
      sum += i + i - 1;
    }
    assertThat(results(twins -> "" + deep(levels, new int[1], twins)))
        .containsExactly("" + sum, "" + (sum + 1_000_000));
  }
}
