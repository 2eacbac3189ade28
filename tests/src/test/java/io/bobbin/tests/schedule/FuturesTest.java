package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasklets and completion stages wait for each other. */
@Timeout(60)
class FuturesTest {
  private static final Executor THREAD = action -> new Thread(action).start();

  @Test
  void aTaskletParksUntilTheStageIsComplete() {
    Scheduler here = Scheduler.here();
    CompletableFuture<Integer> future = new CompletableFuture<>();
    List<Integer> order = new ArrayList<>();
    Tasklet<Integer> waits =
        here.start(
            () -> {
              order.add(1);
              int value = Tasklet.await(future);
              order.add(3);
              return value;
            });
    here.start(
        () -> {
          order.add(2);
          future.complete(7);
        });
    assertThat(waits.join()).isEqualTo(7);
    assertThat(order).containsExactly(1, 2, 3);
  }

  @Test
  void theRunOfAThreadsSchedulerWaitsForStages() {
    Scheduler here = Scheduler.here();
    CompletableFuture<String> future = new CompletableFuture<>();
    Tasklet<String> waits = here.start(() -> Tasklet.await(future));
    here.start(() -> THREAD.execute(() -> future.complete("done")));
    here.run();
    assertThat(waits.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(waits.join()).isEqualTo("done");
  }

  @Test
  void completeAndNullResultsAreReturnedAtOnce() {
    Tasklet<Object> waits =
        Tasklet.start(
            () -> {
              Object none = Tasklet.await(CompletableFuture.completedStage(null));
              return none == null ? Tasklet.await(CompletableFuture.completedFuture(3)) : "some";
            });
    assertThat(waits.join()).isEqualTo(3);
    assertThat(Tasklet.<Integer>await(CompletableFuture.supplyAsync(() -> 4, THREAD))).isEqualTo(4);
  }

  @Test
  void failuresAreThrownAsByJoin() {
    for (boolean complete : new boolean[] {true, false}) {
      assertThat(failureOf(failed(new IOException("disk"), complete)))
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("disk");
      CompletableFuture<Integer> cancelled = new CompletableFuture<>();
      (complete ? (Executor) Runnable::run : THREAD).execute(() -> cancelled.cancel(false));
      assertThat(failureOf(cancelled)).isInstanceOf(CancellationException.class);
    }
  }

  private static CompletionStage<Integer> failed(Throwable failure, boolean complete) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    (complete ? (Executor) Runnable::run : THREAD)
        .execute(() -> future.completeExceptionally(failure));
    return future;
  }

  private static Throwable failureOf(CompletionStage<Integer> stage) {
    Tasklet<Integer> waits = Tasklet.start(() -> Tasklet.await(stage));
    try {
      throw new AssertionError("was " + waits.join());
    } catch (TaskletFailedException e) {
      return e.getCause();
    }
  }

  @Test
  void aKilledTaskletLeavesTheStageAlone() {
    Scheduler here = Scheduler.here();
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Tasklet<Integer> waits = here.start(() -> Tasklet.await(future));
    here.start(() -> waits.kill());
    here.run();
    assertThatThrownBy(waits::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThat(future).isNotDone();
    assertThat(future.complete(1)).isTrue();
  }

  @Test
  void theTraceOfAFailureLeadsToWhoWaits() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Scheduler here = Scheduler.here();
    Tasklet<Integer> waits = here.start(() -> awaitDeeply(future));
    here.start(() -> future.completeExceptionally(new IOException("disk")));
    assertThatThrownBy(waits::join)
        .cause()
        .satisfies(
            failure ->
                assertThat(failure.getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("awaitDeeply"));
  }

  @Suspendable
  private static int awaitDeeply(CompletionStage<Integer> stage) {
    return Tasklet.await(stage) + 1;
  }

  // toFuture

  @Test
  void aFutureGetsTheResultWheneverItIsAskedFor() throws Exception {
    Channel<String> channel = Channel.unbuffered();
    Tasklet<String> tasklet = Tasklet.start(() -> channel.receive());
    CompletableFuture<String> before = tasklet.toFuture();
    assertThat(before).isNotDone();
    channel.send("sent");
    assertThat(before.get()).isEqualTo("sent");
    tasklet.join();
    assertThat(tasklet.toFuture()).isSameAs(before);
    Tasklet<Integer> over = Tasklet.start(() -> 1);
    over.join();
    assertThat(over.toFuture()).isCompletedWithValue(1);
  }

  @Test
  void aFutureGetsWhatTheBodyThrew() {
    Tasklet<String> fails =
        Tasklet.start(
            () -> {
              Tasklet.yield();
              throw new IOException("disk");
            });
    assertThatThrownBy(() -> fails.toFuture().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void cancellingAFutureLeavesTheTaskletAlone() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<Integer> tasklet = Tasklet.start(() -> channel.receive());
    tasklet.toFuture().cancel(true);
    channel.send(5);
    assertThat(tasklet.join()).isEqualTo(5);
  }

  @Test
  void everyFutureIsCompletedHoweverAskingAndEndingRace() throws Exception {
    try (Scheduler pool = Scheduler.pool(2)) {
      for (int i = 0; i < 20_000; i++) {
        int value = i;
        Tasklet<Integer> tasklet = pool.start(() -> value);
        assertThat(tasklet.toFuture().get()).isEqualTo(i);
      }
    }
  }
}
