package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.tests.agent.ChildJvm;
import io.bobbin.tests.agent.Program;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs that cannot go on: in JVMs of their own, as any other thread might help them. */
class DeadlockTest {
  @TempDir static Path folder;

  @BeforeAll
  static void compile() {
    Program.compile(
        folder,
        "Main",
        """
        import io.bobbin.*;
        import java.time.Duration;
        import java.util.concurrent.TimeoutException;

        public class Main {
          @Suspendable
          static void receiveForEver(Channel<Integer> channel) {
            channel.receive();
          }

          /** Whether it has been seen that nobody is thrown anything. */
          static volatile boolean left;

          public static void main(String[] args) throws Exception {
            Channel<Integer> channel = Channel.unbuffered();
            Channel<Integer> ended = Channel.unbuffered();
            Scheduler here = Scheduler.here();
            Scheduler pool = Scheduler.pool(1);
            switch (args[0]) {
              case "alone" -> { }
              case "idle pool" -> pool.start(() -> 1).join();
              case "pool that waits" -> {
                Tasklet<Integer> waits = pool.start(() -> ended.receive());
                while (waits.state() != Tasklet.State.WAITING) Thread.onSpinWait();
              }
              case "busy pool" -> pool.start(() -> {
                while (!left) Tasklet.yield();
                long end = System.nanoTime() + 1_000_000_000L;
                while (System.nanoTime() < end) Tasklet.yield();
                channel.send(1);
              });
              case "thread that sends" -> new Thread(() -> {
                try {
                  while (!left) Thread.sleep(10);
                  Thread.sleep(500);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                channel.send(1);
              }).start();
              case "thread that waits" -> {
                Thread thread = new Thread(() -> ended.receive());
                thread.setDaemon(true);
                thread.start();
                while (ended.balance() == 0) Thread.onSpinWait();
              }
              case "thread that waits for a time" -> {
                Thread thread = new Thread(() -> {
                  boolean last;
                  do {
                    last = left;
                    try {
                      ended.receive(Duration.ofMillis(500));
                    } catch (TimeoutException e) {
                      // as is to be
                    }
                  } while (!last);
                  channel.send(1);
                });
                thread.start();
                while (ended.balance() == 0) Thread.onSpinWait();
              }
              case "signal" -> {
                Channel<String> signals = Channel.buffered(1);
                io.bobbin.go.Signals.notify(signals, "WINCH");
                here.start("handler", () -> channel.send(signals.receive().length()));
                long pid = ProcessHandle.current().pid();
                new ProcessBuilder("sh", "-c", "sleep 1; kill -WINCH " + pid).start();
              }
              default -> throw new IllegalArgumentException(args[0]);
            }
            Tasklet<?> waiter = here.start("waiter", () -> receiveForEver(channel));
            try {
              if (args.length == 1) {
                here.run();
                System.out.println("left parked: " + waiter.state());
                left = true;
              }
              waiter.join();
              System.out.println("woken");
            } catch (DeadlockError e) {
              System.out.println(e.getMessage());
              channel.trySend(1);
              here.run();
              System.out.println("goes on: " + waiter.state());
            }
            System.exit(0);
          }
        }
        """,
        "Waits",
        """
        import io.bobbin.*;
        import java.time.Duration;

        public class Waits {
          static void show(String what, Runnable wait) {
            long begin = System.nanoTime();
            try {
              wait.run();
              System.out.println(what + ": goes on");
            } catch (DeadlockError e) {
              System.out.println(what + ": " + e.getMessage());
            }
            if (System.nanoTime() - begin > 30_000_000_000L) System.out.println("late");
          }

          public static void main(String[] args) {
            Scheduler here = Scheduler.here();
            Channel<Integer> channel = Channel.unbuffered();
            here.start("begun", () -> 1).join();
            show("receive", () -> channel.receive());
            show("send", () -> channel.send(1));
            here.start("sleeper", () -> {
              Tasklet.sleep(Duration.ofMillis(1500));
              channel.send(1);
            });
            show("receive later", () -> channel.receive());
            here.start("waiter", () -> Channel.never().receive());
            show("select", () -> Select.of(channel.onReceive(v -> v)));
            System.out.println(channel.balance());
            System.exit(0);
          }
        }
        """,
        "Times",
        """
        import io.bobbin.*;
        import java.time.Duration;
        import java.util.concurrent.*;

        public class Times {
          static final Duration TIME = Duration.ofMillis(150);

          interface Wait {
            void begin() throws Exception;
          }

          static CompletableFuture<Integer> future() {
            return CompletableFuture.supplyAsync(
                () -> 3, CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS));
          }

          static int block() throws InterruptedException {
            Thread.sleep(150);
            return 1;
          }

          static void goesOn(String what, Wait wait) throws Exception {
            try {
              wait.begin();
            } catch (TimeoutException e) {
              // as is to be
            } catch (DeadlockError e) {
              System.out.println(what + ": " + e.getMessage());
            }
          }

          public static void main(String[] args) throws Exception {
            Scheduler here = Scheduler.here();
            here.start("begun", () -> 1).join();
            Channel<Integer> never = Channel.unbuffered();
            Channel<Integer> channel = Channel.unbuffered();
            goesOn("select", () -> Select.of(never.onReceive(v -> v), Select.after(TIME, () -> 1)));
            goesOn("receive", () -> never.receive(TIME));
            goesOn("sleep", () -> Tasklet.sleep(TIME));
            goesOn("timer", () -> Timer.after(TIME).channel().receive());
            goesOn("ticker", () -> Ticker.every(TIME).channel().receive());
            goesOn("context", () -> Context.background().withTimeout(TIME).done().receiveOrClosed());
            goesOn("join", () -> here.start(() -> never.receive()).join(TIME));
            Timer.afterFunc(TIME, () -> channel.send(4));
            goesOn("afterFunc", () -> channel.receive());
            here.start(() -> {
              Tasklet.blocking(() -> block());
              channel.send(1);
            });
            goesOn("blocking", () -> channel.receive());
            here.start(() -> {
              Thread.sleep(150);
              channel.send(1);
            });
            goesOn("adapted", () -> channel.receive());
            here.start(() -> {
              Tasklet.await(future());
              channel.send(1);
            });
            goesOn("future", () -> channel.receive());
            goesOn("own future", () -> Tasklet.await(future()));
            Scheduler pool = Scheduler.pool(1);
            pool.start(() -> {
              Tasklet.sleep(TIME);
              channel.send(1);
            });
            goesOn("of a pool", () -> channel.receive());
            System.out.println("all go on");
            System.exit(0);
          }
        }
        """,
        "Watched",
        """
        import io.bobbin.*;
        import java.time.Duration;

        public class Watched {
          static volatile boolean stopped;

          @Suspendable(preempt = true)
          static void count() {
            while (!stopped) { }
          }

          static void print(String when, DeadlockError e) {
            System.out.println(when + ": " + e.getMessage());
          }

          public static void main(String[] args) {
            Scheduler here = Scheduler.here();
            Tasklet<?> busy = here.start("busy", () -> count());
            Tasklet<?> waiter = here.start("waiter", () -> busy.join());
            System.out.println("late: " + here.watch(Duration.ofMillis(50)).name());
            here.run();
            System.out.println("no more late: " + here.watch(Duration.ofMinutes(1)));
            System.out.println("left: " + waiter.state());
            try {
              waiter.join();
            } catch (DeadlockError e) {
              print("join", e);
            }
            here.resume(busy);
            stopped = true;
            here.run();
            System.out.println("resumed: " + waiter.state());
            here.start("for ever", () -> Channel.unbuffered().receive());
            try {
              here.watch(Duration.ofMinutes(1));
            } catch (DeadlockError e) {
              print("watch", e);
            }
            System.exit(0);
          }
        }
        """,
        "OfPool",
        """
        import io.bobbin.*;
        import java.util.concurrent.CountDownLatch;

        public class OfPool {
          @Suspendable
          static void lockBoth(Mutex one, Mutex other, WaitGroup both) {
            one.lock();
            both.done();
            both.await();
            other.lock();
          }

          public static void main(String[] args) throws Exception {
            Scheduler pool = Scheduler.pool(2);
            Registration told = pool.onDeadlock(e -> {
              System.out.println(e.getMessage());
              System.exit(0);
            });
            Mutex left = new Mutex();
            Mutex right = new Mutex();
            WaitGroup both = new WaitGroup();
            both.add(2);
            Tasklet<?> a = pool.start("a", () -> lockBoth(left, right, both));
            pool.start("b", () -> lockBoth(right, left, both));
            if (args.length > 0) {
              // Somebody who might do something.
              Thread.sleep(6_000);
              System.out.println("nothing told");
              System.exit(0);
            }
            a.join();
          }
        }
        """);
  }

