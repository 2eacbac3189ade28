package io.bobbin.tests.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Body;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Future#get}, {@link CompletableFuture#get} and {@link CompletableFuture#join}. */
@Timeout(60)
class FuturesTest {
  private static final List<Consumer<CompletableFuture<Object>>> ENDS =
      List.of(
          future -> future.complete("value"),
          future -> future.complete(null),
          future -> future.completeExceptionally(new IOException("disk")),
          future -> future.completeExceptionally(new IllegalStateException(new Error("deep"))),
          future -> future.cancel(true));

  /** A way to wait for a future. */
  private interface Wait {
    @Suspendable
    Object on(CompletableFuture<Object> future) throws Exception;
  }

  private static final List<Wait> WAITS =
      List.of(
          future -> future.get(),
          future -> future.join(),
          future -> future.get(1, TimeUnit.HOURS),
          future -> ((Future<Object>) future).get(),
          future -> ((Future<Object>) future).get(1, TimeUnit.HOURS));

  @Test
  void allOutcomesAreThoseOfTheJdkWhetherOneWaitsForThemOrNot() {
    for (Wait wait : WAITS) {
      for (Consumer<CompletableFuture<Object>> end : ENDS) {
        for (boolean waits : new boolean[] {true, false}) {
          Outcome.ofBoth(() -> body(wait, end, waits));
          Outcome.ofBoth(() -> body(w -> wait.on(w.thenApply(x -> x)), end, waits));
        }
      }
    }
  }

  private static Body<?> body(Wait wait, Consumer<CompletableFuture<Object>> end, boolean waits) {
    CompletableFuture<Object> future = new CompletableFuture<>();
    if (waits) {
      Outcome.soon(() -> end.accept(future));
    } else {
      end.accept(future);
    }
    return () -> wait.on(future);
  }

  @Test
  void theTraceOfAFailureLeadsToWhoWaits() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    Tasklet<Integer> waits = Tasklet.start(() -> getDeeply(future));
    Outcome.soon(() -> future.completeExceptionally(new IOException("disk")));
    assertThatThrownBy(waits::join)
        .cause()
        .isInstanceOf(ExecutionException.class)
        .satisfies(
            failure ->
                assertThat(failure.getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("getDeeply"));
  }

  @Suspendable
  private static int getDeeply(CompletableFuture<Integer> future) throws Exception {
    return future.get() + 1;
  }

  @Test
  void aTaskletOfTheSameThreadCompletesAFutureThatOneWaitsFor() {
    for (Wait wait : WAITS) {
      CompletableFuture<Object> future = new CompletableFuture<>();
      assertThat(OnOneThread.waitsFor(() -> wait.on(future), () -> future.complete(7)))
          .isEqualTo(7);
    }
  }

  @Test
  void aTaskletOfTheSameThreadRunsATaskThatOneWaitsFor() {
    FutureTask<Integer> task = new FutureTask<>(() -> 8);
    assertThat(OnOneThread.<Integer>waitsFor(() -> task.get(), task::run)).isEqualTo(8);
    FutureTask<Integer> timed = new FutureTask<>(() -> 9);
    assertThat(OnOneThread.<Integer>waitsFor(() -> timed.get(1, TimeUnit.HOURS), timed::run))
        .isEqualTo(9);
  }

  @Test
  void theOutcomesOfTasksAreThoseOfTheJdk() {
    Outcome.ofBoth(() -> task(() -> 1, FutureTask::run));
    Outcome.ofBoth(
        () ->
            task(
                () -> {
                  throw new IOException("disk");
                },
                FutureTask::run));
    Outcome.ofBoth(() -> task(() -> 1, task -> task.cancel(true)));
  }

  private static Body<?> task(
      java.util.concurrent.Callable<Integer> body, Consumer<FutureTask<Integer>> end) {
    FutureTask<Integer> task = new FutureTask<>(body);
    Outcome.soon(() -> end.accept(task));
    return () -> task.get();
  }

  @Test
  void aGetThatTakesTooLongIsOver() {
    Outcome late =
        Outcome.ofBoth(() -> () -> new CompletableFuture<>().get(5, TimeUnit.MILLISECONDS));
    assertThat(late.thrown()).contains("TimeoutException");
    Outcome.ofBoth(() -> () -> new CompletableFuture<>().get(0, TimeUnit.SECONDS));
    Outcome.ofBoth(() -> () -> new CompletableFuture<>().get(-1, TimeUnit.SECONDS));
    Outcome.ofBoth(() -> () -> new FutureTask<>(() -> 1).get(5, TimeUnit.MILLISECONDS));
  }

  @Test
  void whoHasInterruptedHimselfDoesNotGet() {
    Outcome interrupted =
        Outcome.ofBoth(
            () ->
                () -> {
                  Thread.currentThread().interrupt();
                  return new CompletableFuture<>().get();
                });
    assertThat(interrupted.thrown()).contains("InterruptedException");
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.currentThread().interrupt();
              return new CompletableFuture<>().get(1, TimeUnit.HOURS);
            });
    Outcome.ofBoth(
        () ->
            () -> {
              Thread.currentThread().interrupt();
              Object value = CompletableFuture.completedFuture(1).get();
              return value + " " + Thread.interrupted();
            });
  }

  @Test
  void whatAWaitLeavesBehindDoesNotGrowWithTheNumberOfWaits() {
    CompletableFuture<Object> never = new CompletableFuture<>();
    int dependents =
        Tasklet.start(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    try {
                      never.get(1, TimeUnit.MICROSECONDS);
                    } catch (TimeoutException e) {
                      // as is to be
                    }
                  }
                  return never.getNumberOfDependents();
                })
            .join();
    assertThat(dependents).isLessThan(3);
  }

  @Test
  void aThousandGetWithoutAThreadEach() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    List<Object> got = OnOneThread.crowd(() -> future.get(), () -> future.complete("all"));
    assertThat(got).hasSize(1_000).containsOnly("all");
    FutureTask<Object> task = new FutureTask<>(() -> "all");
    assertThat(OnOneThread.crowd(() -> task.get(), task)).hasSize(1_000).containsOnly("all");
  }

  @Test
  void aKilledTaskletLeavesTheFutureAlone() {
    CompletableFuture<Object> future = new CompletableFuture<>();
    for (Wait wait : WAITS) {
      Tasklet<?> killed = OnOneThread.killed(() -> wait.on(future));
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
    }
    assertThat(future).isNotDone();
    assertThat(future.getNumberOfDependents()).isLessThan(3);
  }

  /** Its own get may do anything. */
  private static final class Own extends CompletableFuture<Object> {
    @Override
    public Object get() {
      return Thread.currentThread();
    }
  }

  @Test
  void whatOverridesTheJdksMethodsIsCalledWhereItIs() {
    try (Scheduler pool = Scheduler.pool(1)) {
      CompletableFuture<Object> own = new Own();
      boolean same =
          pool.start(
                  () -> {
                    Thread before = Thread.currentThread();
                    return own.get() == before;
                  })
              .join();
      assertThat(same).isTrue();
    }
    assertThat(OnOneThread.waitsFor(() -> new Own().get(), () -> {})).isInstanceOf(Thread.class);
  }

  @Test
  void aStageThatHasNoGetHasNone() {
    Outcome.ofBoth(
        () -> () -> ((Future<?>) CompletableFuture.completedStage(1)).get(1, TimeUnit.HOURS));
  }
}
