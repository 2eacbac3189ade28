package io.bobbin.tests.stackless;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Body;
import io.bobbin.Channel;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tasklets that are pickled in the middle, as a watchdog or their own {@code yield} has left them:
 * the twin and the one that was pickled come to the same result.
 */
@Timeout(60)
class PicklesTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.stackless.**");

  /** To count so far takes longer than a watchdog waits, and not for ever in an interpreter. */
  private static final int ENOUGH = 200_000_000;

  private final Scheduler here = Scheduler.here();

  @AfterEach
  void close() {
    here.close();
  }

  private static Tasklet<?> twin(Tasklet<?> tasklet) {
    return Pickle.read(Pickle.of(tasklet).bytes(), FILTER).tasklet();
  }

  /** Runs the body until it yields, goes on with a twin, and then with the one that yielded. */
  private void goesOnTwice(Body<?> body) {
    Tasklet<?> one = here.start(body);
    Tasklet.yieldTo(one);
    assertThat(one.state()).isEqualTo(Tasklet.State.RUNNABLE);
    Tasklet<?> twin = twin(one);
    here.resume(twin);
    Tasklet.yieldTo(twin);
    Object ofTwin = twin.join();
    assertThat(ofTwin).isNotNull();
    assertThat(one.state()).isEqualTo(Tasklet.State.RUNNABLE);
    assertThat(one.join()).isEqualTo(ofTwin);
  }

  @Suspendable
  private static int loop(Iterable<Integer> numbers, int when) {
    int sum = 0;
    for (int each : numbers) {
      if (each == when) {
        Tasklet.yield();
      }
      sum += each;
    }
    return sum;
  }

  private static List<Integer> upTo(int end) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < end; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 19})
  void halfUsedIterators(int when) {
    Map<Integer, Integer> map = new LinkedHashMap<>();
    upTo(20).forEach(each -> map.put(each, each));
    Map<Integer, Integer> hashed = new HashMap<>(map);
    for (Collection<Integer> numbers :
        List.of(
            upTo(20),
            List.copyOf(upTo(20)),
            new TreeSet<>(upTo(20)),
            new LinkedHashSet<>(upTo(20)),
            map.values(),
            hashed.keySet(),
            hashed.values())) {
      goesOnTwice(() -> loop(numbers, when));
    }
  }

  @Suspendable
  private static List<Integer> recurse(int depth, int level, List<Integer> path) {
    path.add(level);
    if (level < depth) {
      recurse(depth, level + 1, path);
    } else {
      Tasklet.yield();
    }
    path.add(-level);
    return path;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 5000})
  void recursion(int depth) {
    goesOnTwice(() -> recurse(depth, 0, new ArrayList<>()));
  }

  @Test
  void aGeneratorWhoseConsumerYields() {
    goesOnTwice(
        () ->
            loop(
                Generator.of(
                    out -> {
                      for (int i = 0; i < 20; i++) {
                        out.yield(i);
                      }
                    }),
                13));
  }

  @Test
  void aGeneratorThatYieldsItself() {
    goesOnTwice(
        () ->
            loop(
                Generator.of(
                    out -> {
                      for (int i = 0; i < 20; i++) {
                        if (i == 13) {
                          Tasklet.yield();
                        }
                        out.yield(i);
                      }
                    }),
                -1));
  }

  private interface Recursion {
    @Suspendable
    int apply(Recursion self, int n);
  }

  @Test
  void aLambdaThatCallsItself() {
    Recursion recursion =
        (self, n) -> {
          if (n == 0) {
            Tasklet.yield();
            return 42;
          }
          return self.apply(self, n - 1);
        };
    goesOnTwice(() -> recursion.apply(recursion, 13));
  }

  /** What is opened, used and closed, and waits in one of these. */
  private static final class Resource implements AutoCloseable {
    private final int depth;
    private final String when;
    private final List<String> log;

    Resource(int depth, String when, List<String> log) {
      this.depth = depth;
      this.when = when;
      this.log = log;
    }

    @Suspendable
    Resource enter() {
      at("enter");
      return this;
    }

    @Suspendable
    void at(String what) {
      log.add(what);
      if (when.equals(what)) {
        recurse(depth, 0, new ArrayList<>());
      }
    }

    @Override
    @Suspendable
    public void close() {
      at("exit");
    }
  }

  @Suspendable
  private static List<String> use(int depth, String when, boolean fails, boolean suppresses) {
    List<String> log = new ArrayList<>();
    try {
      try (Resource resource = new Resource(depth, when, log).enter()) {
        resource.at("body");
        if (fails) {
          throw new IllegalStateException("from the body");
        }
      } catch (IllegalStateException e) {
        if (!suppresses) {
          throw e;
        }
        log.add("suppressed");
      }
    } catch (IllegalStateException e) {
      log.add(Objects.requireNonNull(e.getMessage()));
    }
    return log;
  }

  @ParameterizedTest
  @CsvSource({
    "0, enter, false, false", "1, enter, false, false", "2, enter, true, false",
    "1, enter, true, true", "0, body, false, false", "1, body, false, false",
    "2, body, true, false", "1, body, true, true", "2, body, true, true",
    "0, exit, false, false", "1, exit, false, false", "2, exit, true, false",
    "0, exit, true, true", "1, exit, true, true"
  })
  void resources(int depth, String when, boolean fails, boolean suppresses) {
    goesOnTwice(() -> use(depth, when, fails, suppresses));
  }

  @Test
  void whoHasNotBegunIsPickledToo() {
    Tasklet<?> one = here.start(() -> loop(upTo(20), 13));
    Tasklet<?> twin = twin(one);
    one.pause();
    here.resume(twin);
    here.run();
    assertThat(twin.join()).isEqualTo(190);
    assertThat(one.state()).isEqualTo(Tasklet.State.RUNNABLE);
    one.resume();
    assertThat(one.join()).isEqualTo(190);
    Tasklet<?> unstarted = twin(Tasklet.unstarted("new", () -> loop(upTo(20), 13)));
    assertThat(unstarted.name()).isEqualTo("new");
    here.resume(unstarted);
    assertThat(unstarted.join()).isEqualTo(190);
  }

  @Suspendable
  private static String pauses(String before) {
    Tasklet<?> self = Tasklet.current();
    if (self != null) {
      self.pause();
    }
    return before + " and after";
  }

  @Test
  void whoRemovedItselfIsPickledThere() {
    Tasklet<?> one = here.start(() -> pauses("before"));
    here.run();
    Tasklet<?> twin = twin(one);
    here.resume(twin);
    assertThat(twin.join()).isEqualTo("before and after");
    one.resume();
    assertThat(one.join()).isEqualTo("before and after");
  }

  @Test
  void whoIsRemovedIsPartOfASnapshotOfTheScheduler() {
    Tasklet<?> notBegun = here.start("not begun", () -> "never yet");
    notBegun.pause();
    here.start("paused", () -> pauses("before"));
    here.run();
    here.start("runnable", () -> "runs");
    List<Tasklet<?>> twins = Pickle.read(Pickle.ofScheduler(here).bytes(), FILTER).tasklets();
    twins.forEach(here::resume);
    assertThat(twins.stream().map(each -> each.name() + ": " + each.join()))
        .containsExactlyInAnyOrder(
            "not begun: never yet", "paused: before and after", "runnable: runs");
    assertThat(notBegun.state()).isEqualTo(Tasklet.State.RUNNABLE);
  }

  @Suspendable(preempt = true)
  private static int count(int to) {
    int count = 0;
    while (count < to) {
      count++;
    }
    return count;
  }

  @Test
  void whoWasInterruptedIsPickledThere() {
    Tasklet<?> one = here.start(() -> count(ENOUGH));
    Tasklet<?> late = here.watch(Duration.ofMillis(5));
    assertThat(late).isSameAs(one);
    Tasklet<?> twin = twin(one);
    here.resume(twin);
    here.resume(one);
    assertThat(twin.join()).isEqualTo(ENOUGH);
    assertThat(one.join()).isEqualTo(ENOUGH);
  }

  @Suspendable
  private static int sendsAll(Channel<Integer> to) {
    to.sendAll(List.of(1, 2, 3, 4));
    return 4;
  }

  @Test
  void whoSendsAWholeSequenceIsPickledInIt() {
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<?> sender = here.start(() -> sendsAll(channel));
    here.run();
    assertThat(channel.receive()).isEqualTo(1);
    here.run();
    Pickle pickle = Pickle.of(sender);
    assertThat(Pickle.read(pickle.bytes(), FILTER).tasklet().state())
        .isEqualTo(Tasklet.State.WAITING);
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      left.add(channel.receive());
    }
    assertThat(left).containsExactly(2, 3, 4);
    assertThat(sender.join()).isEqualTo(4);
  }
}