  @Test
  void aPoolTellsOfADeadlockAndShowsItIfItKnowsItsTasklets() {
    String shown =
        ChildJvm.woven("").option("-Dbobbin.track=true").on(folder).run("OfPool").expectOut();
    assertThat(shown)
        .contains("the 2 tasklets of the scheduler bobbin-1 with 2 carriers wait")
        .contains("mutex locked by tasklet b #")
        .contains("OfPool.lockBoth(OfPool.java:")
        .containsPattern("cycle: (a -> b -> a|b -> a -> b)");
    String counted = ChildJvm.woven("").on(folder).run("OfPool").expectOut();
    assertThat(counted).contains("the 2 tasklets").contains("-Dbobbin.track=true");
    assertThat(ChildJvm.woven("").on(folder).run("OfPool", "awake").expectOut())
        .isEqualTo("nothing told");
  }

  private String run(String... with) {
    return ChildJvm.woven("").on(folder).run("Main", with).expectOut();
  }

  @Test
  void whoIsLeftIsShownWhenNobodyElseCanWakeThem() {
    for (String with :
        new String[] {"alone", "idle pool", "pool that waits", "thread that waits"}) {
      // A join looks again: a carrier may still be on its way to its rest at first.
      assertThat(run(with, "join"))
          .as(with)
          .contains("nobody is left who could wake them")
          .contains("waiter  receive  unbuffered channel #1")
          .contains("Main.java:8")
          .endsWith("goes on: ENDED");
    }
  }

