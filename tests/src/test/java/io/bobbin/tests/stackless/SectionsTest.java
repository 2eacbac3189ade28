package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Atomic sections, and traps for waits and switches. */
@Timeout(60)
class SectionsTest {
  private static final Duration BUDGET = Duration.ofMillis(30);

  private final Scheduler here = Scheduler.here();
  private final Channel<Integer> channel = Channel.unbuffered();
  private final List<String> log = new ArrayList<>();
  private volatile long sink;

  @AfterEach
  void close() {
    here.close();
  }

  @Suspendable(preempt = true)
  private void computeUntil(BooleanSupplier over) {
    while (!over.getAsBoolean()) {
      sink++;
    }
  }

  private static BooleanSupplier after(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return () -> System.nanoTime() - end >= 0;
  }

  // atomic

  @Test
  void anAtomicSectionIsNotInterruptedAndWhatFollowsIs() {
    Tasklet<?> late =
        here.start(
            () -> {
              Tasklet.atomic(() -> computeUntil(after(BUDGET.multipliedBy(4))));
              log.add("section over");
              computeUntil(() -> false);
            });
    assertThat(here.watch(BUDGET)).isSameAs(late);
    assertThat(log).containsExactly("section over");
    late.kill();
    here.run();
  }

  @Test
  void nobodyRunsMeanwhileEither() {
    here.start(
        () -> {
          int ten =
              Tasklet.atomic(
                  () -> {
                    computeUntil(after(Duration.ofMillis(100))); // ten time slices
                    return 10;
                  });
          log.add("section " + ten);
        });
    here.start(() -> log.add("other"));
    here.run();
    assertThat(log).containsExactly("section 10", "other");
  }

  @Test
  void sectionsAreNestedAndEndedByExceptions() {
    Tasklet<?> late =
        here.start(
            () -> {
              try {
                Tasklet.atomic(
                    () -> {
                      Tasklet.atomic(() -> log.add("inner"));
                      computeUntil(after(BUDGET.multipliedBy(3)));
                      throw new IllegalStateException("from the section");
                    });
              } catch (IllegalStateException e) {
                log.add(e.getMessage());
              }
              computeUntil(() -> false);
            });
    assertThat(here.watch(BUDGET)).isSameAs(late);
    assertThat(log).containsExactly("inner", "from the section");
    late.kill();
    here.run();
  }

  @Test
  void whatIsRaisedIsThrownWhenTheSectionIsOver() {
    Tasklet<?> one =
        here.start(
            () -> {
              Tasklet<?> self = Tasklet.current();
              Tasklet.atomic(
                  () -> {
                    if (self != null) {
                      self.kill();
                    }
                    computeUntil(after(Duration.ofMillis(50)));
                    log.add("section over");
                  });
              computeUntil(() -> false);
            });
    here.run();
    assertThat(log).containsExactly("section over");
    assertThatThrownBy(one::join).hasCauseInstanceOf(TaskletKilled.class);
  }

  @Test
  void whoWaitsInItIsLeft() {
    here.start(
        () ->
            Tasklet.atomic(
                () -> {
                  log.add("waits");
                  log.add("got " + channel.receive());
                }));
    here.start(
        () -> {
          log.add("sends");
          channel.send(1);
        });
    here.run();
    assertThat(log).containsExactly("waits", "sends", "got 1");
  }

  @Test
  void whoWaitsInItIsNotPickled() {
    Tasklet<?> waits = here.start(() -> Tasklet.atomic(() -> channel.receive()));
    here.run();
    assertThatThrownBy(() -> Pickle.of(waits))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("atomic section");
    channel.send(1);
    assertThat(waits.join()).isEqualTo(1);
  }

  @Test
  void aThreadJustDoesIt() throws Exception {
    assertThat(Tasklet.<Integer>atomic(() -> 5)).isEqualTo(5);
  }

  // traps

  /** What a trap says of something. */
  private interface Act {
    @Suspendable
    void act() throws Exception;
  }

  @Suspendable
  private void isTrapped(Act act) throws Exception {
    try {
      Tasklet.nonBlocking(() -> act.act());
      log.add("done");
    } catch (IllegalStateException e) {
      log.add(e.getMessage().contains("nonBlocking") ? "trapped" : e.toString());
    }
  }

  private void inTasklet(Act act) {
    here.start("trapped", () -> isTrapped(act)).join();
  }

  @Test
  void aWaitIsTrappedAndHasNoEffect() {
    inTasklet(() -> channel.send(1));
    inTasklet(() -> channel.receive());
    inTasklet(() -> Tasklet.sleep(Duration.ofMinutes(1)));
    inTasklet(() -> Tasklet.yield());
    inTasklet(() -> here.start(() -> log.add("never joined")).join());
    assertThat(channel.balance()).isZero();
    here.run();
    assertThat(log)
        .containsExactly("trapped", "trapped", "trapped", "trapped", "trapped", "never joined");
  }

