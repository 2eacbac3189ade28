package io.bobbin.tests.pickle;

import static io.bobbin.tests.pickle.Pauses.goesOn;
import static io.bobbin.tests.pickle.Pauses.pauses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Body;
import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.Ticker;
import io.bobbin.Timer;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers and tickers that tasklets reach come along, with the time that is left. */
class TimersTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  /** Its time is virtual. */
  private final Scheduler here = Scheduler.deterministic(1);

  private <T> Tasklet<T> waiting(Tasklet<T> tasklet) {
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    return tasklet;
  }

  @SuppressWarnings("unchecked") // it has the same body
  private static <T> Tasklet<T> read(Tasklet<T> tasklet) {
    return (Tasklet<T>) Pickle.read(Pickle.of(tasklet).bytes(), FILTER).tasklet();
  }

  private Instant now() {
    return here.start(() -> Timer.after(Duration.ZERO).channel().receive()).join();
  }

  private void passes(Duration time) {
    here.start(() -> Tasklet.sleep(time)).join();
  }

  /** Resumes a twin, and tells how long after that it ended. */
  private long millis(Tasklet<?> twin) {
    Instant resumed = now();
    here.resume(twin);
    twin.join();
    return Duration.between(resumed, now()).toMillis();
  }

  @Suspendable
  private static Instant awaits(Channel<String> passed) {
    Channel<Instant> rings = Timer.after(Duration.ofMillis(100)).channel();
    Tasklet.sleep(Duration.ofMillis(30));
    passed.send("passed");
    return rings.receive();
  }

  @Test
  void whoKnowsTheChannelAloneIsTold() {
    Channel<String> passed = Channel.buffered(1);
    Instant start = now();
    Tasklet<Instant> first = here.start(() -> awaits(passed));
    here.runUntil(() -> passed.size() == 1);
    Tasklet<Instant> twin = read(waiting(first));
    assertThat(first.join()).isEqualTo(start.plusMillis(100));
    passes(Duration.ofMillis(500));
    Tasklet<Instant> again = read(twin); // for which nothing has passed
    assertThat(millis(twin)).isEqualTo(70);
    assertThat(twin.join()).isEqualTo(now());
    assertThat(millis(again)).isEqualTo(70);
  }

  @Suspendable
  private static String states(Channel<String> ready) {
    Timer stopped = Timer.after(Duration.ofMillis(1));
    stopped.stop();
    Timer rung = Timer.after(Duration.ofMillis(2));
    Timer received = Timer.after(Duration.ofMillis(2));
    received.channel().receive();
    Timer pending = Timer.after(Duration.ofMillis(50));
    Timer set = Timer.after(Duration.ofMillis(50));
    Timer closed = Timer.after(Duration.ofMillis(50));
    closed.channel().close();
    ready.send("ready");
    pauses();
    String all = "" + stopped.channel().tryReceive().isPresent() + rung.channel().size();
    all += rung.channel().receive().toEpochMilli() + " " + rung.stop() + received.stop();
    all += set.reset(Duration.ofMillis(10)) + " ";
    all +=
        Select.of(
            pending.channel().onReceive(at -> "pending"), set.channel().onReceive(at -> "set"));
    all += pending.stop();
    all += closed.channel().receiveOrClosed().getClass().getSimpleName();
    stopped.reset(Duration.ofMillis(1));
    stopped.channel().receive();
    return all;
  }

  @Test
  void aTimerIsAsItWas() {
    String all = "false12 falsefalsetrue settrueClosed";
    Channel<String> ready = Channel.buffered(1);
    Tasklet<String> first = here.start(() -> states(ready));
    here.runUntil(() -> ready.size() == 1);
    Tasklet<String> twin = read(waiting(first));
    assertThat(goesOn(first)).isEqualTo(all);
    passes(Duration.ofMillis(100));
    here.resume(twin);
    assertThat(goesOn(twin)).isEqualTo(all);
  }

  @Suspendable
  private static List<Long> ticks(int before, Channel<String> ready) {
    List<Long> all = new ArrayList<>();
    try (Ticker ticker = Ticker.every(Duration.ofMillis(10))) {
      for (Instant each : ticker.channel()) {
        all.add(each.toEpochMilli());
        if (all.size() == before) {
          Tasklet.sleep(Duration.ofMillis(4));
          ready.send("ready");
          pauses();
        } else if (all.size() == before + 3) {
          break;
        }
      }
    }
    return all;
  }

  @Test
  void aTickerGoesOnWithinItsPeriod() {
    Channel<String> ready = Channel.buffered(1);
    Tasklet<List<Long>> first = here.start(() -> ticks(2, ready));
    here.runUntil(() -> ready.size() == 1);
    Tasklet<List<Long>> twin = read(waiting(first));
    passes(Duration.ofMillis(976)); // until 1000
    here.resume(twin);
    assertThat(goesOn(twin)).containsExactly(10L, 20L, 1006L, 1016L, 1026L);
    assertThat(goesOn(first).subList(0, 3)).containsExactly(10L, 20L, 30L);
    here.run(); // which returns, as both tickers are stopped
  }

  @Suspendable
  private static String calls(Channel<String> told) {
    Timer timer = Timer.afterFunc(Duration.ofMillis(20), () -> told.send("called"));
    pauses();
    return told.receive() + timer.stop();
  }

  @Test
  void aTimerStartsItsTaskletThere() {
    Tasklet<String> first = waiting(here.start(() -> calls(Channel.buffered(1))));
    Tasklet<String> twin = read(first);
    assertThat(goesOn(first)).isEqualTo("calledfalse");
    Scheduler other = Scheduler.deterministic(2);
    other.resume(twin);
    twin.raise(new IllegalStateException());
    other.run();
    assertThat(twin.join()).isEqualTo("calledfalse");
  }

  @Suspendable
  private static Timer pending() {
    return Timer.after(Duration.ofMillis(20));
  }

  @Test
  void aTimerThatIsSetBeforeItGoesOnIsSet() {
    Tasklet<Timer> made = Scheduler.shared().start(TimersTest::pending);
    made.join();
    Timer read = (Timer) Pickle.read(Pickle.of(made).bytes(), FILTER).tasklet().join();
    read.channel().receive();
    assertThat(read.reset(Duration.ofDays(1))).isFalse();
    assertThat(read.stop()).isTrue();
  }

  @Test
  void aForkHasTheSameTimer() {
    Tasklet<String> first = waiting(here.start(() -> calls(Channel.buffered(1))));
    Tasklet<String> fork = first.fork();
    here.resume(fork);
    assertThat(goesOn(first)).isEqualTo("calledfalse");
    fork.raise(new IllegalStateException());
    passes(Duration.ofMillis(50));
    assertThat(fork.state()).isEqualTo(Tasklet.State.WAITING); // as it rang once
    fork.kill();
  }

  @Suspendable
  private static boolean holds(Timer timer) {
    pauses();
    return timer.channel().receive() != null;
  }

  /** At each instant it has rung, or is to ring: so no twin waits for ever. */
  @Test
  @Timeout(60)
  void aTimerThatRingsAndIsSetMeanwhileIsWrittenAsAtOneInstant() throws InterruptedException {
    Scheduler pool = Scheduler.pool(1);
    Timer timer = Timer.after(Duration.ofNanos(1));
    AtomicBoolean enough = new AtomicBoolean();
    Thread sets =
        new Thread(
            () -> {
              while (!enough.get()) {
                timer.reset(Duration.ofNanos(1));
                Thread.yield();
              }
            });
    sets.start();
    try {
      Tasklet<Boolean> first = pool.start(() -> holds(timer));
      for (int i = 0; i < 300; i++) {
        Tasklet<Boolean> twin = read(first);
        pool.resume(twin);
        assertThat(goesOn(twin)).isTrue();
      }
      first.kill();
    } finally {
      enough.set(true);
      sets.join();
      timer.stop();
    }
  }

  @Test
  void aTimersChannelHasNoNameOfItsOwn() {
    Timer timer = Timer.after(Duration.ofDays(1));
    Tasklet<Object> waits =
        waiting(here.start(() -> List.of(timer.channel().receive(), timer.stop())));
    PickleOptions named = PickleOptions.DEFAULT.link("rings", timer.channel());
    assertThatThrownBy(() -> Pickle.of(waits, named))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("link");
    waits.kill();
    timer.stop();
  }

  @Suspendable
  private static String sleeps() {
    Tasklet.sleep(Duration.ofMillis(700));
    return "slept";
  }

  @Suspendable
  private static String receives() {
    try {
      return Channel.<String>unbuffered().receive(Duration.ofMillis(700));
    } catch (TimeoutException e) {
      return "too late";
    }
  }

  @Test
  void aTwinThatWasNotResumedKeepsTheTimeThatIsLeft() {
    for (Body<String> body : List.<Body<String>>of(() -> sleeps(), () -> receives())) {
      Tasklet<String> first = waiting(here.start(body));
      Tasklet<String> twin = read(read(first));
      assertThat(millis(twin)).isEqualTo(700);
      assertThat(first.join()).isEqualTo(twin.join());
    }
  }
}