  @Test
  void aRunThrowsAtOnceIfThereIsNobody() {
    assertThat(run("alone")).contains("nobody is left who could wake them").endsWith("ENDED");
  }

  @Test
  void whoHasTakenOneOutByAWatchdogIsThrownNothingButWhenItJoins() {
    String shown = ChildJvm.woven("").on(folder).run("Watched").expectOut();
    assertThat(shown)
        .startsWith("late: busy\nno more late: null\nleft: WAITING\njoin: tasklets of the")
        .containsPattern("busy +taken out +Watched.count\\(Watched.java")
        .containsPattern("waiter +join +tasklet busy")
        .contains("\nresumed: ENDED\nwatch: tasklets of the")
        .containsPattern("for ever +receive");
  }

  @Test
  void aThreadThatWaitsWhileItsTaskletsDoIsThrownOneToo() {
    String shown = ChildJvm.woven("").on(folder).run("Waits").expectOut();
    assertThat(shown)
        .containsPattern(
            "receive: main waits \\(RECEIVE at unbuffered .*nobody is left who could wake it")
        .containsPattern("send: main waits \\(SEND at")
        .contains("receive later: goes on")
        .containsPattern("select: main waits \\(SELECT at")
        .containsPattern("waiter +never")
        .endsWith("0")
        .doesNotContain("late\n");
  }

  @Test
  void whoWaitsForATimeOrForWhatIsUnderWayIsThrownNothing() {
    assertThat(ChildJvm.woven("").on(folder).run("Times").expectOut()).isEqualTo("all go on");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
  void aSignalMayWakeThem() {
    assertThat(run("signal", "join")).isEqualTo("woken");
  }

  @Test
  void nothingIsThrownWhileAnybodyMightWakeThem() {
    for (String with :
        new String[] {"busy pool", "thread that sends", "thread that waits for a time"}) {
      assertThat(run(with)).as(with).isEqualTo("left parked: WAITING\nwoken");
    }
  }
}
