package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Registration;
import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is thrown in tasklets from outside. */
@Timeout(60)
class RaisedTest {
  private final Scheduler here = Scheduler.here();
  private final Channel<Integer> channel = Channel.unbuffered();
  private final List<Object> log = new ArrayList<>();

  @AfterEach
  void close() {
    here.close();
  }

  /** Waits at the channel, and notes what it is thrown there. */
  private Tasklet<?> waits() {
    Tasklet<?> tasklet =
        here.start(
            () -> {
              try {
                log.add(channel.receive());
              } catch (ArithmeticException e) {
                log.add(e);
              }
            });
    Tasklet.yieldTo(tasklet);
    return tasklet;
  }

  private static ArithmeticException failsToDivide() {
    try {
      throw new AssertionError(1 / Integer.parseInt("0"));
    } catch (ArithmeticException e) {
      return e;
    }
  }

  @Test
  void itIsThrownAsItIsWithTheTraceOfWhereItWasMade() {
    Tasklet<?> tasklet = waits();
    ArithmeticException made = failsToDivide();
    tasklet.raise(made);
    assertThat(log).as("does not run yet").isEmpty();
    Tasklet.yieldTo(tasklet);
    assertThat(log).hasSize(1);
    assertThat(log.get(0)).isSameAs(made);
    assertThat(made.getStackTrace()[0].getMethodName()).isEqualTo("failsToDivide");
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void whoHasNotBegunEndsByItAndTheRunThrowsItIfItIsToldSo() {
    Tasklet<?> tasklet = here.start("new", () -> log.add("begun"));
    tasklet.raise(new IndexOutOfBoundsException("raised"));
    try (Registration surfaces =
        here.onFailure(
            (failed, e) -> {
              throw new TaskletFailedException(failed.name(), e);
            })) {
      assertThatThrownBy(here::run).hasRootCauseMessage("raised");
    }
    assertThat(log).isEmpty();
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
  }

  @Test
  void whoIsKilledBeforeItBeginsEndsWithoutAWord() {
    Tasklet<?> tasklet = here.start("new", () -> log.add("begun"));
    try (Registration told = here.onFailure((failed, e) -> log.add(e))) {
      tasklet.kill();
      here.run();
    }
    assertThat(log).isEmpty();
    assertThatThrownBy(tasklet::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThatThrownBy(() -> Tasklet.yieldTo(tasklet)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoHasEndedIsLeftAlone() {
    Tasklet<Integer> ended = here.start(() -> channel.receive());
    here.run();
    channel.send(1);
    here.run();
    try (Registration told = here.onFailure((failed, e) -> log.add(e))) {
      ended.raise(new IndexOutOfBoundsException("too late"));
      ended.kill();
      here.run();
    }
    assertThat(log).isEmpty();
    assertThat(ended.join()).isEqualTo(1);
  }

  @Test
  void ofSeveralBeforeItRunsTheFirstCounts() {
    Tasklet<?> tasklet = waits();
    ArithmeticException first = failsToDivide();
    tasklet.raise(first);
    tasklet.kill();
    here.run();
    assertThat(log).hasSize(1);
    assertThat(log.get(0)).isSameAs(first);
  }
}
