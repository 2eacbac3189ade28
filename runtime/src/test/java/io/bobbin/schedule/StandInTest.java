package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.channel.BufferedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Whose turn it is when several threads run the tasklets of one, as some are pinned. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class StandInTest {
  private final BufferedChannel<Integer> first = new BufferedChannel<>(0);
  private final BufferedChannel<Integer> second = new BufferedChannel<>(0);

  @Test
  void aStandInThatReadsThatItIsToEndDoesNotSleepFirst() {
    Here here = (Here) Here.ofThisThread();
    TaskletStrand<?> pinned = here.launch(null, body(plain(first::receive)), null);
    Thread waker =
        new Thread(
            () -> {
              awaitPinned(pinned);
              here.runAside( // by the stand-in
                  () -> {
                    first.send(1);
                    awaitMessage(here);
                    assertThat(here.tasklets()).contains(pinned);
                  });
            });
    waker.start();
    pinned.join();
  }

  @Test
  void aPinnedTaskletGoesOnThoughATaskletHasReadThatItCan() {
    Here here = (Here) Here.ofThisThread();
    TaskletStrand<?> onOwner =
        here.launch(
            null,
            body(
                plain(first::receive),
                plain(
                    () -> {
                      assertThat(here.runnable()).isEmpty();
                      second.send(1);
                      awaitMessage(here);
                      assertThat(here.runnable()).isEmpty();
                    })),
            null);
    TaskletStrand<?> onStandIn = here.launch(null, body(plain(second::receive)), null);
    Thread waker =
        new Thread(
            () -> {
              awaitPinned(onStandIn);
              first.send(1);
            });
    waker.start();
    onOwner.join();
    onStandIn.join();
  }

  private static void awaitPinned(TaskletStrand<?> tasklet) {
    while (!(tasklet.innermost() instanceof ThreadStrand)) {
      Thread.onSpinWait();
    }
  }

  private static void awaitMessage(Here here) {
    while (here.inbox.isEmpty()) {
      Thread.onSpinWait();
    }
  }
}
