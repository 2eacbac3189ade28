package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.plain;
import static io.bobbin.schedule.HandWoven.receive;
import static io.bobbin.schedule.HandWoven.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.channel.BufferedChannel;
import java.io.IOException;
import java.time.Duration;
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
}
