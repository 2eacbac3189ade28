package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Condition;
import io.bobbin.Context;
import io.bobbin.Generator;
import io.bobbin.Mutex;
import io.bobbin.RWMutex;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Semaphore;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.VoidBody;
import io.bobbin.WaitGroup;
import io.bobbin.tests.OnThisThread;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On this thread's scheduler, which knows its tasklets. */
@Timeout(120)
class LeaksTest extends OnThisThread {
  private static @Nullable Object held;

  @AfterEach
  void close() {
    held = null;
  }

  /**
   * What a program has done and left: run by a method that has returned, so that no variable of it
   * is left on the thread's stack.
   */
  private List<String> leaksAfter(VoidBody program) {
    here.start("program", program);
    here.runUntil(() -> false);
    return leaks();
  }

  private List<String> leaks() {
    return here.leaks().stream().map(Tasklet::name).toList();
  }

  // What has leaked

  @Test
  void whoSendsOrReceivesOnAChannelThatEverybodyHasDroppedHasLeaked() {
    assertThat(
            leaksAfter(
                () -> {
                  Channel<Integer> first = Channel.unbuffered();
                  Channel<Integer> second = Channel.buffered(1);
                  Channel<Integer> third = Channel.unbuffered();
                  here.start("receives", () -> first.receive());
                  here.start("loops", () -> drain(third));
                  here.start(
                      "sends",
                      () -> {
                        second.send(1);
                        second.send(2);
                      });
                }))
        .containsExactly("loops", "receives", "sends");
  }

  @Suspendable
  private static void drain(Channel<Integer> channel) {
    for (int value : channel) {
      held = value;
    }
  }

  @Test
  void whoComesTooLateForTheOneAnswerThatIsTakenHasLeaked() {
    assertThat(
            leaksAfter(
                () -> {
                  Channel<String> answers = Channel.unbuffered();
                  for (String mirror : List.of("first", "second", "third")) {
                    here.start(mirror, () -> answers.send(mirror));
                  }
                  held = answers.receive();
                }))
        .containsExactly("second", "third");
  }

  @Test
  void whoSelectsHasLeakedIfAllItsChannelsAreDropped() {
    assertThat(
            leaksAfter(
                () -> {
                  Channel<Integer> known = Channel.unbuffered();
                  held = known;
                  here.start("all dropped", () -> select(Channel.unbuffered()));
                  here.start("one known", () -> select(known));
                }))
        .containsExactly("all dropped");
  }

  @Suspendable
  private static void select(Channel<Integer> one) {
    Channel<Integer> other = Channel.unbuffered();
    Select.of(one.onReceive(v -> v), other.onReceive(v -> v), other.onSend(1, () -> 1));
  }

  @Test
  void whoWaitsForEverHasLeaked() {
    assertThat(leaksAfter(() -> here.start("for ever", () -> Channel.never().receive())))
        .containsExactly("for ever");
  }

  @Test
  void whoWaitsForASynchroniserThatIsDroppedHasLeaked() {
    assertThat(
            leaksAfter(
                () -> {
                  Mutex mutex = new Mutex();
                  here.start("owner", () -> lockAndWait(mutex));
                  here.start("mutex", () -> mutex.lock());
                  here.start("group", LeaksTest::awaitGroup);
                  here.start("condition", LeaksTest::awaitCondition);
                  here.start("semaphore", LeaksTest::acquireTwice);
                  here.start("write lock", LeaksTest::lockForReadingAndWriting);
                  here.start("context", LeaksTest::awaitContext);
                }))
        .containsExactly(
            "condition", "context", "group", "mutex", "owner", "semaphore", "write lock");
  }

  @Suspendable
  private static void lockAndWait(Mutex mutex) {
    mutex.lock();
    Channel.never().receive();
  }

  @Suspendable
  private static void acquireTwice() {
    Semaphore semaphore = new Semaphore(1);
    semaphore.acquire();
    semaphore.acquire();
  }

  @Suspendable
  private static void awaitGroup() {
    WaitGroup group = new WaitGroup();
    group.add(1);
    group.await();
  }

  @Suspendable
  private static void awaitCondition() {
    Mutex mutex = new Mutex();
    Condition condition = mutex.newCondition();
    mutex.lock();
    condition.await();
  }

  @Suspendable
  private static void lockForReadingAndWriting() {
    RWMutex mutex = new RWMutex();
    mutex.readLock();
    mutex.writeLock();
  }

  @Suspendable
  private static void awaitContext() {
    Context.background().withCancel().done().receiveOrClosed();
  }

