package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that poll: tasklets that compute let others run, and can be ended. */
@Timeout(60)
class PreemptionTest {
  private static volatile boolean stopped;
  private static volatile long sink;

  private static Scheduler scheduler(int carriers) {
    return carriers == 0 ? Scheduler.here() : Scheduler.pool(carriers);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aBusyTaskletLetsOthersRun(int carriers) {
    stopped = false;
    try (Scheduler scheduler = scheduler(carriers)) {
      Tasklet<Long> busy = scheduler.start(() -> countUntilStopped());
      scheduler.start(
          () -> {
            stopped = true;
          });
      assertThat(busy.join()).isPositive();
    }
  }

  @Suspendable(preempt = true)
  private static long countUntilStopped() {
    long count = 0;
    while (!stopped) {
      count++;
    }
    return count;
  }

  /** Each is a loop that does not end by itself, in a shape of its own. */
  enum Shape implements VoidBody {
    WHILE {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        while (true) {
          sink++;
        }
      }
    },
    DO_WHILE {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        long i = 0;
        do {
          i++;
        } while (i > 0);
      }
    },
    FOR {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        for (int i = 0; i >= 0; i = (i + 1) & 0xffff) {
          sink = i;
        }
      }
    },
    NESTED {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        for (; ; ) {
          for (int i = 0; i < 100; i++) {
            sink += i;
          }
        }
      }
    },
    LABELLED_CONTINUE {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        outer:
        while (true) {
          for (int i = 0; ; i++) {
            if (i == 3) {
              continue outer;
            }
          }
        }
      }
    },
    IN_SWITCH {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        int state = 0;
        while (true) {
          switch (state) {
            case 0:
              state = 1;
              continue;
            case 1:
              state = 0;
              break;
            default:
              return;
          }
        }
      }
    },
    AROUND_TRY {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        while (true) {
          try {
            sink = 1 / (sink & 1);
          } catch (ArithmeticException e) {
            sink = 2;
          } finally {
            sink++;
          }
        }
      }
    },
    CALLING {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        List<Integer> list = new ArrayList<>();
        while (true) {
          list.add(1);
          list.clear();
        }
      }
    },
    ITERATING {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        List<Integer> list = List.of(1, 2, 3);
        while (true) {
          for (int each : list) {
            sink += each;
          }
        }
      }
    },
    IN_LAMBDA {
      @Override
      @Suspendable(preempt = true)
      public void run() throws Exception {
        VoidBody body =
            () -> {
              while (true) {
                sink++;
              }
            };
        body.run();
      }
    },
    IN_GENERATOR {
      @Override
      @Suspendable(preempt = true)
      public void run() {
        Generator<Integer> never =
            Generator.of(
                out -> {
                  while (sink != Long.MIN_VALUE) {
                    sink &= 0xffff;
                  }
                  out.yield(1);
                });
        never.next();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void killEndsABusyLoop(Shape shape) {
    try (Scheduler here = Scheduler.here()) {
      Tasklet<?> busy = here.start(shape);
      Tasklet<?> killer = here.start(busy::kill);
      killer.join();
      assertThatThrownBy(busy::join).hasCauseInstanceOf(TaskletKilled.class);
    }
  }

  @Test
  void anotherThreadEndsABusyLoop() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<?> busy =
          pool.start(
              () -> {
                runs.countDown();
                Shape.WHILE.run();
              });
      runs.await();
      busy.kill();
      assertThatThrownBy(busy::join).hasCauseInstanceOf(TaskletKilled.class);
    }
  }

  @Test
  void whatIsRaisedIsThrownInTheLoop() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    List<String> log = new ArrayList<>();
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<String> busy = pool.start(() -> catching(runs, log));
      runs.await();
      busy.raise(new IllegalStateException("enough"));
      assertThat(busy.join()).isEqualTo("enough");
      assertThat(log).containsExactly("finally");
    }
  }

  @Suspendable(preempt = true)
  private static String catching(CountDownLatch runs, List<String> log) {
    try {
      spin(runs, log);
      return "ended";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Suspendable(preempt = true)
  private static void spin(CountDownLatch runs, List<String> log) {
    try {
      runs.countDown();
      while (true) {
        sink++;
      }
    } finally {
      log.add("finally");
    }
  }

  @Test
  void whoHoldsALockOrAMonitorIsNotInterruptedByOthers() {
    List<String> log = new ArrayList<>();
    try (Scheduler here = Scheduler.here()) {
      Tasklet<?> busy = here.start(() -> inCriticalSections(log));
      here.start(() -> log.add("other"));
      busy.join();
    }
    assertThat(log).containsExactly("locked", "synchronized", "other");
  }

  @Suspendable(preempt = true)
  private static void inCriticalSections(List<String> log) {
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    long start = System.nanoTime();
    while (System.nanoTime() - start < 50_000_000) {
      sink++;
    }
    log.add("locked");
    lock.unlock();
    synchronized (log) {
      start = System.nanoTime();
      while (System.nanoTime() - start < 50_000_000) {
        sink++;
      }
      log.add("synchronized");
    }
  }

  @Test
  void aLoopThatIsNotToPollKeepsItsThread() {
    List<String> log = new ArrayList<>();
    try (Scheduler here = Scheduler.here()) {
      here.start(() -> working(log));
      here.start(() -> log.add("other"));
      here.run();
    }
    assertThat(log).containsExactly("worked", "other");
  }

  @Suspendable
  private static void working(List<String> log) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 50_000_000) {
      sink++;
    }
    log.add("worked");
  }

  @Test
  void aDeterministicSchedulerInterruptsAtTheSameTurnsInEachRun() {
    assertThat(turns(7)).isEqualTo(turns(7)).contains("a", "b");
    assertThat(turns(7)).isNotEqualTo(turns(8));
  }

  private static List<String> turns(long seed) {
    List<String> log = new ArrayList<>();
    Scheduler test = Scheduler.deterministic(seed);
    for (String name : List.of("a", "b")) {
      test.start(() -> inTurns(name, log));
    }
    test.run();
    return log;
  }

  @Suspendable(preempt = true)
  private static void inTurns(String name, List<String> log) {
    for (int i = 0; i < 100_000; i++) {
      if (i % 10_000 == 0) {
        log.add(name);
      }
    }
  }
}
