package io.bobbin.tests.go;

import static io.bobbin.go.Go.chan;
import static io.bobbin.go.Go.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Mutex;
import io.bobbin.Once;
import io.bobbin.Scheduler;
import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.WaitGroup;
import io.bobbin.go.Sync;
import io.bobbin.go.WorkGroup;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutexes and groups, under Go's names. */
@Timeout(60)
class SyncTest {
  private final AtomicInteger count = new AtomicInteger();

  @Test
  void onceRunsOnceEvenIfThatThrows() {
    Once once = Sync.once();
    once.run(count::incrementAndGet);
    once.run(count::incrementAndGet);
    assertThat(count).hasValue(1);
    Once failing = Sync.once();
    assertThatThrownBy(
            () ->
                failing.run(
                    () -> {
                      throw new IllegalStateException("first");
                    }))
        .isInstanceOf(IllegalStateException.class);
    failing.run(count::incrementAndGet);
    assertThat(count).hasValue(1);
  }

  @Test
  void aWaitGroupLetsAllGoWhenItIsZeroAndCanBeUsedAgain() {
    WaitGroup group = Sync.waitGroup();
    group.add(2);
    Channel<String> gone = chan(3);
    for (int i = 0; i < 3; i++) {
      go(() -> awaits(group, gone));
    }
    group.done();
    assertThat(gone.size()).isZero();
    group.done();
    for (int i = 0; i < 3; i++) {
      assertThat(gone.receive()).isEqualTo("gone");
    }
    group.add(1);
    go(() -> awaits(group, gone));
    assertThat(gone.size()).isZero();
    group.done();
    assertThat(gone.receive()).isEqualTo("gone");
    assertThatThrownBy(group::done).isInstanceOf(IllegalStateException.class);
  }

  @Suspendable
  private static void awaits(WaitGroup group, Channel<String> gone) {
    group.await();
    gone.send("gone");
  }

  @Test
  void aWorkGroupWaitsForAll() {
    WorkGroup group = Sync.workGroup(Context.background());
    for (int i = 1; i <= 2; i++) {
      int number = i;
      group.go(
          context -> {
            Tasklet.yield();
            count.addAndGet(number);
          });
    }
    group.await();
    assertThat(count).hasValue(3);
  }

  @Test
  void aWorkGroupThrowsTheFirstFailureAndLetsTheOthersEnd() {
    Channel<Integer> failed = chan();
    WorkGroup group = Sync.workGroup(Context.background());
    IOException failure = new IOException("first");
    group.go(
        context -> {
          failed.receive();
          throw failure;
        });
    group.go(
        context -> {
          failed.send(1);
          Tasklet.yield();
          count.incrementAndGet();
        });
    assertThatThrownBy(group::await).isSameAs(failure);
    assertThat(count).as("does not look at the context").hasValue(1);
  }

  @Test
  void aFailureCancelsTheContextOfTheOthers() {
    WorkGroup group = Sync.workGroup(Context.background());
    IOException failure = new IOException("first");
    group.go(
        context -> {
          throw failure;
        });
    group.go(
        context -> {
          context.done().receiveOrClosed();
          count.incrementAndGet();
          throw new IllegalStateException("second");
        });
    assertThatThrownBy(group::await).isSameAs(failure);
    assertThat(count).hasValue(1);
  }

  @Test
  void anErrorIsTold() {
    WorkGroup group = Sync.workGroup(Context.background());
    AssertionError failure = new AssertionError("any throwable");
    group.go(
        context -> {
          throw failure;
        });
    assertThatThrownBy(group::await).isSameAs(failure);
  }

  @Test
  void cancellingTheParentCancelsTheGroup() {
    Context.Cancellable parent = Context.background().withCancel();
    WorkGroup group = Sync.workGroup(parent);
    for (int i = 0; i < 2; i++) {
      group.go(
          context -> {
            context.done().receiveOrClosed();
            count.incrementAndGet();
          });
    }
    parent.cancel();
    group.await();
    assertThat(count).hasValue(2);
  }

  @Test
  void theContextIsDoneWhenTheGroupIs() {
    WorkGroup group = Sync.workGroup(Context.background());
    Channel<Context> told = chan(1);
    group.go(told::send);
    group.await();
    assertThat(told.receive().isDone()).isTrue();
  }

  @Test
  void mutexAndSemaphoreLetOneInAtATime() {
    Mutex mutex = Sync.mutex();
    Semaphore sema = Sync.sema();
    WorkGroup group = Sync.workGroup(Context.background());
    int[] plain = new int[2];
    for (int i = 0; i < 10; i++) {
      group.go(
          context -> {
            for (int round = 0; round < 100; round++) {
              addOne(mutex, sema, plain);
            }
          });
    }
    group.await();
    assertThat(plain).containsExactly(1_000, 1_000);
  }

  @Suspendable
  private static void addOne(Mutex mutex, Semaphore sema, int[] plain) {
    mutex.lock();
    try {
      plain[0]++;
    } finally {
      mutex.unlock();
    }
    sema.acquire();
    try {
      plain[1]++;
    } finally {
      sema.release();
    }
  }

  @Test
  void aWorkGroupDoesNotWaitForAWorkerThatCouldNotBeStarted() throws InterruptedException {
    Scheduler pool = Scheduler.pool(1);
    Channel<Boolean> go = Channel.unbuffered();
    WorkGroup group = Sync.workGroup(Context.background());
    Tasklet<String> starts =
        pool.start(
            () -> {
              go.receive();
              try {
                group.go(context -> {});
                return "started";
              } catch (RejectedExecutionException e) {
                return "refused";
              }
            });
    Thread closer = new Thread(pool::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    go.send(true);
    assertThat(starts.join()).isEqualTo("refused");
    group.await();
    closer.join();
  }
}
