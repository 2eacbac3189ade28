package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.VoidBody;
import io.bobbin.observe.PinnedWaits;
import io.bobbin.tests.sync.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Tasklets or threads that run code of a test at the same time, and what became of them. Used by
 * the thread of the test.
 */
final class Parties implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Company company;
  private final List<Scheduler> pools;
  private final List<Tasklet<?>> tasklets = new ArrayList<>();
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final long pinnedBefore = PinnedWaits.total();
  private int started;

  Parties(Company company) {
    this.company = company;
    this.pools =
        switch (company) {
          case POOL_OF_ONE -> List.of(Scheduler.pool(1));
          case POOL_OF_TWO -> List.of(Scheduler.pool(2));
          case MIXED -> List.of(Scheduler.pool(1), Scheduler.pool(2));
          case HERE, THREADS, VIRTUAL_THREADS -> List.of();
        };
  }

  /** Starts one more; returns the tasklet, or null if it is a thread. */
  Tasklet<?> start(VoidBody body) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    ends.add(end);
    int turn = started++ % 4;
    return switch (company) {
      case HERE -> startTasklet(Scheduler.here(), body, end);
      case POOL_OF_ONE, POOL_OF_TWO -> startTasklet(pools.get(0), body, end);
      case THREADS, VIRTUAL_THREADS -> startThread(company == Company.VIRTUAL_THREADS, body, end);
      case MIXED ->
          turn < 2 ? startTasklet(pools.get(turn), body, end) : startThread(turn == 3, body, end);
    };
  }

  private Tasklet<?> startTasklet(Scheduler scheduler, VoidBody body, CompletableFuture<Void> end) {
    Tasklet<?> tasklet = scheduler.start(() -> run(body, end));
    tasklets.add(tasklet);
    return tasklet;
  }

  private Tasklet<?> startThread(boolean virtual, VoidBody body, CompletableFuture<Void> end) {
    Threads.start(virtual, () -> run(body, end));
    return null;
  }

  @Suspendable
  private void run(VoidBody body, CompletableFuture<Void> end) {
    try {
      body.run();
      end.complete(null);
    } catch (TaskletKilled e) {
      end.complete(null);
    } catch (Throwable t) {
      failure.completeExceptionally(t);
      end.complete(null);
    }
  }

  /** Lets those who can run do so, until the condition holds. */
  void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (failure.isCompletedExceptionally()) {
        throw new AssertionError("a party failed", failureCause());
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("this never was so; " + report());
      }
      if (company == Company.HERE) {
        Scheduler.here().run(Duration.ofMillis(10)); // those who wait may be woken later
      }
      Thread.yield();
    }
  }

  /** Lets those who can run do so, until the tasklet waits. */
  void untilWaiting(Tasklet<?> tasklet) {
    until(() -> tasklet.state() == Tasklet.State.WAITING);
  }

  /**
   * Waits until all have ended; throws what one of them threw. Those killed have not failed. No
   * tasklet may have blocked its carrier.
   */
  void join() throws Exception {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
    if (company == Company.HERE) {
      Scheduler.here().run();
      assertThat(all.isDone() || failure.isDone()).as(this::report).isTrue();
    }
    try {
      CompletableFuture.anyOf(failure, all).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a party failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError(report(), e);
    }
    if (failure.isDone()) {
      throw new AssertionError("a party failed", failureCause());
    }
    tasklets.clear();
    ends.clear();
    assertThat(PinnedWaits.total()).as("pinned waits").isEqualTo(pinnedBefore);
  }

  private Throwable failureCause() {
    return failure.handle((nothing, thrown) -> thrown).join();
  }

  private String report() {
    StringBuilder report = new StringBuilder("these have not ended:");
    tasklets.stream()
        .filter(each -> each.state() != Tasklet.State.ENDED)
        .limit(20)
        .forEach(
            each -> {
              report.append("\n").append(each.name()).append(' ').append(each.state());
              each.stackTrace().forEach(call -> report.append("\n    at ").append(call));
            });
    return report.toString();
  }

  @Override
  public void close() {
    tasklets.forEach(Tasklet::kill);
    pools.forEach(Scheduler::close);
    if (company == Company.HERE) {
      Scheduler.here().run();
    }
  }

  /** Waits, in a party, until so many more senders than receivers wait at a channel. */
  @Suspendable
  static void awaitBalance(Channel<?> channel, int balance) {
    while (channel.balance() != balance) {
      Threads.letOthersRun();
    }
  }
}
