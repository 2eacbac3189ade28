package io.bobbin.sync;

import static io.bobbin.schedule.HandWoven.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.schedule.Dispatcher;
import io.bobbin.schedule.HandWoven;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.WaitReason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The counter of a wait group. */
@Timeout(60)
class CountdownTest {
  private final Dispatcher here = (Dispatcher) Scheduler.here();
  private final Countdown counter = new Countdown();

  private TaskletStrand<List<Object>> waiter() {
    HandWoven.Step await =
        stack -> {
          counter.await(null, stack, 0);
          return "released";
        };
    TaskletStrand<List<Object>> started = here.launch(null, body(await), null);
    here.run();
    return started;
  }

  @Test
  void zeroIsNotWaitedFor() {
    assertThat(waiter().state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void allParkUntilItIsZero() {
    counter.add(2);
    TaskletStrand<List<Object>> first = waiter();
    TaskletStrand<List<Object>> second = waiter();
    counter.add(-1);
    here.run();
    assertThat(first.waitReason()).isEqualTo(WaitReason.WAIT_GROUP);
    assertThat(second.waitReason()).isEqualTo(WaitReason.WAIT_GROUP);
    counter.add(-1);
    assertThat(first.join()).hasSize(1);
    assertThat(second.join()).hasSize(1);
  }

  @Test
  void aKilledWaiterHasWaitedInVain() {
    counter.add(1);
    TaskletStrand<?> waiter = waiter();
    waiter.kill();
    assertThatThrownBy(waiter::join).hasCauseInstanceOf(TaskletKilled.class);
    counter.add(-1);
    assertThat(counter.count()).isZero();
  }
}
