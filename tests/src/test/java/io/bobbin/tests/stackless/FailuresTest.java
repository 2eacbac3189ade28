package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Registration;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.WorkGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures of tasklets: told to a handler, or thrown by what runs them. */
@Timeout(60)
class FailuresTest {
  private final Scheduler here = Scheduler.here();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    here.close();
  }

  private Registration logs() {
    return here.onFailure((tasklet, e) -> log.add(tasklet.name() + ": " + e.getMessage()));
  }

  /** As Stackless does: the first failure ends what runs the tasklets. */
  private Registration surfaces() {
    return here.onFailure(
        (tasklet, e) -> {
          throw new TaskletFailedException(tasklet.name(), e);
        });
  }

  private Tasklet<?> failing(String name) {
    return here.start(
        name,
        () -> {
          throw new ArithmeticException("of " + name);
        });
  }

  @Test
  void aHandlerIsToldInTheTaskletThatFails() {
    List<Object> current = new ArrayList<>();
    try (Registration told = here.onFailure((tasklet, e) -> current.add(Tasklet.current()));
        Registration alsoTold = logs()) {
      Tasklet<?> one = failing("a");
      here.start(() -> log.add("goes on"));
      here.run();
      assertThat(current).hasSize(1);
      assertThat(current.get(0)).isSameAs(one);
      assertThat(log).containsExactly("a: of a", "goes on");
    }
  }

  @Test
  void aHandlerThatWasTakenBackIsToldNothing() {
    Registration first = logs();
    Registration second = logs();
    first.close();
    first.close();
    failing("a");
    here.run();
    assertThat(log).containsExactly("a: of a");
    second.close();
  }

  @Test
  void whatTheHandlerThrowsEndsTheRun() {
    try (Registration surfaces = surfaces()) {
      failing("a");
      here.start(() -> log.add("left"));
      assertThatThrownBy(here::run)
          .isInstanceOf(TaskletFailedException.class)
          .hasMessageContaining("tasklet a ended by")
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(log).isEmpty();
      here.run();
      assertThat(log).containsExactly("left");
    }
  }

  @Test
  void everyWayToRunEnds() {
    try (Registration surfaces = surfaces()) {
      for (Runnable run :
          List.<Runnable>of(
              () -> here.run(Duration.ofSeconds(10)),
              () -> here.run(5),
              () -> here.runUntil(() -> false),
              () -> here.watch(Duration.ofSeconds(1)),
              () -> here.start(() -> Tasklet.yield()).join())) {
        failing("a");
        assertThatThrownBy(run::run).isInstanceOf(TaskletFailedException.class);
        here.run();
      }
      Tasklet<?> one = failing("b");
      assertThatThrownBy(() -> Tasklet.yieldTo(one)).isInstanceOf(TaskletFailedException.class);
    }
  }

  @Test
  void aThreadThatWaitsIsThrownItAndHasNotReceived() {
    Channel<Integer> channel = Channel.unbuffered();
    try (Registration surfaces = surfaces()) {
      failing("a");
      assertThatThrownBy(channel::receive)
          .isInstanceOf(TaskletFailedException.class)
          .hasCauseInstanceOf(ArithmeticException.class);
      assertThat(channel.balance()).isZero();
    }
  }

  @Test
  void aThreadThatIsServedFirstIsThrownItLater() {
    Channel<Integer> channel = Channel.unbuffered();
    try (Registration surfaces = surfaces()) {
      here.start(
          "a",
          () -> {
            channel.send(1);
            throw new ArithmeticException("afterwards");
          });
      assertThat(channel.receive()).isEqualTo(1);
      assertThatThrownBy(here::run).hasRootCauseMessage("afterwards");
    }
  }

  @Test
  void ofSeveralThatAreThrownTheOthersAreSuppressed() {
    try (Registration one = surfaces();
        Registration other = surfaces()) {
      failing("a");
      assertThatThrownBy(here::run).satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }
  }

  @Test
  void whatSomebodyIsToldOfOtherwiseIsNotTold() {
    try (Registration told = logs()) {
      Tasklet<?> joined = failing("joined");
      assertThatThrownBy(joined::join).isInstanceOf(TaskletFailedException.class);
      Tasklet<?> watched = failing("watched");
      here.start("joiner", () -> assertThatThrownBy(watched::join).isNotNull());
      Tasklet.yieldTo(here.runnable().get(1));
      failing("asked for").toFuture();
      Tasklet<?> killed = here.start("killed", () -> Tasklet.yield());
      here.run(1);
      killed.kill();
      here.run();
      assertThatThrownBy(
              () -> {
                try (WorkGroup group = WorkGroup.open()) {
                  group.go(
                      () -> {
                        throw new ArithmeticException("of a member");
                      });
                }
              })
          .isInstanceOf(TaskletFailedException.class);
      assertThat(log).isEmpty();
    }
  }

  @Test
  void whoFailsBeforeItBeginsIsToldToo() {
    try (Registration told = logs()) {
      Tasklet<?> one = here.start("a", () -> log.add("begun"));
      one.raise(new ArithmeticException("raised"));
      here.run();
      assertThat(log).containsExactly("a: raised");
    }
  }

  @Test
  void aPoolTellsOnTheThreadThatRanIt() throws Exception {
    BlockingQueue<String> told = new ArrayBlockingQueue<>(10);
    try (Scheduler pool = Scheduler.pool(1);
        Registration one =
            pool.onFailure((tasklet, e) -> told.add(Thread.currentThread().getName()));
        Registration other =
            pool.onFailure(
                (tasklet, e) -> {
                  throw new IllegalStateException("logged");
                })) {
      pool.start(
          () -> {
            throw new ArithmeticException("on a pool");
          });
      assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("bobbin-");
      assertThat(pool.start(() -> 5).join()).isEqualTo(5);
    }
  }
}