  @Test
  void whoWaitsForAStageThatIsDroppedHasLeaked() {
    // Nobody but the scheduler may have it, or it has not leaked.
    WeakReference<Tasklet<?>> stage =
        new WeakReference<>(here.start("stage", () -> Tasklet.await(new CompletableFuture<>())));
    do {
      runForAWhile();
    } while (isRunnable(stage));
    List<Tasklet<?>> leaks = here.leaks();
    assertThat(leaks).extracting(Tasklet::name).containsExactly("stage");
    leaks.forEach(Tasklet::kill); // or the scheduler would wait for it when it is closed
  }

  private static boolean isRunnable(WeakReference<Tasklet<?>> reference) {
    Tasklet<?> tasklet = reference.get();
    return tasklet != null && tasklet.state() == Tasklet.State.RUNNABLE;
  }

  private void runForAWhile() {
    here.run(Duration.ofMillis(20));
  }

  @Test
  void whoWaitsInAGeneratorsBodyHasLeakedWithIt() {
    assertThat(
            leaksAfter(
                () ->
                    here.start(
                        "consumer",
                        () -> {
                          Channel<Integer> dropped = Channel.unbuffered();
                          held = Generator.<Integer>of(to -> to.yield(dropped.receive())).next();
                        })))
        .containsExactly("consumer");
  }

  @Test
  void whoWaitForEachOtherAloneHaveLeaked() {
    assertThat(
            leaksAfter(
                () -> {
                  Channel<Integer> there = Channel.unbuffered();
                  Channel<Integer> back = Channel.unbuffered();
                  here.start("one", () -> receiveThenSend(there, back));
                  here.start("other", () -> receiveThenSend(back, there));
                }))
        .containsExactly("one", "other");
  }

  @Suspendable
  private static void receiveThenSend(Channel<Integer> first, Channel<Integer> then) {
    then.send(first.receive());
  }

  @Test
  void whoCouldBeWokenByALeakedTaskletOnlyHasLeakedToo() {
    assertThat(
            leaksAfter(
                () -> {
                  Tasklet<?> first = here.start("first", () -> Channel.never().receive());
                  Tasklet<?> second = here.start("second", () -> first.join());
                  here.start("third", () -> second.join());
                }))
        .containsExactly("first", "second", "third");
  }

  @Test
  void aTaskletThatAsksDoesNotKeepWhatItHasReceivedFrom() throws Exception {
    List<String> names =
        here.start(
                () -> {
                  takeOneOfTwo();
                  Tasklet.yield();
                  return leaks();
                })
            .join();
    assertThat(names).containsExactly("second");
  }

  @Suspendable
  private void takeOneOfTwo() {
    Channel<Integer> channel = Channel.unbuffered();
    here.start("first", () -> channel.send(1));
    here.start("second", () -> channel.send(2));
    held = channel.receive();
  }

  // What has not

  @Test
  void nobodyHasLeakedWhoseChannelAStaticFieldKnows() {
    assertThat(
            leaksAfter(
                () -> {
                  Channel<Integer> known = Channel.unbuffered();
                  held = known;
                  here.start(() -> known.receive());
                }))
        .isEmpty();
    assertThat(leaksAfter(() -> held = null)).hasSize(1);
  }

  @Test
  void nobodyHasLeakedWhoseChannelAThreadKnows() {
    Channel<Integer> known = Channel.unbuffered();
    Tasklet<Integer> waits = here.start(() -> known.receive());
    here.runUntil(() -> false);
    assertThat(leaks()).isEmpty();
    here.start(() -> known.send(1));
    assertThat(waits.join()).isEqualTo(1);
  }

  @Test
  void nobodyHasLeakedWhomSomebodyMayKill() {
    Tasklet<?> known = here.start(() -> Channel.never().receive());
    here.runUntil(() -> false);
    assertThat(leaks()).isEmpty();
    assertThat(known.state()).isEqualTo(Tasklet.State.WAITING);
  }

  @Test
  void nobodyHasLeakedWhoseChannelARunnableTaskletKnows() {
    leaksAfter(
        () -> {
          Channel<Integer> known = Channel.unbuffered();
          here.start(() -> held = known.receive());
          Tasklet.yield();
          here.start(() -> known.send(7));
          held = here.leaks();
        });
    assertThat(held).isEqualTo(7);
  }

  @Test
  void nobodyHasLeakedWhoseChannelASleepingTaskletKnows() {
    here.start(
        () -> {
          Channel<Integer> known = Channel.unbuffered();
          here.start("receives", () -> held = known.receive());
          Tasklet.sleep(Duration.ofSeconds(1));
          known.send(7);
        });
    runForAWhile();
    assertThat(leaks()).isEmpty();
    here.run();
    assertThat(held).isEqualTo(7);
  }

