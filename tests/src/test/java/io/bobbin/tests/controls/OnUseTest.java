package io.bobbin.tests.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Registration;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Telling of each use. */
@Timeout(120)
class OnUseTest {
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Channel<Integer> channel = Channel.unbuffered();

  private Registration tells() {
    return Channel.onUse(this::note);
  }

  private void note(Channel<?> used, Tasklet<?> tasklet, boolean isSend, boolean waits) {
    assertThat(Tasklet.current()).isSameAs(tasklet);
    String who = tasklet == null ? "a thread" : tasklet.name();
    told.add(who + (isSend ? " sends" : " receives") + (waits ? ", waits" : ""));
  }

  @Suspendable
  private void uses(boolean sends) throws Exception {
    if (sends) {
      channel.send(1);
      channel.send(2, Duration.ofDays(1));
      channel.sendException(new IOException());
      channel.sendAll(List.of(4, 5));
      channel.send(6);
    } else {
      channel.receive();
      channel.receive(Duration.ofDays(1));
      try {
        channel.receiveOrClosed();
      } catch (Throwable e) {
        assertThat(e).isInstanceOf(IOException.class);
      }
      channel.iterator().next();
      channel.iterator().hasNext();
      channel.receiveOrClosed();
    }
  }

  @Test
  void eachSendAndEachReceiveIsToldBeforeItHappens() {
    Scheduler here = Scheduler.here();
    try (Registration unused = tells()) {
      here.start("a", () -> uses(false));
      here.start("b", () -> uses(true));
      here.run();
    }
    assertThat(told)
        .containsExactly(
            "a receives, waits",
            "b sends",
            "b sends, waits",
            "a receives",
            "a receives, waits",
            "b sends",
            "b sends, waits",
            "a receives",
            "a receives, waits",
            "b sends",
            "b sends, waits",
            "a receives");
  }

  @Test
  void aSelectTellsOfTheCaseThatHappened() {
    Channel<Integer> other = Channel.buffered(1);
    Scheduler here = Scheduler.here();
    try (Registration unused = tells()) {
      here.start("a", () -> selects(other));
      here.run();
      assertThat(told).isEmpty();
      channel.trySend(1);
      here.run();
      here.start("b", () -> selects(other));
      here.run();
      Select.of(other.onReceive(value -> value));
    }
    assertThat(told)
        .containsExactly(
            "a thread sends",
            "a receives, waits",
            "the handler",
            "b sends",
            "the handler",
            "a thread receives");
  }

  @Suspendable
  private void selects(Channel<Integer> other) {
    boolean isFirst = told.isEmpty();
    Select.of(
        channel.onReceive(value -> told.add("the handler")),
        (isFirst ? Channel.<Integer>never() : other).onSend(1, () -> told.add("the handler")));
  }

  @Test
  void aTryIsToldIfItSucceeds() {
    Channel<Integer> buffered = Channel.buffered(1);
    try (Registration unused = tells()) {
      buffered.tryReceive();
      buffered.trySend(1);
      buffered.trySend(2);
      buffered.tryReceive();
    }
    assertThat(told).containsExactly("a thread sends", "a thread receives");
  }

  @Test
  void aChannelThatIsNeverReadyTellsThatOneWaits() {
    Scheduler here = Scheduler.here();
    Tasklet<?> waits;
    try (Registration unused = tells()) {
      waits = here.start("a", () -> Channel.never().receive());
      here.run();
    }
    waits.kill();
    here.run();
    assertThat(told).containsExactly("a receives, waits");
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void eachValueIsToldOnceAtEachEnd(Place place) {
    AtomicInteger sends = new AtomicInteger();
    AtomicInteger receives = new AtomicInteger();
    try (Scheduler scheduler = place.scheduler();
        Registration unused =
            Channel.onUse(
                (used, tasklet, isSend, waits) -> {
                  if (used == channel) {
                    (isSend ? sends : receives).incrementAndGet();
                  }
                })) {
      scheduler.start(() -> channel.sendAll(Collections.nCopies(5_000, 1)));
      scheduler.start(() -> receives(5_000)).join();
    }
    assertThat(sends).hasValue(5_000);
    assertThat(receives).hasValue(5_000);
  }

  @Suspendable
  private void receives(int count) {
    for (int i = 0; i < count; i++) {
      channel.receive();
    }
  }

  @Test
  void oneThatWasClosedIsToldNoMoreAndOthersAre() {
    Channel<Integer> buffered = Channel.buffered(9);
    Registration first = tells();
    Registration second = tells();
    buffered.send(1);
    assertThat(told).hasSize(2);
    first.close();
    first.close();
    buffered.send(2);
    assertThat(told).hasSize(3);
    second.close();
    buffered.send(3);
    assertThat(told).hasSize(3);
    assertThatThrownBy(() -> Channel.onUse(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void whatTheListenerItselfDoesIsNotTold() {
    Channel<String> events = Channel.unlimited();
    Channel<Integer> buffered = Channel.buffered(1);
    try (Registration unused =
        Channel.onUse((used, tasklet, isSend, waits) -> events.send(isSend + " " + waits))) {
      buffered.send(1);
    }
    assertThat(events.receive()).isEqualTo("true false");
    assertThat(events.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void oneThatFailsIsLoggedAndDisturbsNothing(Place place) {
    Logger logger = Logger.getLogger("io.bobbin");
    BlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            if (entry.getMessage().startsWith("BBN029")) { // others fail in other tests
              logged.add(entry);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    StackOverflowError failure = new StackOverflowError("listener");
    try (Scheduler scheduler = place.scheduler();
        Registration failing =
            Channel.onUse(
                (used, tasklet, isSend, waits) -> {
                  throw failure;
                });
        Registration good = tells()) {
      scheduler.start(() -> channel.send(7));
      assertThat(scheduler.start(() -> channel.receive()).join()).isEqualTo(7);
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertThat(told).hasSize(2);
    assertThat(logged)
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.getMessage())
                  .startsWith("BBN029 a listener of Channel.onUse failed, which changes nothing");
              assertThat(entry.getThrown()).isSameAs(failure);
            });
  }
}