  @Test
  void whatNeedNotWaitIsDone() {
    Tasklet<Integer> receiver = here.start(() -> channel.receive());
    here.run();
    inTasklet(() -> channel.send(3));
    assertThat(receiver.join()).isEqualTo(3);
    here.start(() -> channel.send(4));
    here.run();
    inTasklet(() -> log.add("received " + channel.receive()));
    assertThat(log).containsExactly("done", "received 4", "done");
  }

  @Test
  void anImmediateSwitchIsNotMade() {
    channel.setPreference(Channel.Preference.RECEIVER);
    here.start(() -> log.add("received " + channel.receive()));
    here.run();
    inTasklet(
        () -> {
          channel.send(3);
          log.add("sent");
        });
    here.run();
    assertThat(log).containsExactly("sent", "done", "received 3");
  }

  @Test
  void theTrapIsGoneAfterwards() {
    here.start(
        () -> {
          isTrapped(() -> channel.receive());
          log.add("receives " + channel.receive());
        });
    here.start(() -> channel.send(1));
    here.run();
    assertThat(log).containsExactly("trapped", "receives 1");
  }

  @Test
  void switchesByHandAreTrapped() {
    Tasklet<?> other = here.start(() -> log.add("other"));
    other.pause();
    here.start(
        () -> {
          for (Act each :
              List.<Act>of(
                  () -> Tasklet.yieldTo(other),
                  () -> Tasklet.switchTo(other),
                  () -> {
                    Tasklet<?> self = Tasklet.current();
                    if (self != null) {
                      self.pause();
                    }
                  })) {
            isTrapped(each);
          }
        });
    here.run();
    assertThat(log).containsExactly("trapped", "trapped", "trapped");
  }

  @Test
  void whoIsNotSwitchedToStaysAsItWas() {
    Tasklet<?> runnable = here.start(() -> log.add("runnable"));
    Tasklet<?> removed = here.start(() -> log.add("removed"));
    removed.pause();
    Tasklet<Integer> waits = here.start(() -> channel.receive());
    Tasklet.yieldTo(waits);
    for (Tasklet<?> target : List.of(runnable, removed)) {
      Tasklet<?> caller = here.start(() -> isTrapped(() -> Tasklet.switchTo(target)));
      Tasklet.yieldTo(caller);
    }
    assertThat(log).containsExactly("trapped", "trapped");
    assertThat(here.runnable()).isEqualTo(List.of(runnable));
    assertThat(waits.state()).isEqualTo(Tasklet.State.WAITING);
    removed.resume();
    channel.send(1);
    here.run();
    assertThat(log).containsExactly("trapped", "trapped", "runnable", "removed");
  }

  @Test
  void exceptionsAreSentAndReceivedInItIfSomebodyWaitsForThem() {
    inTasklet(() -> channel.sendException(new ArithmeticException("sent")));
    assertThat(channel.balance()).isZero();
    here.start(
        () -> {
          try {
            channel.receive();
          } catch (ArithmeticException e) {
            log.add(e.getMessage());
          }
        });
    here.run();
    inTasklet(() -> channel.sendException(new ArithmeticException("sent")));
    here.run();
    assertThat(log).containsExactly("trapped", "done", "sent");
    here.start(() -> channel.sendException(new ArithmeticException("received")));
    here.run();
    assertThatThrownBy(() -> inTasklet(() -> channel.receive())).hasRootCauseMessage("received");
  }

  @Test
  void toSwitchToOneselfIsNoSwitch() {
    here.start(() -> isTrapped(() -> Tasklet.switchTo(Objects.requireNonNull(Tasklet.current()))));
    here.run();
    assertThat(log).containsExactly("done");
  }

  @Test
  void loopsGoOnInIt() {
    here.start(
        () -> {
          Tasklet.nonBlocking(() -> computeUntil(after(Duration.ofMillis(100))));
          log.add("section over");
        });
    here.start(() -> log.add("other"));
    here.run();
    assertThat(log).containsExactly("section over", "other");
  }

  @Test
  void generatorsAreUsedInItAsLongAsTheyDoNotWait() {
    Generator<Integer> numbers =
        Generator.of(
            out -> {
              out.yield(1);
              out.yield(channel.receive());
            });
    here.start(
        () -> {
          isTrapped(() -> log.add("first " + numbers.iterator().next()));
          isTrapped(() -> log.add("next " + numbers.iterator().next()));
        });
    here.run();
    assertThat(log).containsExactly("first 1", "done", "trapped");
  }

  @Test
  void onPoolsAWaitIsTrappedToo() {
    try (Scheduler pool = Scheduler.pool(1)) {
      pool.start(() -> isTrapped(() -> channel.receive())).join();
      pool.start(() -> isTrapped(() -> Tasklet.yield())).join();
    }
    assertThat(log).containsExactly("trapped", "trapped");
  }

  @Test
  void itIsForTasklets() {
    assertThatThrownBy(() -> Tasklet.nonBlocking(() -> channel.receive()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is for tasklets");
  }
}
