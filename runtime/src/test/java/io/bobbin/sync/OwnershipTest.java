package io.bobbin.sync;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.catching;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.sync.SyncBodies.await;
import static io.bobbin.sync.SyncBodies.outOfMemory;
import static io.bobbin.sync.SyncBodies.run;
import static io.bobbin.sync.SyncBodies.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.TaskletKilled;
import io.bobbin.schedule.TaskletStrand;
import io.bobbin.schedule.WaitReason;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has a mutex, and what becomes of it when its waiters end otherwise. */
@Timeout(60)
class OwnershipTest {
  private final Ownership mutex = new Ownership();
  private final Signals signals = new Signals(mutex);

  @Test
  void itIsHandedToWhoWaitsLongest() {
    mutex.take(null);
    TaskletStrand<List<Object>> first = run(body(take(mutex), plain(mutex::give)));
    TaskletStrand<List<Object>> second = run(body(take(mutex), plain(mutex::give)));
    assertThat(first.waitReason()).isEqualTo(WaitReason.MUTEX);
    mutex.give();
    assertThat(mutex).hasToString("mutex locked by tasklet " + first.name());
    assertThat(mutex.tryTake()).isFalse();
    assertThat(second.join()).containsExactly(0L, "done");
    assertThat(first.join()).containsExactly(0L, "done");
    assertThat(mutex.isOwned()).isFalse();
  }

  @Test
  void whoIsKilledInLineIsPassedOver() {
    mutex.take(null);
    TaskletStrand<List<Object>> killed = run(body(take(mutex)));
    TaskletStrand<List<Object>> next = run(body(take(mutex), plain(mutex::give)));
    killed.kill();
    mutex.give();
    assertThat(next.join()).containsExactly(0L, "done");
    assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(mutex.isOwned()).isFalse();
  }

  @Test
  void whoIsKilledAfterTheHandOverHasTheMutexAndIsToldAtItsNextWait() {
    mutex.take(null);
    Ownership other = new Ownership();
    TaskletStrand<List<Object>> tasklet =
        run(catching(take(mutex), plain(mutex::give), take(other)));
    mutex.give();
    tasklet.kill();
    List<Object> results = tasklet.join();
    assertThat(results.subList(0, 2)).containsExactly(0L, "done");
    assertThat(results.get(2)).isInstanceOf(TaskletKilled.class);
    assertThat(other.isOwned()).isFalse();
  }

  @Test
  void whoCannotParkForWantOfMemoryIsInLineNoMore() {
    mutex.take(null);
    run(catching(outOfMemory(take(mutex), () -> {})));
    mutex.give();
    assertThat(mutex.isOwned()).isFalse();
  }

  @Test
  void whatIsHandedToSomebodyWhoCannotParkForWantOfMemoryIsTakenBack() {
    mutex.take(null);
    TaskletStrand<List<Object>> tasklet =
        run(catching(outOfMemory(take(mutex), this::giveOnBehalfOfTheOwner)));
    assertThat(tasklet.join()).hasSize(1);
    assertThat(mutex.isOwned()).isFalse();
  }

  private void giveOnBehalfOfTheOwner() {
    mutex.lock();
    mutex.giveUp();
  }

  @Test
  void aSignalMovesWhoWaitsIntoTheLineOfTheMutex() {
    TaskletStrand<List<Object>> waiter = run(body(take(mutex), await(signals), plain(mutex::give)));
    assertThat(waiter.waitReason()).isEqualTo(WaitReason.CONDITION);
    mutex.take(null);
    signals.signal();
    Scheduler.here().run();
    assertThat(waiter.waitReason()).isEqualTo(WaitReason.MUTEX);
    mutex.give();
    assertThat(waiter.join()).containsExactly("locked", 0L, "done");
  }

  @Test
  void whoIsKilledAfterTheSignalStillGetsTheMutex() {
    TaskletStrand<List<Object>> waiter =
        run(catching(take(mutex), await(signals), plain(mutex::give), take(mutex)));
    mutex.take(null);
    signals.signal();
    waiter.kill();
    Scheduler.here().run();
    assertThat(waiter.waitReason()).isEqualTo(WaitReason.MUTEX);
    mutex.give();
    assertThat(waiter.join().subList(0, 3)).containsExactly("locked", 0L, "done");
    assertThat(waiter.join().get(3)).isInstanceOf(TaskletKilled.class);
    assertThat(mutex.isOwned()).isFalse();
  }

  @Test
  void aSignalToSomebodyWhoCannotParkForWantOfMemoryGoesToTheNext() throws Exception {
    FutureTask<Boolean> next =
        new FutureTask<>(
            () -> {
              mutex.take(null);
              signals.await(null);
              mutex.give();
              return true;
            });
    Thread thread = new Thread(next);
    Runnable meanwhile =
        () -> {
          thread.start();
          while (thread.getState() != Thread.State.WAITING || mutex.isOwned()) {
            Thread.onSpinWait();
          }
          mutex.tryTake();
          signals.signal(); // to who cannot park
        };
    TaskletStrand<List<Object>> failing =
        run(catching(take(mutex), outOfMemory(await(signals), meanwhile), plain(mutex::give)));
    assertThat(failing.join().get(1)).isInstanceOf(OutOfMemoryError.class);
    assertThat(failing.join().get(2)).isEqualTo("done");
    assertThat(next.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(mutex.isOwned()).isFalse();
  }

  @Test
  void aMutexHandedToASignalledOneWhoCannotParkForWantOfMemoryIsTakenBack() {
    TaskletStrand<List<Object>> failing =
        run(catching(take(mutex), outOfMemory(await(signals), signals::signal)));
    assertThat(failing.join().get(1)).isInstanceOf(OutOfMemoryError.class);
    assertThat(mutex.isOwned()).isFalse();
  }
}
