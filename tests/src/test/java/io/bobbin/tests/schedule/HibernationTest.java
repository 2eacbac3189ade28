package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Registration;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.pickle.Pickle;
import io.bobbin.tests.OnThisThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On this thread's scheduler, which knows its tasklets. */
@Timeout(120)
class HibernationTest extends OnThisThread {
  @Suspendable
  private static String deep(int depth, Channel<String> in, Object shared) {
    byte b = (byte) -depth;
    char c = (char) (65_000 + depth);
    long j = Long.MIN_VALUE + depth;
    float f = -0.5f * depth;
    double d = depth / 3.0;
    boolean z = depth % 2 == 0;
    Object none = null;
    String s = "level " + depth;
    String below = depth == 0 ? in.receive() : deep(depth - 1, in, shared);
    return below + b + (int) c + j + f + d + z + none + s + (shared == in);
  }

  private List<Tasklet<String>> startDeep(int count, Channel<String> in) {
    List<Tasklet<String>> tasklets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int depth = i;
      tasklets.add(here.start("deep " + i, () -> deep(depth, in, in)));
    }
    here.runUntil(() -> in.balance() == -count);
    return tasklets;
  }

  private List<String> results(List<Tasklet<String>> tasklets, Channel<String> in) {
    for (int i = 0; i < tasklets.size(); i++) {
      String value = "v" + i;
      here.start(() -> in.send(value));
    }
    here.run();
    return tasklets.stream().map(Tasklet::join).toList();
  }

  @Test
  void whatHibernatesGoesOnAsIfItHadNot() {
    Channel<String> awake = Channel.unbuffered();
    List<String> expected = results(startDeep(20, awake), awake);
    Channel<String> in = Channel.unbuffered();
    List<Tasklet<String>> tasklets = startDeep(20, in);
    List<List<StackTraceElement>> traces = tasklets.stream().map(Tasklet::stackTrace).toList();
    assertThat(here.hibernating()).isZero();
    assertThat(here.hibernate()).isEqualTo(20);
    assertThat(here.hibernating()).isEqualTo(20);
    assertThat(here.hibernate()).as("again").isZero();
    assertThat(tasklets).extracting(Tasklet::state).containsOnly(Tasklet.State.WAITING);
    assertThat(tasklets.stream().map(Tasklet::stackTrace).toList()).isEqualTo(traces);
    assertThat(results(tasklets, in)).isEqualTo(expected);
    assertThat(here.hibernating()).isZero();
  }

  @Test
  void whoeverWaitsCanHibernateWhateverItWaitsFor() {
    Channel<Integer> in = Channel.unbuffered();
    Channel<Integer> other = Channel.unbuffered();
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Tasklet<Integer> receives = here.start(() -> 1 + in.receive());
    Tasklet<Integer> joins = here.start(() -> 10 + receives.join());
    Tasklet<Integer> selects =
        here.start(() -> 100 + Select.of(other.onReceive(v -> v), in.onReceive(v -> v)));
    Tasklet<Integer> awaits = here.start(() -> 1000 + Tasklet.await(future));
    Tasklet<Integer> sleeps =
        here.start(
            () -> {
              Tasklet.sleep(Duration.ofMillis(500));
              return 7;
            });
    here.runUntil(() -> in.balance() == -2 && sleeps.state() == Tasklet.State.WAITING);
    assertThat(here.hibernate()).isEqualTo(5);
    here.start(
        () -> {
          in.send(2);
          other.send(3);
          future.complete(4);
        });
    here.run();
    assertThat(List.of(receives.join(), joins.join(), selects.join(), awaits.join()))
        .isEqualTo(List.of(3, 13, 103, 1004));
    assertThat(sleeps.join()).isEqualTo(7);
  }

  @Test
  void generatorsThatWaitForTheirTaskletHibernateWithIt() {
    Channel<Integer> in = Channel.unbuffered();
    Tasklet<Integer> consumer =
        here.start(
            () -> {
              int sum = 0;
              Generator<Integer> doubled =
                  Generator.of(
                      to -> {
                        for (int i = 0; i < 3; i++) {
                          to.yield(2 * in.receive() + i);
                        }
                      });
              while (doubled.hasNext()) {
                sum += doubled.next();
              }
              return sum;
            });
    for (int i = 0; i < 3; i++) {
      int value = i + 1;
      here.runUntil(() -> in.balance() == -1);
      assertThat(here.hibernate()).isEqualTo(1);
      here.start(() -> in.send(value));
      here.runUntil(() -> in.balance() == 0);
    }
    here.run();
    assertThat(consumer.join()).isEqualTo(2 + 5 + 8);
  }

  @Test
  void oneThatIsKilledRunsItsFinallyBlocks() {
    Channel<Integer> never = Channel.unbuffered();
    List<String> seen = new ArrayList<>();
    Tasklet<Integer> tasklet =
        here.start(
            () -> {
              String name = "cleaned";
              try {
                return never.receive();
              } finally {
                seen.add(name);
              }
            });
    here.runUntil(() -> never.balance() < 0);
    assertThat(here.hibernate()).isEqualTo(1);
    tasklet.kill();
    here.run();
    assertThat(seen).containsExactly("cleaned");
    assertThatThrownBy(() -> tasklet.toFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void imagesAreTheSame() {
    Channel<String> in = Channel.unbuffered();
    List<Tasklet<String>> tasklets = startDeep(5, in);
    byte[] awake = Pickle.ofAll(tasklets).bytes();
    assertThat(here.hibernate()).isEqualTo(5);
    assertThat(Pickle.ofAll(tasklets).bytes()).isEqualTo(awake);
    assertThat(here.hibernating()).isEqualTo(5);
    in.close();
    here.run();
  }

  @Test
  void whatDoesNotWaitDoesNotHibernate() {
    here.start(
        () -> {
          assertThat(here.hibernate()).isZero();
          Tasklet.yield();
          assertThat(here.hibernate()).isZero();
        });
    here.start(() -> {});
    here.run();
  }

  @Test
  void thoseHibernateThatHaveWaitedForLong() {
    Channel<String> in = Channel.unbuffered();
    List<Tasklet<String>> tasklets = startDeep(10, in);
    Registration registration = here.hibernateAfter(Duration.ofMillis(1));
    // Somebody has to wait in real time for the scheduler's thread to go on
    here.start(() -> Tasklet.sleep(Duration.ofSeconds(60))).kill();
    CompletableFuture<String> allAsleep = new CompletableFuture<>();
    here.start(
        () -> {
          while (here.hibernating() < 10) {
            Tasklet.yield();
          }
          registration.close();
          allAsleep.complete("all asleep");
        });
    here.runUntil(allAsleep::isDone);
    assertThat(results(tasklets, in)).hasSize(10).allMatch(result -> result.contains("level 0"));
  }

  @Test
  void badUseIsTold() throws InterruptedException {
    assertThatThrownBy(() -> here.hibernateAfter(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit");
    List<Throwable> thrown = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              try {
                here.hibernate();
              } catch (IllegalStateException e) {
                thrown.add(e);
              }
            });
    other.start();
    other.join();
    assertThat(thrown).singleElement().asString().contains("its own thread only");
    Scheduler pool = Scheduler.pool(1);
    assertThatThrownBy(() -> pool.hibernateAfter(Duration.ofSeconds(1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("-Dbobbin.track=true");
    pool.close();
  }
}
