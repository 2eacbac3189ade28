package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Condition;
import io.bobbin.Context;
import io.bobbin.Mutex;
import io.bobbin.RWMutex;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.WaitGroup;
import io.bobbin.WorkGroup;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.tests.OnThisThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Forks of tasklets that wait in a select, or for a tool: the twin comes back to the same. */
class ForkedWaitsTest extends OnThisThread {
  @Suspendable
  private static String selects(Channel<String> in, Channel<String> out) {
    String own = "took ";
    return Select.of(in.onReceive(value -> own + value), out.onSend("x", () -> "sent x"));
  }

  @Test
  void aSelectsTwinSelectsAmongTheSameChannels() {
    Channel<String> in = Channel.unbuffered();
    Channel<String> out = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> selects(in, out)));
    Tasklet<String> twin = first.fork();
    Tasklet<String> third = twin.fork();
    assertThat(List.of(in.balance(), out.balance())).containsExactly(-1, 1);
    twin.resume();
    assertThat(List.of(in.balance(), out.balance())).containsExactly(-2, 2);
    here.start(() -> in.send("a"));
    assertThat(first.join()).isEqualTo("took a");
    assertThat(out.receive() + twin.join()).isEqualTo("xsent x");
    assertThat(in.balance() + out.balance()).isZero();
    Tasklet<?> sends = waiting(here.start(() -> in.send("b")));
    third.resume();
    assertThat(third.join()).isEqualTo("took b");
    sends.join();
    assertThat(in.balance() + out.balance()).isZero();
  }

  @Test
  void aSelectsTwinMayMeetTheFirst() {
    Channel<String> both = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> selects(both, both)));
    Tasklet<String> twin = first.fork();
    twin.resume();
    assertThat(List.of(first.join(), twin.join())).containsExactlyInAnyOrder("took x", "sent x");
  }

  @Suspendable
  private static String awaitsContext(Context context, Channel<String> in) {
    return Select.of(in.onReceive(value -> value), context.onDone(() -> "done"));
  }

  @Test
  void aContextEndsTheTwinToo() {
    Context.Cancellable context = Context.background().withCancel();
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> awaitsContext(context, in)));
    Tasklet<String> early = first.fork();
    Tasklet<String> late = first.fork();
    early.resume();
    context.cancel();
    late.resume();
    assertThat(first.join() + early.join() + late.join()).isEqualTo("donedonedone");
  }

  @Test
  void aSelectsTwinThatIsRaisedIntoBeforeItIsResumedSelectsNothing() {
    Channel<String> in = Channel.unbuffered();
    Channel<String> out = Channel.unbuffered();
    Tasklet<String> twin = waiting(here.start(() -> selects(in, out))).fork();
    twin.raise(new IllegalStateException("raised"));
    Tasklet<String> again = twin.fork();
    twin.resume();
    again.resume();
    assertThatThrownBy(twin::join).hasRootCauseMessage("raised");
    assertThatThrownBy(again::join).hasRootCauseMessage("raised");
    assertThat(List.of(in.balance(), out.balance())).containsExactly(-1, 1);
  }

  @Suspendable
  private static String locks(Mutex mutex, String name) {
    mutex.lock();
    try {
      Tasklet.yield();
      return name + mutex.isLockedByCaller();
    } finally {
      mutex.unlock();
    }
  }

  @Test
  void aMutexIsTheTwinsInItsTurn() {
    Mutex mutex = new Mutex();
    mutex.lock();
    Tasklet<String> first = waiting(here.start(() -> locks(mutex, "a")));
    Tasklet<String> twin = first.fork();
    Tasklet<String> late = twin.fork();
    twin.resume();
    mutex.unlock();
    assertThat(first.join() + twin.join()).isEqualTo("atrueatrue");
    assertThat(mutex.isLocked()).isFalse();
    late.resume();
    assertThat(late.join()).isEqualTo("atrue");
    assertThat(mutex.isLocked()).isFalse();
  }

  @Suspendable
  private static String readsThenWrites(RWMutex mutex) {
    mutex.readLock();
    int readers = mutex.readers();
    mutex.readUnlock();
    mutex.writeLock();
    mutex.writeUnlock();
    return "read by " + readers;
  }

  @Test
  void readersAndWritersComeBackToTheirLines() {
    RWMutex mutex = new RWMutex();
    mutex.writeLock();
    Tasklet<String> first = waiting(here.start(() -> readsThenWrites(mutex)));
    Tasklet<String> twin = first.fork();
    twin.resume();
    mutex.downgrade();
    waiting(first);
    Tasklet<String> writes = waiting(first).fork();
    writes.resume();
    here.runUntil(() -> mutex.readers() == 1);
    waiting(twin);
    mutex.readUnlock();
    assertThat(writes.join()).isEqualTo(first.join());
    assertThat(twin.join()).matches("read by [123]");
    assertThat(mutex.isWriteLocked()).isFalse();
  }

  @Suspendable
  private static String acquires(Semaphore semaphore, long count) {
    try {
      semaphore.acquire(count, Duration.ofMillis(500));
      return "acquired " + count;
    } catch (TimeoutException e) {
      return "too late";
    }
  }

  @Test
  void permitsAreAcquiredByBothOrTooLate() {
    Scheduler on = Scheduler.deterministic(1); // a fork may take a while, and this time is virtual
    Semaphore semaphore = new Semaphore(3);
    semaphore.acquire(3);
    Tasklet<String> first = on.start(() -> acquires(semaphore, 2));
    on.runUntil(() -> first.state() == Tasklet.State.WAITING);
    Tasklet<String> twin = first.fork();
    on.resume(twin);
    on.runUntil(() -> twin.state() == Tasklet.State.WAITING);
    semaphore.release(3);
    assertThat(first.join()).isEqualTo("acquired 2");
    assertThat(twin.join()).isEqualTo("too late");
    assertThat(semaphore.available()).isEqualTo(1);
  }

  @Suspendable
  private static String awaitsSignal(Mutex mutex, Condition condition) {
    mutex.lock();
    try {
      condition.await();
      return "signalled " + mutex.isLockedByCaller();
    } finally {
      mutex.unlock();
    }
  }

  @Test
  void aConditionIsWaitedForByBoth() {
    Mutex mutex = new Mutex();
    Condition condition = mutex.newCondition();
    Tasklet<String> first = waiting(here.start(() -> awaitsSignal(mutex, condition)));
    Tasklet<String> twin = first.fork();
    twin.resume();
    mutex.lock();
    condition.signalAll();
    Tasklet<String> signalled = first.fork();
    Tasklet<String> again = signalled.fork();
    signalled.resume();
    mutex.unlock();
    again.resume();
    assertThat(List.of(first.join(), twin.join(), signalled.join(), again.join()))
        .containsOnly("signalled true");
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void whoIsKilledBeforeItIsResumedDoesNotWait() {
    Mutex mutex = new Mutex();
    mutex.lock();
    Tasklet<String> first = waiting(here.start(() -> locks(mutex, "a")));
    Tasklet<String> twin = first.fork();
    twin.kill();
    twin.resume();
    assertThatThrownBy(twin::join).isInstanceOf(TaskletFailedException.class);
    mutex.unlock();
    assertThat(first.join()).isEqualTo("atrue");
  }

  @Test
  void aWaitGroupIsWaitedForByBoth() {
    WaitGroup group = new WaitGroup();
    group.add(1);
    Tasklet<String> first =
        waiting(
            here.start(
                () -> {
                  group.await();
                  return "done";
                }));
    Tasklet<String> twin = first.fork();
    Tasklet<String> late = twin.fork();
    twin.resume();
    group.done();
    late.resume();
    assertThat(first.join() + twin.join() + late.join()).isEqualTo("donedonedone");
  }

  @Suspendable
  private static String opens(Channel<String> in) {
    List<String> log = new ArrayList<>();
    try (WorkGroup group = WorkGroup.open()) {
      group.go(() -> log.add(in.receive()));
    }
    return log.toString();
  }

  @Test
  void aWorkGroupHasNoSecondOne() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> opener = waiting(here.start(() -> opens(in)));
    assertThatThrownBy(opener::fork)
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("work group")
        .hasMessageContaining("close it first");
    here.start(() -> in.send("a"));
    assertThat(opener.join()).isEqualTo("[a]");
  }
}
