package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Mutex;
import io.bobbin.Priority;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose turn it is: tasklets that are made, inserted, removed, run and switched to by hand. */
@Timeout(60)
class TurnsTest {
  private final Scheduler here = Scheduler.here();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    here.close();
  }

  @Suspendable
  private void twice(String name) {
    log.add(name + 1);
    Tasklet.yield();
    log.add(name + 2);
  }

  private Tasklet<?> starts(String name) {
    return here.start(name, () -> twice(name));
  }

  @Suspendable
  private void pausing(String name) {
    log.add(name + " begins");
    currentTasklet().pause();
    log.add(name + " goes on");
  }

  private static Tasklet<?> currentTasklet() {
    Tasklet<?> current = Tasklet.current();
    if (current == null) {
      throw new AssertionError("no tasklet");
    }
    return current;
  }

  // bind, setup, insert, remove

  @Test
  void aNewTaskletRunsOnceItIsInserted() {
    Tasklet<String> made = Tasklet.unstarted("made", () -> "result");
    made.pause(); // does nothing
    here.run();
    assertThat(made.state()).isEqualTo(Tasklet.State.RUNNABLE);
    assertThat(made.name()).isEqualTo("made");
    assertThat(here.runnable()).isEmpty();
    here.resume(made);
    assertThat(here.runnable().get(0)).isSameAs(made);
    here.run();
    assertThat(made.join()).isEqualTo("result");
    assertThatThrownBy(() -> here.resume(made)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNewTaskletBelongsToNobodyUntilItIsInserted() throws Exception {
    Tasklet<Thread> made = Tasklet.unstarted("made", Thread::currentThread);
    try (Scheduler pool = Scheduler.pool(1)) {
      pool.resume(made);
      assertThat(made.join()).isNotSameAs(Thread.currentThread());
    }
    Tasklet<?> ofTasklet =
        here.start(() -> Tasklet.unstarted("inner", () -> log.add("x")).resume());
    ofTasklet.join();
    here.run();
    assertThat(log).containsExactly("x");
  }

  @Test
  void aNewTaskletIsNotRunBeforeItIsInserted() {
    Tasklet<?> made = Tasklet.unstarted("made", () -> log.add("run"));
    assertThatThrownBy(() -> Tasklet.yieldTo(made))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("made")
        .hasMessageContaining("call resume() first");
    Tasklet<?> caller = here.start(() -> Tasklet.yieldTo(made));
    assertThatThrownBy(caller::join)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call resume() first");
    here.resume(made);
    Tasklet.yieldTo(made);
    assertThat(log).containsExactly("run");
  }

  @Test
  void aNewTaskletThatIsKilledNeverBegins() {
    Tasklet<?> made = Tasklet.unstarted("made", () -> log.add("begun"));
    made.kill();
    here.resume(made);
    assertThatThrownBy(made::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(log).isEmpty();
  }

  @Test
  void whoIsRemovedDoesNotRunUntilItIsInserted() {
    Tasklet<?> one = starts("a");
    Tasklet<?> other = starts("b");
    one.pause();
    one.pause(); // does nothing
    assertThat(here.runnable()).isEqualTo(List.of(other));
    assertThat(one.state()).isEqualTo(Tasklet.State.RUNNABLE);
    here.run();
    assertThat(log).containsExactly("b1", "b2");
    one.resume();
    here.run();
    assertThat(log).containsExactly("b1", "b2", "a1", "a2");
  }

  @Test
  void whoIsInTheMiddleIsRemovedToo() {
    Tasklet<?> one = starts("a");
    assertThat(here.run(1)).isFalse();
    one.pause();
    here.run();
    assertThat(log).containsExactly("a1");
    one.resume();
    assertThatThrownBy(one::resume).isInstanceOf(IllegalStateException.class);
    here.run();
    assertThat(log).containsExactly("a1", "a2");
  }

  @Test
  void whoWaitsOrHasEndedCannotBeRemoved() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<?> waits = here.start(() -> channel.receive());
    here.run();
    assertThatThrownBy(waits::pause)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not runnable");
    waits.kill();
    here.run();
    assertThatThrownBy(waits::pause).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoWasServedIsRemovedWithWhatItGot() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<Integer> receiver = here.start(() -> channel.receive());
    here.run();
    channel.send(7);
    receiver.pause();
    here.run();
    assertThat(receiver.state()).isEqualTo(Tasklet.State.RUNNABLE);
    receiver.resume();
    assertThat(receiver.join()).isEqualTo(7);
  }

  // schedule_remove

  @Test
  void aTaskletRemovesItself() {
    Tasklet<?> one = here.start(() -> pausing("a"));
    starts("b");
    here.run();
    assertThat(log).containsExactly("a begins", "b1", "b2");
    one.resume();
    here.run();
    assertThat(log).containsExactly("a begins", "b1", "b2", "a goes on");
  }

  @Test
  void whoRemovedItselfIsInsertedByAnother() {
    Tasklet<?> one = here.start(() -> pausing("a"));
    here.start(
        () -> {
          log.add("b");
          one.resume();
          log.add("b again");
        });
    here.run();
    assertThat(log).containsExactly("a begins", "b", "b again", "a goes on");
  }

  @Test
  void whoRemovedItselfIsKilledWhereItIs() {
    Tasklet<?> one =
        here.start(
            () -> {
              try {
                pausing("a");
              } finally {
                log.add("finally");
              }
            });
    here.run();
    one.kill();
    here.run();
    assertThat(log).containsExactly("a begins", "finally");
    assertThatThrownBy(one::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void whoRemovedItselfIsNoDeadlock() {
    here.start(() -> pausing("a"));
    here.run();
    here.run();
    assertThat(log).containsExactly("a begins");
  }

  // run

  @Test
  void aThreadRunsOneTaskletAndNoOther() {
    Tasklet<?> one = starts("a");
    Tasklet<?> other = starts("b");
    Tasklet.yieldTo(other);
    assertThat(log).containsExactly("b1");
    Tasklet.yieldTo(one);
    Tasklet.yieldTo(other);
    assertThat(log).containsExactly("b1", "a1", "b2");
    assertThat(other.state()).isEqualTo(Tasklet.State.ENDED);
    assertThatThrownBy(() -> Tasklet.yieldTo(other)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoIsRunByATaskletRunsNextAndThenItsCaller() {
    starts("a");
    Tasklet<?> last = starts("b");
    Tasklet<?> caller =
        here.start(
            () -> {
              log.add("caller");
              Tasklet.yieldTo(last);
              log.add("caller again");
            });
    Tasklet.yieldTo(caller);
    here.run();
    assertThat(log).containsExactly("caller", "b1", "caller again", "a1", "b2", "a2");
  }

  @Test
  void whoWasRemovedIsRun() {
    Tasklet<?> removed = starts("a");
    removed.pause();
    Tasklet.yieldTo(removed);
    assertThat(log).containsExactly("a1");
    here.run();
    assertThat(log).containsExactly("a1", "a2");
  }

  @Test
  void whoeverIsMoreUrgentWhoIsRunComesFirst() {
    Tasklet<?> normal = starts("normal");
    here.start(Priority.HIGH, () -> log.add("urgent"));
    Tasklet.yieldTo(normal);
    assertThat(log).containsExactly("normal1");
    here.run();
    assertThat(log).containsExactly("normal1", "urgent", "normal2");
  }

  @Test
  void whoWaitsCannotBeRun() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<Integer> waits = here.start(() -> channel.receive());
    Tasklet.yieldTo(waits);
    assertThat(waits.state()).isEqualTo(Tasklet.State.WAITING);
    assertThatThrownBy(() -> Tasklet.yieldTo(waits))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not runnable");
    channel.send(1);
    Tasklet.yieldTo(waits);
    assertThat(waits.join()).isEqualTo(1);
  }

  // switch

  @Test
  void whoSwitchesIsPaused() {
    Tasklet<?> target = Tasklet.unstarted("target", () -> log.add("target"));
    Tasklet<?> source =
        here.start(
            () -> {
              here.resume(target);
              Tasklet.switchTo(target);
              log.add("source again");
            });
    here.run();
    assertThat(log).containsExactly("target");
    source.resume();
    here.run();
    assertThat(log).containsExactly("target", "source again");
  }

  @Suspendable
  private void handTo(Tasklet<?>[] tasklets, int self) {
    for (int i = 0; i < 3; i++) {
      log.add("" + self);
      Tasklet.switchTo(tasklets[(self + 1) % tasklets.length]);
    }
  }

  @Test
  void taskletsThatSwitchNeedNoQueue() {
    Tasklet<?>[] ring = new Tasklet<?>[3];
    for (int i = 0; i < ring.length; i++) {
      int self = i;
      ring[i] = here.start(() -> handTo(ring, self));
      ring[i].pause();
    }
    Tasklet.yieldTo(ring[0]);
    here.run();
    assertThat(String.join("", log)).isEqualTo("012012012");
    // The last switch was to the first, which has ended; the others wait to be switched to.
    assertThat(ring[0].state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(ring[2].state()).isEqualTo(Tasklet.State.RUNNABLE);
    ring[1].resume();
    ring[2].resume();
    here.run();
    assertThat(ring[1].state()).isEqualTo(Tasklet.State.ENDED);
    assertThatCode(ring[2]::join).doesNotThrowAnyException();
  }

  @Test
  void aTaskletSwitchesToItself() {
    here.start(
            () -> {
              Tasklet.switchTo(currentTasklet());
              Tasklet.yieldTo(currentTasklet());
              log.add("goes on");
            })
        .join();
    assertThat(log).containsExactly("goes on");
  }

  @Test
  void whoCannotBeSwitchedToLeavesTheCallerRunning() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<Integer> waits = here.start(() -> channel.receive());
    here.run();
    here.start(
            () -> {
              assertThatThrownBy(() -> Tasklet.switchTo(waits))
                  .isInstanceOf(IllegalStateException.class);
              refused(waits);
              log.add("goes on");
            })
        .join();
    assertThat(log).containsExactly("refused", "goes on");
    channel.send(1);
    here.run();
  }

  @Suspendable
  private void refused(Tasklet<?> target) {
    try {
      Tasklet.switchTo(target);
    } catch (IllegalStateException e) {
      log.add("refused");
    }
  }

  @Test
  void aThreadIsNotPaused() {
    Tasklet<?> target = starts("a");
    assertThatThrownBy(() -> Tasklet.switchTo(target))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is for tasklets");
    here.run();
  }

  @Test
  void whereATaskletCannotBeLeftItDoesNotLeave() {
    Tasklet<?> target = starts("a");
    Tasklet<?> pinned =
        here.start(
            () -> {
              synchronized (log) {
                currentTasklet().pause();
              }
            });
    Tasklet<?> unwoven = here.start(() -> List.of(target).forEach(each -> Tasklet.yieldTo(each)));
    here.run();
    for (Tasklet<?> each : List.of(pinned, unwoven)) {
      assertThatThrownBy(each::join)
          .isInstanceOf(TaskletFailedException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot be left here");
    }
    assertThat(log).containsExactly("a1", "a2");
  }

  // kill and raise at once

  @Test
  void whoWasKilledDiesAtOnceIfItIsRun() {
    Tasklet<?> one =
        here.start(
            () -> {
              try {
                twice("a");
              } finally {
                log.add("finally");
              }
            });
    Tasklet.yieldTo(one);
    one.kill();
    assertThat(log).containsExactly("a1");
    Tasklet.yieldTo(one);
    assertThat(log).containsExactly("a1", "finally");
    assertThat(one.state()).isEqualTo(Tasklet.State.ENDED);
    one.kill(); // does nothing
  }

  @Test
  void whatIsRaisedInWhoWaitsIsThrownAtOnceIfItIsRun() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<?> one =
        here.start(
            () -> {
              try {
                channel.receive();
              } catch (IndexOutOfBoundsException e) {
                log.add(e.getMessage());
              }
            });
    Tasklet.yieldTo(one);
    one.raise(new IndexOutOfBoundsException("raised"));
    Tasklet.yieldTo(one);
    assertThat(log).containsExactly("raised");
    assertThat(one.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(channel.balance()).isZero();
  }

  @Test
  void aTaskletKillsItself() {
    Tasklet<?> one =
        here.start(
            () -> {
              currentTasklet().kill();
              Tasklet.yieldTo(currentTasklet());
              Tasklet.yield();
              log.add("not reached");
            });
    here.run();
    assertThatThrownBy(one::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(log).isEmpty();
  }

  // run count, next and previous

  @Test
  void theQueueCanBeLookedAt() {
    Tasklet<?> one = starts("a");
    Tasklet<?> other = starts("b");
    assertThat(here.runnable()).isEqualTo(List.of(one, other));
    here.start(() -> log.add("runnable: " + here.runnable().size()));
    here.run(3);
    assertThat(log).containsExactly("a1", "b1", "runnable: 2");
    here.run();
    assertThat(here.runnable()).isEmpty();
  }

  @Test
  void aNumberOfTurnsIsRun() {
    starts("a");
    starts("b");
    assertThat(here.run(0)).isFalse();
    assertThat(here.run(3)).isFalse();
    assertThat(log).containsExactly("a1", "b1", "a2");
    assertThat(here.run(Integer.MAX_VALUE)).isTrue();
    assertThat(here.run(1)).isTrue();
  }

  // whose tasklets they are

  @Test
  void otherThreadsAndTheirSchedulersHaveNoSay() throws Exception {
    Tasklet<?> one = starts("a");
    Semaphore done = new Semaphore(0);
    List<Throwable> thrown = new ArrayList<>();
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              Scheduler elsewhere = Scheduler.here();
              for (Runnable each :
                  List.<Runnable>of(
                      () -> one.pause(),
                      () -> here.runnable(),
                      () -> Tasklet.yieldTo(one),
                      () -> elsewhere.start(() -> Tasklet.yieldTo(one)).join(),
                      () -> elsewhere.start(() -> Tasklet.switchTo(one)).join())) {
                try {
                  each.run();
                  thrown.add(new AssertionError("nothing was thrown"));
                } catch (TaskletFailedException e) {
                  thrown.add(e.getCause());
                } catch (IllegalStateException e) {
                  thrown.add(e);
                }
              }
              elsewhere.close();
              done.release();
            });
    done.acquire();
    assertThat(thrown)
        .hasSize(5)
        .allSatisfy(e -> assertThat(e).isInstanceOf(IllegalStateException.class));
    here.run();
    assertThat(log).containsExactly("a1", "a2");
  }

  @Test
  void aPoolHasNoOrderToBeChanged() {
    try (Scheduler pool = Scheduler.pool(1)) {
      assertThatThrownBy(pool::runnable).isInstanceOf(UnsupportedOperationException.class);
      Channel<Integer> channel = Channel.unbuffered();
      Tasklet<?> one = pool.start(() -> channel.receive());
      assertThatThrownBy(one::pause)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("several threads");
      assertThatThrownBy(() -> pool.start(() -> currentTasklet().pause()).join())
          .hasCauseInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> pool.start(() -> Tasklet.yieldTo(one)).join())
          .hasCauseInstanceOf(UnsupportedOperationException.class);
      channel.send(1);
    }
  }

  @Test
  void onAnExecutorTheyDoAsOnAThread() {
    Scheduler on = Scheduler.on(ForkJoinPool.commonPool());
    Tasklet<?> driver =
        on.start(
            () -> {
              Tasklet<?> one = on.start(() -> pausing("a"));
              Tasklet<?> other = on.start(() -> log.add("b"));
              Tasklet.yieldTo(other);
              Tasklet.yield();
              log.add(here.equals(on) ? "same" : "runnable " + on.runnable().size());
              one.resume();
              one.join();
            });
    driver.join();
    on.close();
    assertThat(log).containsExactly("b", "a begins", "runnable 0", "a goes on");
  }

  @Test
  void drawnOnesAreRunAndRemovedToo() {
    for (int seed = 0; seed < 20; seed++) {
      log.clear();
      Scheduler drawn = Scheduler.deterministic(seed);
      Tasklet<?> removed = drawn.start(() -> twice("removed"));
      Tasklet<?> last = drawn.start(() -> log.add("last"));
      drawn.start(() -> log.add("other"));
      removed.pause();
      Tasklet.yieldTo(last);
      assertThat(log).containsExactly("last");
      drawn.run();
      assertThat(log).containsExactly("last", "other");
      drawn.resume(removed);
      drawn.run();
      assertThat(log).containsExactly("last", "other", "removed1", "removed2");
    }
  }

  @Test
  void whoIsRunWhileItHoldsALockGoesOnInIt() {
    Mutex mutex = new Mutex();
    Tasklet<?> holder =
        here.start(
            () -> {
              mutex.lock();
              twice("a");
              mutex.unlock();
            });
    Tasklet<?> waiter =
        here.start(
            () -> {
              mutex.lock();
              log.add("locked");
              mutex.unlock();
            });
    Tasklet.yieldTo(holder);
    Tasklet.yieldTo(waiter);
    holder.pause();
    here.run();
    assertThat(log).containsExactly("a1");
    holder.resume();
    here.run();
    assertThat(log).containsExactly("a1", "a2", "locked");
  }
}