  @Test
  void nobodyHasLeakedWhoWaitsForATimeOnly() {
    here.start(
        () -> {
          try {
            Channel.unbuffered().receive(Duration.ofSeconds(1));
          } catch (TimeoutException e) {
            held = "over";
          }
        });
    here.start(() -> Select.of(Select.after(Duration.ofSeconds(1), () -> 1)));
    runForAWhile();
    assertThat(leaks()).isEmpty();
    here.run();
    assertThat(held).isEqualTo("over");
  }

  @Test
  void nobodyHasLeakedWhoseChannelABlockingCallKnows() {
    CountDownLatch holding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    here.start(
        () -> {
          Channel<Integer> known = Channel.buffered(1);
          here.start(() -> held = known.receive());
          Tasklet.blocking(
              () -> {
                holding.countDown();
                goOn.await();
                return known.trySend(7);
              });
        });
    while (holding.getCount() != 0) {
      runForAWhile();
    }
    assertThat(leaks()).isEmpty();
    goOn.countDown();
    here.runUntil(() -> held != null);
    assertThat(held).isEqualTo(7);
  }

  @Test
  void nobodyHasLeakedWhoseChannelATaskletOfAnotherSchedulerKnows() throws Exception {
    Channel<Integer> gate = Channel.unbuffered();
    try (Scheduler pool = Scheduler.pool(1)) {
      here.start(
          () -> {
            Channel<Integer> known = Channel.unbuffered();
            here.start(() -> held = known.receive());
            pool.start(() -> known.send(gate.receive()));
          });
      here.runUntil(() -> gate.balance() != 0);
      runForAWhile();
      assertThat(leaks()).isEmpty();
      gate.send(7);
    }
    here.runUntil(() -> held != null);
    assertThat(held).isEqualTo(7);
  }

  // What becomes of them

  @Test
  void leakedTaskletsStayAsTheyAreAndAreListedAgain() {
    assertThat(leaksAfter(() -> here.start("waits", () -> Channel.never().receive())))
        .containsExactly("waits");
    assertThat(leaks()).containsExactly("waits");
    List<Tasklet<?>> kept = here.leaks();
    assertThat(kept).extracting(Tasklet::state).containsExactly(Tasklet.State.WAITING);
    assertThat(leaks()).isEmpty(); // as this method may kill it
    Reference.reachabilityFence(kept);
  }

  @Test
  void aLeakedTaskletThatIsKilledRunsItsFinallyBlocks() {
    leaksAfter(
        () ->
            here.start(
                "cleans up",
                () -> {
                  try {
                    Channel.unbuffered().receive();
                  } finally {
                    held = "clean";
                  }
                }));
    for (Tasklet<?> leak : here.leaks()) {
      leak.kill();
    }
    here.run();
    assertThat(held).isEqualTo("clean");
    assertThat(leaks()).isEmpty();
  }

  @Test
  void aLeakTellsWhatItWaitsForAndWhere() {
    here.start("waits", () -> sendOn(Channel.buffered(0)));
    here.runUntil(() -> false);
    assertThat(here.leaks())
        .singleElement()
        .asString()
        .matches(
            "tasklet waits \\(WAITING: send unbuffered channel #1,"
                + " .*LeaksTest.sendOn\\(LeaksTest.java:\\d+\\)\\)");
  }

  @Suspendable
  private static void sendOn(Channel<Integer> channel) {
    channel.send(1);
  }

  @Test
  void deterministicSchedulersKnowTheirTasklets() {
    assertThatThrownBy(
            () ->
                Scheduler.explore(
                    3,
                    () -> {
                      Tasklet.start("leaks", () -> Channel.never().receive());
                      Tasklet.yield();
                      Tasklet.yield();
                      held = leaks(Scheduler.here());
                      if (!List.of().equals(held)) {
                        throw new IllegalStateException("leaks: " + held);
                      }
                    }))
        .hasMessageContaining("leaks: [leaks]")
        .hasMessageContaining("never");
  }

  private static List<String> leaks(Scheduler of) {
    return of.leaks().stream().map(Tasklet::name).toList();
  }

  // Who may ask

  @Test
  void anotherThreadIsRefused() throws Exception {
    CompletableFuture<List<Tasklet<?>>> asked = CompletableFuture.supplyAsync(here::leaks);
    assertThatThrownBy(asked::get)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("leaks() is for the scheduler's own thread");
  }

  @Test
  void aPoolThatDoesNotKnowItsTaskletsSaysWhatToDo() {
    try (Scheduler pool = Scheduler.pool(1)) {
      assertThatThrownBy(pool::leaks)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("scheduler bobbin-")
          .hasMessageContaining("Start the JVM with -Dbobbin.track=true");
    }
  }
}
