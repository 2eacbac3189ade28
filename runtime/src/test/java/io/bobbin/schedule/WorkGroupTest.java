package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.receive;
import static io.bobbin.schedule.HandWoven.send;
import static io.bobbin.schedule.HandWoven.sleep;
import static io.bobbin.schedule.HandWoven.yieldOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.channel.BufferedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasklets that work together. */
@Timeout(60)
class WorkGroupTest {
  private final Pool pool = Pool.of(2);
  private final Members group = new Members(pool);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void closeWaitsForAll() {
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      group.start(body(sleep(Duration.ofMillis(1)), plain(ended::incrementAndGet)));
    }
    group.close();
    assertThat(ended).hasValue(100);
  }

  @Test
  void anEmptyGroupClosesAtOnce() {
    group.close();
    assertThatThrownBy(() -> group.start(body())).isInstanceOf(IllegalStateException.class);
    group.close();
  }

  @Test
  void theFirstThatFailsCancelsTheOthers() {
    TaskletStrand<?> waiting = group.start(body(receive(new BufferedChannel<>(0))));
    IOException failure = new IOException("first");
    group.start(
        body(
            stack -> {
              throw failure;
            }));
    assertThatThrownBy(group::close)
        .isInstanceOf(TaskletFailedException.class)
        .hasCause(failure)
        .hasNoSuppressedExceptions();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void laterFailuresAreSuppressed() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    TaskletStrand<?> late =
        group.start(
            HandWoven.catching(
                receive(never),
                stack -> {
                  throw second;
                }));
    group.start(
        body(
            stack -> {
              throw first;
            }));
    assertThat(late).isNotNull();
    group.start(
        body(
            stack -> {
              throw second;
            }));
    assertThatThrownBy(group::close)
        .isInstanceOf(TaskletFailedException.class)
        .satisfies(
            e -> {
              if (e.getCause() == first && e.getSuppressed().length > 0) {
                assertThat(e.getSuppressed()).containsExactly(second);
              }
            });
  }

  @Test
  void cancellingEndsAllAndIsNoFailure() {
    TaskletStrand<?> waiting = group.start(body(receive(new BufferedChannel<>(0))));
    group.cancel();
    TaskletStrand<?> late = group.start(body(receive(new BufferedChannel<>(0))));
    group.close();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(TaskletKilled.class);
    assertThatThrownBy(late::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void aMemberMayStartOthersWhileTheGroupCloses() {
    AtomicInteger ended = new AtomicInteger();
    group.start(
        body(
            sleep(Duration.ofMillis(2)),
            plain(() -> group.start(body(plain(ended::incrementAndGet))))));
    group.close();
    assertThat(ended).hasValue(1);
  }

  private static HandWoven.Step fails(Throwable failure) {
    return stack -> {
      throw failure;
    };
  }

  @Test
  void aFailureEndsTheWaitOfTheTaskletThatOpenedTheGroup() {
    IOException failure = new IOException("first");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    Members[] opened = new Members[1];
    TaskletStrand<List<Object>> opener =
        pool.launch(
            null,
            HandWoven.catching(
                plain(
                    () -> {
                      opened[0] = new Members(pool);
                      opened[0].start(body(sleep(Duration.ofMillis(2)), fails(failure)));
                      opened[0].start(body(receive(never)));
                    }),
                receive(never),
                plain(() -> opened[0].close()),
                yieldOnce()),
            null);
    List<Object> results = opener.join();
    assertThat(results.get(1))
        .isInstanceOfSatisfying(TaskletFailedException.class, e -> assertThat(e).hasCause(failure));
    assertThat(results.subList(2, 4)).containsExactly("done", 0L);
    assertThat(never.trySend(1)).isFalse();
  }

  @Test
  void aFailureEndsTheWaitOfTheThreadThatOpenedTheGroup() {
    IOException failure = new IOException("first");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    assertThatThrownBy(
            () -> {
              try (Members mine = new Members(pool)) {
                mine.start(body(receive(never)));
                mine.start(body(sleep(Duration.ofMillis(2)), fails(failure)));
                never.receive();
              }
            })
        .isInstanceOf(TaskletFailedException.class)
        .hasCause(failure)
        .hasNoSuppressedExceptions();
    assertThat(never.trySend(1)).isFalse();
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aMemberMayThrowTheFailureOfItsGroup() {
    BufferedChannel<Throwable> handed = new BufferedChannel<>(0);
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    try (Members mine = new Members(pool)) {
      mine.start(
          body(
              stack -> {
                assertThatThrownBy(never::receive).isInstanceOf(TaskletKilled.class);
                throw handed.receive();
              }));
      mine.start(body(sleep(Duration.ofMillis(2)), fails(new IOException("first"))));
      assertThatThrownBy(never::receive)
          .isInstanceOf(TaskletFailedException.class)
          .satisfies(handed::send);
    }
  }

  @Test
  void aFailureEndsTheJoinOfTheThreadThatRunsTheGroup() {
    IOException failure = new IOException("first");
    Dispatcher here = Here.ofThisThread();
    assertThatThrownBy(
            () -> {
              try (Members mine = new Members(here)) {
                TaskletStrand<?> other =
                    here.launch(null, body(receive(new BufferedChannel<>(0))), null);
                mine.start(body(yieldOnce(), fails(failure)));
                other.join();
              }
            })
        .isInstanceOf(TaskletFailedException.class)
        .hasCause(failure)
        .hasNoSuppressedExceptions();
  }

  @Test
  void whatHasBeenThrownInTheOpenerIsNotThrownAgainAndTakesLaterFailuresWithIt() {
    IOException first = new IOException("first");
    IOException second = new IOException("second");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    assertThatThrownBy(
            () -> {
              try (Members mine = new Members(pool)) {
                TaskletStrand<?> late = mine.start(throwsWhenKilled(never, second));
                while (late.waitReason() == null) {
                  Thread.onSpinWait();
                }
                mine.start(body(fails(first)));
                never.receive();
              }
            })
        .hasCause(first)
        .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(second));
  }

  /** A body that answers a kill by another failure. */
  private static HandWoven throwsWhenKilled(BufferedChannel<Integer> waitsAt, Throwable failure) {
    return body(
        stack -> {
          try {
            waitsAt.receive();
          } catch (TaskletKilled e) {
            throw failure;
          }
          return "";
        });
  }

  @Test
  void anOpenerThatDoesNotWaitIsToldByCloseAndByNothingElse() throws Exception {
    IOException failure = new IOException("first");
    BufferedChannel<Integer> channel = new BufferedChannel<>(1);
    Members mine = new Members(pool);
    TaskletStrand<?> member = mine.start(body(fails(failure)));
    while (member.state() != Tasklet.State.ENDED) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(mine::close).isInstanceOf(TaskletFailedException.class).hasCause(failure);
    try (Members another = new Members(pool)) {
      another.start(body(sleep(Duration.ofMillis(2)), send(channel, 7)));
      assertThat(channel.receive()).isEqualTo(7);
    }
  }

  @Test
  void theFailureOfAnOuterGroupEndsTheWaitForAnInnerOne() {
    IOException failure = new IOException("outer");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    TaskletStrand<?>[] waiting = new TaskletStrand<?>[1];
    assertThatThrownBy(
            () -> {
              try (Members outer = new Members(pool)) {
                try (Members inner = new Members(pool)) {
                  waiting[0] = inner.start(body(receive(never)));
                  outer.start(body(sleep(Duration.ofMillis(2)), fails(failure)));
                }
              }
            })
        .isInstanceOf(TaskletFailedException.class)
        .hasCause(failure)
        .hasNoSuppressedExceptions();
    assertThatThrownBy(waiting[0]::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void groupsThatFailBehindEachOtherAreAllTold() {
    IOException inner = new IOException("inner");
    IOException outer = new IOException("outer");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    List<Throwable> causes = new ArrayList<>();
    TaskletStrand<List<Object>> opener =
        pool.launch(
            null,
            HandWoven.catching(
                plain(
                    () -> {
                      Members one = new Members(pool);
                      Members two = new Members(pool);
                      List.of(one.start(body(fails(outer))), two.start(body(fails(inner))))
                          .forEach(
                              each -> {
                                while (each.state() != Tasklet.State.ENDED) {
                                  Thread.onSpinWait();
                                }
                              });
                    }),
                receive(never),
                receive(never)),
            null);
    opener.join().subList(1, 3).forEach(each -> causes.add(((Throwable) each).getCause()));
    assertThat(causes).containsExactlyInAnyOrder(inner, outer);
  }

  @Test
  void aKilledOpenerCancelsItsGroupAndLosesNoFailure() {
    IOException failure = new IOException("in the end");
    BufferedChannel<Integer> never = new BufferedChannel<>(0);
    Members[] opened = new Members[1];
    TaskletStrand<List<Object>> opener =
        pool.launch(
            null,
            HandWoven.catching(
                plain(
                    () -> {
                      opened[0] = new Members(pool);
                      opened[0].start(throwsWhenKilled(never, failure));
                    }),
                plain(() -> opened[0].close())),
            null);
    while (opener.waitReason() == null) {
      Thread.onSpinWait();
    }
    opener.kill();
    assertThat(opener.join().get(1))
        .isInstanceOfSatisfying(
            TaskletKilled.class,
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .satisfies(each -> assertThat(each).hasCause(failure)));
  }
}
