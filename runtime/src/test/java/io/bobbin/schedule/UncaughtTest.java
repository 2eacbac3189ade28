package io.bobbin.schedule;

import static io.bobbin.schedule.HandWoven.body;
import static io.bobbin.schedule.HandWoven.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.channel.BufferedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures that nobody asks for. */
@Timeout(60)
class UncaughtTest {
  private final Logger logger = Logger.getLogger("io.bobbin");
  private final BlockingQueue<LogRecord> told = new LinkedBlockingQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          told.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  private static HandWoven failing(HandWoven.Step before, Throwable failure) {
    return body(
        before,
        stack -> {
          throw failure;
        });
  }

  @Test
  void aFailureThatNobodyJoinsIsTold() throws InterruptedException {
    IOException failure = new IOException("alone");
    Pool.shared().launch(null, failing(stack -> "", failure), null);
    assertThat(told.take())
        .satisfies(entry -> assertThat(entry.getMessage()).contains("BBN022"))
        .satisfies(entry -> assertThat(entry.getThrown()).isSameAs(failure));
  }

  @Test
  void aFailureBehindAJoinThatTookTooLongIsTold() throws InterruptedException {
    IOException failure = new IOException("late");
    BufferedChannel<Integer> start = new BufferedChannel<>(1);
    TaskletStrand<?> tasklet = Pool.shared().launch(null, failing(receive(start), failure), null);
    assertThatThrownBy(() -> tasklet.join(Duration.ofMillis(1)))
        .isInstanceOf(TimeoutException.class);
    start.send(1);
    assertThat(told.take().getThrown()).isSameAs(failure);
  }
}
