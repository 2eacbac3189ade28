package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Context;
import io.bobbin.DeadlockError;
import io.bobbin.Mutex;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.Ticker;
import io.bobbin.WaitGroup;
import io.bobbin.WorkGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeterministicTest {
  @Test
  void theSameSeedGivesTheSameRun() {
    Set<String> runs = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      String first = busyRun(seed);
      assertThat(busyRun(seed)).isEqualTo(first);
      runs.add(first);
    }
    assertThat(runs).hasSizeGreaterThan(45);
  }

  /** Some tasklets that send, select and sleep; the log says who did what when. */
  private static String busyRun(long seed) {
    StringBuilder log = new StringBuilder();
    Scheduler scheduler = Scheduler.deterministic(seed);
    Channel<String> left = Channel.unbuffered();
    Channel<String> right = Channel.buffered(2);
    Channel<String> done = Channel.unlimited();
    for (int i = 0; i < 4; i++) {
      String name = "s" + i;
      scheduler.start(name, () -> produce(name, left, right, done));
    }
    scheduler.start("sink", () -> drain(log, left, right, done));
    scheduler.run();
    return log.toString();
  }

  @Suspendable
  private static void produce(
      String name, Channel<String> left, Channel<String> right, Channel<String> done) {
    for (int i = 0; i < 5; i++) {
      String value = name + "." + i;
      String where =
          Select.of(left.onSend(value, () -> "left"), right.onSend(value, () -> "right"));
      Tasklet.sleep(where.equals("left") ? Duration.ofHours(1) : Duration.ofDays(1));
    }
    done.send(name);
  }

  @Suspendable
  private static void drain(
      StringBuilder log, Channel<String> left, Channel<String> right, Channel<String> done) {
    int left4 = 4;
    while (left4 > 0) {
      String what =
          Select.of(
              left.onReceive(v -> "l:" + v),
              right.onReceive(v -> "r:" + v),
              done.onReceive(v -> "done:" + v));
      log.append(what).append(' ');
      if (what.startsWith("done")) {
        left4--;
      }
    }
  }

  @Test
  void timePassesWhenNobodyCanRun() {
    Scheduler scheduler = Scheduler.deterministic(1);
    List<String> log = new ArrayList<>();
    scheduler.start(() -> sleeps(log, "b", Duration.ofDays(2)));
    scheduler.start(() -> sleeps(log, "a", Duration.ofDays(1)));
    scheduler.start(() -> sleeps(log, "c", Duration.ofDays(300)));
    long start = System.nanoTime();
    scheduler.run();
    assertThat(log).containsExactly("a", "b", "c");
    assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(30).toNanos());
  }

  @Suspendable
  private static void sleeps(List<String> log, String name, Duration time) {
    Tasklet.sleep(time);
    log.add(name);
  }

  @Test
  void timeoutsTickersAndDeadlinesGoByVirtualTime() {
    Scheduler scheduler = Scheduler.deterministic(3);
    Tasklet<List<String>> told = scheduler.start(() -> tellTimes());
    scheduler.run();
    assertThat(told.join())
        .containsExactly(
            "receive took longer than PT1H",
            Instant.EPOCH.plus(Duration.ofMinutes(70)).toString(),
            Instant.EPOCH.plus(Duration.ofMinutes(80)).toString(),
            "after",
            "context: true");
  }

  @Suspendable
  private static List<String> tellTimes() {
    List<String> told = new ArrayList<>();
    Channel<Integer> silent = Channel.unbuffered();
    try {
      silent.receive(Duration.ofHours(1));
    } catch (TimeoutException e) {
      told.add(e.getMessage());
    }
    Ticker ticker = Ticker.every(Duration.ofMinutes(10));
    told.add(ticker.channel().receive().toString());
    told.add(ticker.channel().receive().toString());
    ticker.stop();
    told.add(
        Select.of(silent.onReceive(v -> "value"), Select.after(Duration.ofDays(1), () -> "after")));
    Context context = Context.background().withTimeout(Duration.ofDays(2));
    told.add("context: " + (context.done().receiveOrClosed() instanceof Received.Closed));
    return told;
  }

  @Test
  void whoAsksAgainAndAgainSeesTheTimePass() {
    Scheduler scheduler = Scheduler.deterministic(5);
    boolean[] rung = {false};
    scheduler.start(
        () -> {
          Tasklet.sleep(Duration.ofSeconds(1));
          rung[0] = true;
        });
    scheduler.start(
        () -> {
          while (!rung[0]) {
            Tasklet.yield();
          }
        });
    scheduler.run();
    assertThat(rung[0]).isTrue();
  }

  @Test
  void blockingCallsAreMadeInPlace() {
    Scheduler scheduler = Scheduler.deterministic(5);
    Thread here = Thread.currentThread();
    Tasklet<Boolean> same =
        scheduler.start(() -> Tasklet.blocking(() -> Thread.currentThread() == here));
    assertThat(same.join()).isTrue();
  }

  @Test
  void aDeadlockIsShownAsAPicture() {
    Scheduler scheduler = Scheduler.deterministic(1);
    Mutex first = new Mutex();
    Mutex second = new Mutex();
    WaitGroup both = new WaitGroup();
    both.add(2);
    scheduler.start("philosopher-a", () -> take(first, second, both));
    scheduler.start("philosopher-b", () -> take(second, first, both));
    Channel<Integer> never = Channel.unbuffered();
    scheduler.start("listener", () -> never.receive());
    assertThatThrownBy(scheduler::run)
        .isInstanceOf(DeadlockError.class)
        .hasMessageContaining("philosopher-a")
        .hasMessageContaining("mutex")
        .hasMessageContaining("receive")
        .hasMessageContaining("unbuffered channel #")
        .hasMessageContaining("DeterministicTest.java:")
        .hasMessageMatching("(?s).*cycle: (philosopher-[ab]) -> philosopher-[ab] -> \\1.*");
  }

  @Suspendable
  private static void take(Mutex one, Mutex other, WaitGroup both) {
    one.lock();
    both.done();
    both.await();
    other.lock();
  }

  @Test
  void aDeadlockOfATaskletThatIsPinnedIsThrownThere() {
    Scheduler scheduler = Scheduler.deterministic(1);
    Channel<Integer> never = Channel.unbuffered();
    Tasklet<String> pinned =
        scheduler.start(
            () -> {
              synchronized (never) {
                try {
                  return "got " + never.receive();
                } catch (DeadlockError e) {
                  return "deadlock";
                }
              }
            });
    assertThat(pinned.join()).isEqualTo("deadlock");
  }

  // Bugs that exploring must find

  @Test
  void exploringFindsALostWakeUp() {
    assertThatThrownBy(() -> Scheduler.explore(1_000, () -> lostWakeUp()))
        .isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(DeadlockError.class)
        .hasMessageContaining("step | main")
        .hasMessageContaining("-Dbobbin.seed=");
  }

  /** Looks whether there is something, and only then tells that it waits: in between it yields. */
  @Suspendable
  private static void lostWakeUp() {
    boolean[] state = {false, false};
    Channel<Integer> wake = Channel.unbuffered();
    Tasklet.start(
        "setter",
        () -> {
          state[0] = true;
          Tasklet.yield();
          if (state[1]) {
            wake.send(1);
          }
        });
    if (!state[0]) {
      Tasklet.yield();
      state[1] = true;
      wake.receive();
    }
  }

  @Test
  void exploringFindsADoubleClose() {
    assertThatThrownBy(() -> Scheduler.explore(1_000, () -> doubleClose()))
        .isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("throws ChannelClosedException");
  }

  @Suspendable
  private static void doubleClose() {
    Channel<Integer> channel = Channel.unbuffered();
    boolean[] closed = {false};
    for (int i = 0; i < 2; i++) {
      Tasklet.start("closer-" + i, () -> closeOnce(channel, closed));
    }
  }

  @Suspendable
  private static void closeOnce(Channel<Integer> channel, boolean[] closed) {
    if (!closed[0]) {
      Tasklet.yield();
      channel.close();
      closed[0] = true;
    }
  }

  @Test
  void exploringPassesACorrectProgram() {
    Scheduler.explore(500, () -> correct());
  }

  @Suspendable
  private static void correct() {
    Channel<Integer> numbers = Channel.buffered(1);
    Mutex mutex = new Mutex();
    int[] count = {0};
    WaitGroup group = new WaitGroup();
    for (int i = 0; i < 3; i++) {
      group.add(1);
      Tasklet.start(() -> add(numbers, mutex, count, group));
    }
    for (int i = 0; i < 9; i++) {
      numbers.send(i);
    }
    numbers.close();
    group.await();
    if (count[0] != 9) {
      throw new AssertionError("lost: " + count[0]);
    }
  }

  @Suspendable
  private static void add(Channel<Integer> numbers, Mutex mutex, int[] count, WaitGroup group) {
    for (int ignored : numbers) {
      mutex.lock();
      int before = count[0];
      Tasklet.yield();
      count[0] = before + 1;
      mutex.unlock();
    }
    group.done();
  }

  @Test
  void aProgramThatDependsOnMoreThanTheSeedIsToldSo() {
    int[] runs = {0};
    assertThatThrownBy(
            () ->
                Scheduler.explore(
                    10,
                    () -> {
                      if (runs[0]++ == 0) {
                        throw new IllegalStateException("only once");
                      }
                    }))
        .hasMessageContaining("not drawn from the seed");
  }

  @Test
  void onlyThreadsOutsideOfTaskletsMakeOne() {
    Tasklet<@Nullable Object> inside = Tasklet.start(() -> Scheduler.deterministic(1));
    assertThatThrownBy(inside::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  @Timeout(60)
  void everyWaitOfItsOwnThreadForItsTaskletsRunsThem() throws TimeoutException {
    Scheduler scheduler = Scheduler.deterministic(1);
    assertThat(scheduler.start(() -> 1).join(Duration.ofHours(1))).isEqualTo(1);
    try (WorkGroup group = WorkGroup.open(scheduler)) {
      group.go(() -> Tasklet.sleep(Duration.ofHours(1)));
    }
    try (WorkGroup group = WorkGroup.open()) {
      assertThat(scheduler.start(() -> 2).join()).isEqualTo(2);
      group.go(() -> 3);
    }
  }
}
