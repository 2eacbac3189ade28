package io.bobbin.tests.greenlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Mutex;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import io.bobbin.greenlet.Greenlet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Greenlets together with tasklets, generators, and code that cannot be left. */
@Timeout(60)
class CompanyTest {
  private final List<Object> seen = new ArrayList<>();

  @Suspendable
  private static Object toParent(Object value) {
    return Greenlet.<Object, Object>current().parent().switchTo(value);
  }

  private static Scheduler scheduler(String kind) {
    return kind.equals("here") ? Scheduler.here() : Scheduler.pool(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void eachTaskletHasItsOwn(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      List<Tasklet<Integer>> tasklets = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int seed = i;
        tasklets.add(scheduler.start(() -> addsUp(seed)));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(tasklets.get(i).join()).isEqualTo(100 * i + 4950);
      }
    }
  }

  /** Adds up what a greenlet hands over, while other tasklets run in between. */
  @Suspendable
  private static int addsUp(int seed) {
    Greenlet<Integer, Integer> counter =
        Greenlet.of(
            first -> {
              Greenlet<Integer, Integer> me = Greenlet.current();
              int number = first;
              while (true) {
                Tasklet.yield();
                me.parent().switchTo(number++);
              }
            });
    int sum = 0;
    for (int i = 0; i < 100; i++) {
      sum += counter.switchTo(seed);
      Tasklet.yield();
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"here", "pool"})
  void aGreenletThatWaitsParksTheTasklet(String kind) {
    try (Scheduler scheduler = scheduler(kind)) {
      Channel<String> channel = Channel.unbuffered();
      Tasklet<Object> receiver =
          scheduler.start(
              () -> {
                Greenlet<Object, Object> second = Greenlet.of(first -> channel.receive() + first);
                Greenlet<Object, Object> first =
                    Greenlet.of(value -> second.switchTo(channel.receive() + value));
                second.setParent(first);
                return first.switchTo("!");
              });
      scheduler.start(
          () -> {
            channel.send("a");
            channel.send("b");
          });
      assertThat(receiver.join()).isEqualTo("ba!");
    }
  }

  @Test
  void whatIsRaisedInTheTaskletIsThrownInTheGreenletThatWaits() {
    Scheduler here = Scheduler.here();
    Channel<String> never = Channel.unbuffered();
    Tasklet<Object> tasklet =
        here.start(
            () -> {
              Greenlet<Object, Object> g =
                  Greenlet.of(
                      first -> {
                        try {
                          return never.receive();
                        } finally {
                          seen.add("finally");
                        }
                      });
              return g.switchTo(0);
            });
    here.start(tasklet::kill);
    assertThatThrownBy(tasklet::join)
        .isInstanceOf(TaskletFailedException.class)
        .hasCauseInstanceOf(TaskletKilled.class);
    assertThat(seen).containsExactly("finally");
  }

  @Test
  void aTaskletsStackShowsTheGreenletThatWaits() {
    Scheduler here = Scheduler.here();
    Channel<Object> channel = Channel.unbuffered();
    Tasklet<Object> tasklet = here.start(() -> drives(channel));
    here.start(
        () -> {
          seen.addAll(tasklet.stackTrace().stream().map(StackTraceElement::getMethodName).toList());
          channel.send("received");
        });
    assertThat(tasklet.join()).isEqualTo("received");
    assertThat(seen.toString()).contains("waits").contains("drives");
  }

  @Suspendable
  private static Object drives(Channel<Object> channel) {
    Greenlet<Object, Object> g = Greenlet.of(first -> waits(channel));
    return g.switchTo(0);
  }

