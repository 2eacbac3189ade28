package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AffinityTest {
  /** A library that insists on being called by one thread, as graphics libraries do. */
  private static final class Insisting {
    private final Thread owner = Thread.currentThread();
    private int calls;

    int call() {
      if (Thread.currentThread() != owner) {
        throw new IllegalStateException(
            "called by " + Thread.currentThread() + " instead of " + owner);
      }
      return ++calls;
    }
  }

  @Test
  void aLockedTaskletStaysOnItsThreadHoweverOftenItWaits() {
    try (Scheduler pool = Scheduler.pool(2)) {
      Channel<Integer> values = Channel.unbuffered();
      Tasklet<Integer> locked = pool.start(() -> useLibrary(values));
      WaitGroup senders = new WaitGroup();
      for (int i = 0; i < 4; i++) {
        senders.add(1);
        pool.start(() -> send(values, 1_000, senders));
      }
      senders.await();
      values.close();
      assertThat(locked.join()).isEqualTo(2 * 4_000 + 2);
    }
  }

  @Suspendable
  private static int useLibrary(Channel<Integer> values) {
    Tasklet.lockToThread();
    Insisting library = new Insisting();
    for (int ignored : values) {
      library.call();
      if (ignored % 100 == 0) {
        Tasklet.sleep(Duration.ofNanos(1_000));
      }
      Tasklet.yield();
      library.call();
    }
    library.call();
    int calls = library.call();
    Tasklet.unlockFromThread();
    return calls;
  }

  @Suspendable
  private static void send(Channel<Integer> values, int count, WaitGroup group) {
    for (int i = 0; i < count; i++) {
      values.send(i);
    }
    group.done();
  }

  @Test
  void theThreadOfALockedTaskletRunsNoOther() {
    try (Scheduler pool = Scheduler.pool(1)) {
      Channel<Integer> go = Channel.unbuffered();
      AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
      Tasklet<Integer> locked =
          pool.start(
              () -> {
                Tasklet.lockToThread();
                thread.set(Thread.currentThread());
                return go.receive();
              });
      Set<Thread> others = ConcurrentHashMap.newKeySet();
      WaitGroup done = new WaitGroup();
      for (int i = 0; i < 100; i++) {
        done.add(1);
        pool.start(
            () -> {
              others.add(Thread.currentThread());
              Tasklet.yield();
              others.add(Thread.currentThread());
              done.done();
            });
      }
      done.await();
      go.send(1);
      locked.join();
      assertThat(thread.get()).isNotNull();
      assertThat(others).isNotEmpty().doesNotContain(thread.get());
    }
  }

  @Test
  void aThreadEndsWithTheTaskletThatIsStillLockedToIt() throws Exception {
    try (Scheduler pool = Scheduler.pool(1)) {
      Thread marked =
          pool.start(
                  () -> {
                    Tasklet.lockToThread();
                    Tasklet.yield();
                    return Thread.currentThread();
                  })
              .join();
      marked.join(10_000);
      assertThat(marked.isAlive()).isFalse();
      assertThat(pool.start(() -> Thread.currentThread()).join()).isNotSameAs(marked);
    }
  }

  @Test
  void aThreadGoesBackToItsPoolAfterTheLastUnlock() {
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<Thread> counted =
          pool.start(
              () -> {
                Tasklet.lockToThread();
                Tasklet.lockToThread();
                Tasklet.yield();
                Tasklet.unlockFromThread();
                Thread before = Thread.currentThread();
                Tasklet.sleep(Duration.ofMillis(1));
                assertThat(Thread.currentThread()).isSameAs(before);
                Tasklet.unlockFromThread();
                return before;
              });
      Thread thread = counted.join();
      Set<Thread> seen = ConcurrentHashMap.newKeySet();
      for (int i = 0; i < 100 && !seen.contains(thread); i++) {
        seen.add(pool.start(() -> Thread.currentThread()).join());
      }
      assertThat(thread.isAlive()).isTrue();
    }
  }

  @Test
  void tenThousandLocksOneAfterTheOtherLeaveThePoolAsItWas() {
    try (Scheduler pool = Scheduler.pool(2)) {
      int sum = 0;
      for (int i = 0; i < 10_000; i++) {
        sum +=
            pool.start(
                    () -> {
                      Tasklet.lockToThread();
                      Tasklet.yield();
                      Tasklet.unlockFromThread();
                      Tasklet.yield();
                      return 1;
                    })
                .join();
      }
      assertThat(sum).isEqualTo(10_000);
    }
  }

  @Test
  void severalTaskletsShareTheThreadOfAReceiver() {
    try (Scheduler pool = Scheduler.pool(2)) {
      Channel<String> meeting = Channel.unbuffered();
      Channel<String> out = Channel.buffered(1_000);
      Tasklet<Thread> first = pool.start(() -> lockedReceiver(meeting, out));
      List<Tasklet<Thread>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String name = "t" + i;
        others.add(
            pool.start(
                () -> {
                  Tasklet.lockToReceiver(meeting);
                  Thread thread = Thread.currentThread();
                  for (int j = 0; j < 50; j++) {
                    meeting.send(name);
                    assertThat(Thread.currentThread()).isSameAs(thread);
                  }
                  Tasklet.unlockFromThread();
                  return thread;
                }));
      }
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      others.forEach(other -> threads.add(other.join()));
      meeting.close();
      assertThat(threads).containsExactly(first.join());
      assertThat(out.size()).isEqualTo(500);
    }
  }

  @Suspendable
  private static Thread lockedReceiver(Channel<String> in, Channel<String> out) {
    Tasklet.lockToThread();
    for (String value : in) {
      out.send(value);
    }
    return Thread.currentThread();
  }

  @Test
  void whoJoinsAReceiverThatIsNotThereYetWaitsForOne() {
    try (Scheduler pool = Scheduler.pool(1)) {
      Channel<Integer> meeting = Channel.unbuffered();
      Tasklet<Thread> joiner =
          pool.start(
              () -> {
                Tasklet.lockToReceiver(meeting);
                Thread joined = Thread.currentThread();
                meeting.send(7);
                return joined;
              });
      pool.start(() -> Tasklet.yield()).join();
      assertThat(joiner.state()).isEqualTo(Tasklet.State.WAITING);
      Tasklet<Thread> receiver =
          pool.start(
              () -> {
                Tasklet.lockToThread();
                return Select.of(meeting.onReceive(v -> Thread.currentThread()));
              });
      assertThat(joiner.join()).isSameAs(receiver.join());
    }
  }

  @Test
  void aTaskletOfAPoolJoinsTheThreadThatRunsHere() {
    Channel<Thread> meeting = Channel.unbuffered();
    try (Scheduler pool = Scheduler.pool(1);
        Scheduler here = Scheduler.here()) {
      Tasklet<Thread> receiver =
          here.start(
              () -> {
                Tasklet.lockToThread();
                return meeting.receive();
              });
      Tasklet<Thread> joiner =
          pool.start(
              () -> {
                Thread before = Thread.currentThread();
                Tasklet.lockToReceiver(meeting);
                Thread joined = Thread.currentThread();
                assertThat(joined).isNotSameAs(before);
                meeting.send(joined);
                Tasklet.unlockFromThread();
                Tasklet.yield();
                assertThat(Thread.currentThread()).isNotSameAs(joined);
                return joined;
              });
      assertThat(receiver.join()).isSameAs(Thread.currentThread());
      assertThat(joiner.join()).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void theSchedulerOfAThreadWaitsForItsTaskletsThatAreLockedElsewhere() {
    Channel<Integer> meeting = Channel.unbuffered();
    try (Scheduler pool = Scheduler.pool(1);
        Scheduler here = Scheduler.here()) {
      pool.start(
          () -> {
            Tasklet.lockToThread();
            return meeting.receive() + meeting.receive();
          });
      while (meeting.balance() != -1) {
        Thread.onSpinWait();
      }
      AtomicReference<@Nullable Thread> back = new AtomicReference<>();
      here.start(
          () -> {
            Tasklet.lockToReceiver(meeting);
            meeting.send(1);
            assertThat(Thread.currentThread().getName()).contains("carrier");
            Tasklet.sleep(Duration.ofMillis(20));
            meeting.send(2);
            Tasklet.unlockFromThread();
            Tasklet.yield();
            back.set(Thread.currentThread());
          });
      here.run();
      assertThat(back.get()).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void whatALockedTaskletStartsIsNotLocked() {
    try (Scheduler pool = Scheduler.pool(1)) {
      List<Thread> threads =
          pool.start(
                  () -> {
                    Tasklet.lockToThread();
                    return List.of(
                        Thread.currentThread(), Tasklet.start(() -> Thread.currentThread()).join());
                  })
              .join();
      assertThat(threads.get(0)).isNotSameAs(threads.get(1));
    }
  }

  @Test
  void aLockedTaskletCanBeKilledAndTimedOut() {
    try (Scheduler pool = Scheduler.pool(2)) {
      for (int i = 0; i < 200; i++) {
        Channel<Integer> silent = Channel.unbuffered();
        Channel<Integer> ready = Channel.unbuffered();
        Tasklet<Integer> locked =
            pool.start(
                () -> {
                  Tasklet.lockToThread();
                  ready.send(1);
                  return silent.receive();
                });
        Tasklet<@Nullable Void> joiner =
            pool.start(
                () -> {
                  Tasklet.lockToReceiver(silent);
                  Channel.never().receive();
                });
        ready.receive();
        locked.kill();
        joiner.kill();
        assertThatThrownBy(locked::join)
            .isInstanceOf(TaskletFailedException.class)
            .hasCauseInstanceOf(TaskletKilled.class);
        assertThatThrownBy(joiner::join).hasCauseInstanceOf(TaskletKilled.class);
      }
    }
  }

  @Suspendable
  private static void joinAndWait(Channel<Integer> where, List<String> log) {
    try {
      Tasklet.lockToReceiver(where);
      log.add("locked");
    } catch (IllegalArgumentException e) {
      log.add(e.getMessage());
      return;
    }
    try {
      Tasklet.yield();
      log.add("not reached");
    } catch (IllegalArgumentException e) {
      log.add("unlocks, " + e.getMessage());
    } finally {
      Tasklet.unlockFromThread();
    }
  }

  @Test
  void whatIsRaisedInWhoHasBeenLockedIsThrownAtItsNextWait() {
    try (Scheduler here = Scheduler.here()) {
      List<String> log = new ArrayList<>();
      Channel<Integer> where = Channel.unbuffered();
      here.start(
          () -> {
            Tasklet.lockToThread();
            where.receive();
          });
      here.run(1);
      Tasklet<?> joins = here.start(() -> joinAndWait(where, log));
      here.run(1);
      assertThat(joins.state()).isEqualTo(Tasklet.State.RUNNABLE);
      joins.raise(new IllegalArgumentException("raised"));
      joins.join();
      assertThat(log).containsExactly("locked", "unlocks, raised");
      where.send(1);
    }
  }

  @Test
  void aPinnedWaitLetsTheOthersOfTheThreadRunOnTopOfIt() {
    try (Scheduler pool = Scheduler.pool(1)) {
      Channel<Integer> meeting = Channel.unbuffered();
      Channel<Integer> answer = Channel.unbuffered();
      Tasklet<Integer> pinned =
          pool.start(
              () -> {
                Tasklet.lockToThread();
                int first = meeting.receive();
                synchronized (meeting) {
                  return first + answer.receive();
                }
              });
      Tasklet<Thread> helper =
          pool.start(
              () -> {
                Tasklet.lockToReceiver(meeting);
                meeting.send(40);
                Tasklet.yield();
                answer.send(2);
                return Thread.currentThread();
              });
      assertThat(pinned.join()).isEqualTo(42);
      assertThat(helper.join().getName()).contains("carrier");
    }
  }

  @Test
  void misuseIsRefusedWithTheReason() {
    assertThatThrownBy(Tasklet::lockToThread)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for tasklets");
    assertThatThrownBy(Tasklet::unlockFromThread).isInstanceOf(IllegalStateException.class);
    try (Scheduler pool = Scheduler.pool(1)) {
      assertRefused(
          pool,
          IllegalStateException.class,
          "not locked",
          () -> {
            Tasklet.lockToThread();
            Tasklet.unlockFromThread();
            Tasklet.unlockFromThread();
          });
      assertRefused(
          pool,
          IllegalArgumentException.class,
          "nobody ever receives",
          () -> Tasklet.lockToReceiver(Channel.never()));
      Channel<Integer> closed = Channel.unbuffered();
      closed.close();
      assertRefused(
          pool, ChannelClosedException.class, "closed", () -> Tasklet.lockToReceiver(closed));
      assertRefused(
          pool,
          IllegalStateException.class,
          "locked to a thread already",
          () -> {
            Tasklet.lockToThread();
            Tasklet.lockToReceiver(Channel.unbuffered());
          });
      Channel<Integer> unlocked = Channel.unbuffered();
      Tasklet<Integer> receiver = pool.start(() -> unlocked.receive());
      pool.start(() -> Tasklet.yield()).join();
      assertRefused(
          pool,
          IllegalStateException.class,
          "not a tasklet that is locked",
          () -> Tasklet.lockToReceiver(unlocked));
      receiver.kill();
      Channel<Integer> closing = Channel.unbuffered();
      Tasklet<@Nullable Void> waits = pool.start(() -> Tasklet.lockToReceiver(closing));
      pool.start(() -> Tasklet.yield()).join();
      closing.close();
      assertThatThrownBy(waits::join).hasCauseInstanceOf(ChannelClosedException.class);
    }
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Scheduler on = Scheduler.on(executor)) {
      assertRefused(
          on, UnsupportedOperationException.class, "executor", () -> Tasklet.lockToThread());
    } finally {
      executor.shutdown();
    }
  }

  private static void assertRefused(
      Scheduler scheduler, Class<? extends Exception> type, String words, io.bobbin.VoidBody body) {
    assertThatThrownBy(() -> scheduler.start(body).join())
        .cause()
        .isInstanceOf(type)
        .hasMessageContaining(words);
  }
}
