package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads, each with a scheduler of its own, and tasklets that one makes for another. */
@Timeout(60)
class ThreadsTest {
  private final Scheduler here = Scheduler.here();
  private final List<Object> log = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    here.close();
  }

  private static <T> FutureTask<T> onThread(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    new Thread(task, "other").start();
    return task;
  }

  @Test
  void aTaskletThatOneThreadMadeRunsOnAnother() throws Exception {
    Tasklet<Thread> made = Tasklet.unstarted("made", Thread::currentThread);
    Thread other =
        onThread(
                () -> {
                  try (Scheduler there = Scheduler.here()) {
                    there.resume(made);
                    there.run();
                  }
                  return Thread.currentThread();
                })
            .get();
    assertThat(made.join()).isSameAs(other);
  }

  @Test
  void aTaskletIsInsertedIntoTheSchedulerOfAnotherThread() throws Exception {
    Channel<Scheduler> found = Channel.unbuffered();
    Channel<Integer> done = Channel.unbuffered();
    FutureTask<Thread> other =
        onThread(
            () -> {
              try (Scheduler there = Scheduler.here()) {
                found.send(there);
                assertThat(done.receive()).isEqualTo(3);
              }
              return Thread.currentThread();
            });
    Scheduler there = found.receive();
    for (int i = 0; i < 3; i++) {
      int number = i;
      there.resume(Tasklet.unstarted("" + i, () -> log.add(number)));
    }
    Tasklet<Thread> last =
        Tasklet.unstarted(
            "last",
            () -> {
              done.send(log.size());
              return Thread.currentThread();
            });
    there.resume(last);
    assertThat(last.join()).isSameAs(other.get());
    assertThat(log).containsExactly(0, 1, 2);
  }

  @Test
  void eachThreadRunsItsOwn() throws Exception {
    Tasklet<Thread> mine = here.start(Thread::currentThread);
    Thread other =
        onThread(
                () -> {
                  try (Scheduler there = Scheduler.here()) {
                    assertThat(there).isNotSameAs(here);
                    assertThat(there.runnable()).isEmpty();
                    assertThat(there.start(Thread::currentThread).join())
                        .isSameAs(Thread.currentThread());
                  }
                  return Thread.currentThread();
                })
            .get();
    assertThat(mine.state()).isEqualTo(Tasklet.State.RUNNABLE);
    assertThat(here.runnable()).hasSize(1);
    assertThat(mine.join()).isSameAs(Thread.currentThread()).isNotSameAs(other);
  }

  @Test
  void taskletsOfTwoThreadsTalkThroughAChannel() throws Exception {
    Channel<String> commands = Channel.unbuffered();
    FutureTask<Void> master =
        onThread(
            () -> {
              try (Scheduler there = Scheduler.here()) {
                there
                    .start(
                        () -> {
                          for (String each : List.of("one", "two", "three")) {
                            commands.send(each);
                          }
                          commands.close();
                        })
                    .join();
              }
              return null;
            });
    here.start(
            () -> {
              for (String each : commands) {
                log.add(each);
              }
            })
        .join();
    master.get();
    assertThat(log).containsExactly("one", "two", "three");
  }

  @Test
  void aTaskletOfAnotherThreadIsKilled() throws Exception {
    Channel<Tasklet<?>> made = Channel.unbuffered();
    FutureTask<Void> other =
        onThread(
            () -> {
              try (Scheduler there = Scheduler.here()) {
                Tasklet<?> waits = there.start(() -> Channel.never().receive());
                made.send(waits);
                assertThatThrownBy(waits::join).hasCauseInstanceOf(TaskletKilled.class);
              }
              return null;
            });
    made.receive().kill();
    other.get();
  }

  @Test
  void whoStartedATaskletMayEndAndNothingRunsIt() throws Exception {
    Tasklet<?> orphan =
        onThread(() -> (Tasklet<?>) Scheduler.here().start(() -> log.add("run"))).get();
    here.run();
    assertThat(orphan.state()).isEqualTo(Tasklet.State.RUNNABLE);
    assertThat(log).isEmpty();
  }
}