  @Suspendable
  private static Object waits(Channel<Object> channel) {
    return channel.receive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "here", "pool"})
  void aGeneratorMaySwitchInsideOfAGreenlet(String kind) {
    if (kind.equals("thread")) {
      assertThat(sumsWhileGenerating()).isEqualTo(4950);
    } else {
      try (Scheduler scheduler = scheduler(kind)) {
        assertThat(scheduler.start(CompanyTest::sumsWhileGenerating).join()).isEqualTo(4950);
      }
    }
  }

  @Suspendable
  private static Integer sumsWhileGenerating() {
    Greenlet<Integer, Integer> g =
        Greenlet.of(
            first -> {
              int sum = 0;
              for (int number : asked()) {
                Tasklet.yield();
                sum += number;
              }
              return sum;
            });
    int asked = g.switchTo(0);
    for (int i = 0; i < 100; i++) {
      if (asked != -1) {
        throw new IllegalStateException("asked with " + asked);
      }
      asked = g.switchTo(i);
    }
    return g.switchTo(-1);
  }

  /** Asks the parent of the greenlet that runs it for each number. */
  private static Generator<Integer> asked() {
    return Generator.of(
        out -> {
          Greenlet<Integer, Integer> me = Greenlet.current();
          for (int n = me.parent().switchTo(-1); n >= 0; n = me.parent().switchTo(-1)) {
            Tasklet.yield();
            out.yield(n);
          }
        });
  }

  @Test
  void aGeneratorsConsumerMayDriveGreenlets() {
    try (Scheduler scheduler = Scheduler.pool(2)) {
      Generator<Object> generator =
          Generator.of(
              out -> {
                Greenlet<Object, Object> g =
                    Greenlet.of(
                        first -> {
                          Tasklet.yield();
                          Object second = toParent(first);
                          Tasklet.yield();
                          return second;
                        });
                out.yield(g.switchTo("one"));
                out.yield(g.switchTo("two"));
              });
      Tasklet<List<Object>> tasklet =
          scheduler.start(
              () -> {
                List<Object> got = new ArrayList<>();
                for (Object each : generator) {
                  got.add(each);
                }
                return got;
              });
      assertThat(tasklet.join()).containsExactly("one", "two");
    }
  }

  @Test
  void fromBelowACallThatIsNotWovenItCanSwitchToOthers() {
    Greenlet<Object, Object> echo =
        Greenlet.of(
            first -> {
              Object heard = first;
              while (true) {
                heard = toParent("echo of " + heard);
              }
            });
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              echo.setParent(Greenlet.current());
              List.of(1, 2).forEach(each -> seen.add(echo.switchTo(each)));
              return "ended";
            });
    assertThat(g.switchTo(0)).isEqualTo("ended");
    assertThat(seen).containsExactly("echo of 1", "echo of 2");
  }

  @Test
  void oneThatIsHeldBelowIsNotSwitchedTo() {
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              List.of(1)
                  .forEach(
                      each -> {
                        try {
                          toParent("refused");
                        } catch (IllegalStateException e) {
                          seen.add(e.getMessage());
                        }
                      });
              return "goes on";
            });
    assertThat(g.switchTo(0)).isEqualTo("goes on");
    assertThat(seen.toString()).contains("cannot be left");
  }

  @Test
  void anEndWhoseHeirIsHeldBelowIsToldToWhoStandsAbove() {
    Greenlet<Object, Object> root = Greenlet.root();
    Greenlet<Object, Object> child = Greenlet.of(first -> "result", root);
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              List.of(1)
                  .forEach(
                      each -> {
                        try {
                          child.switchTo(each);
                        } catch (IllegalStateException e) {
                          seen.add("refused");
                        }
                      });
              return "goes on";
            });
    assertThat(g.switchTo(0)).isEqualTo("goes on");
    assertThat(seen).containsExactly("refused");
    assertThat(child.isDead()).isTrue();
  }

  @Test
  void inAMonitorItCanSwitchToOthers() {
    Object lock = new Object();
    Greenlet<Object, Object> inner = Greenlet.of(first -> Thread.holdsLock(lock));
    Greenlet<Object, Object> g =
        Greenlet.of(
            first -> {
              inner.setParent(Greenlet.current());
              synchronized (lock) {
                return inner.switchTo(first);
              }
            });
    assertThat(g.switchTo(0)).isEqualTo(true);
  }

  @Test
  void aGreenletOfATaskletIsNotAnothers() {
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<Greenlet<Object, Object>> maker = pool.start(() -> Greenlet.of(first -> first));
      Greenlet<Object, Object> foreign = maker.join();
      Tasklet<Object> user = pool.start(() -> foreign.switchTo(1));
      assertThatThrownBy(user::join).hasCauseInstanceOf(IllegalStateException.class);
      assertThat(foreign.isDead()).isTrue();
    }
  }

  @Test
  void aTaskletIsNotPickledWhileItHasGreenlets() {
    Scheduler here = Scheduler.here();
    Channel<Object> channel = Channel.unbuffered();
    Tasklet<Object> inGreenlet = here.start(() -> drives(channel));
    Tasklet<Object> withParked =
        here.start(
            () -> {
              Greenlet<Object, Object> g = Greenlet.of(CompanyTest::toParent);
              g.switchTo(0);
              return g.switchTo(channel.receive());
            });
    here.start(
        () -> {
          for (Tasklet<Object> each : List.of(inGreenlet, withParked)) {
            try {
              Pickle.of(each);
            } catch (PickleException e) {
              seen.add("refused");
            }
            channel.send("received");
          }
        });
    assertThat(inGreenlet.join()).isEqualTo("received");
    assertThat(withParked.join()).isEqualTo("received");
    assertThat(seen).containsExactly("refused", "refused");
  }

  @Test
  void thousandsOfGreenletsOfManyTaskletsLoseNothing() {
    try (Scheduler pool = Scheduler.pool(2)) {
      AtomicInteger sum = new AtomicInteger();
      Mutex mutex = new Mutex();
      List<Tasklet<?>> tasklets = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        tasklets.add(pool.start(() -> relay(sum, mutex)));
      }
      for (Tasklet<?> each : tasklets) {
        each.join();
      }
      assertThat(sum).hasValue(100 * 100);
    }
  }

  /** A chain of a hundred, each of which begins the next, waits for a mutex, and counts. */
  @Suspendable
  private static void relay(AtomicInteger sum, Mutex mutex) {
    Greenlet<Integer, Object> first = Greenlet.of(left -> link(left, sum, mutex));
    first.switchTo(100);
  }

  @Suspendable
  private static Object link(int left, AtomicInteger sum, Mutex mutex) {
    mutex.lock();
    try {
      Tasklet.yield();
      sum.incrementAndGet();
    } finally {
      mutex.unlock();
    }
    if (left == 1) {
      return "end";
    }
    Greenlet<Integer, Object> next = Greenlet.of(rest -> link(rest, sum, mutex));
    return next.switchTo(left - 1);
  }
}
