package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasklets as bytes and back, in one JVM. */
class PickleTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  /** For a tasklet that is to be pickled while it waits for a time. */
  private static final Duration ENOUGH_TO_PICKLE = Duration.ofMillis(500);

  /** Tests before this one may have left tasklets parked. */
  @BeforeEach
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  static final class Account {
    private final String name;
    private long balance;
    private Account[] friends = {};

    Account(String name, long balance) {
      this.name = name;
      this.balance = balance;
    }
  }

  record Point(int x, int y, Object of) {}

  enum Color {
    RED,
    GREEN {
      @Override
      boolean isGood() {
        return true;
      }
    };

    boolean isGood() {
      return false;
    }
  }

  @Suspendable
  private static String asksTwice(Channel<String> questions, Channel<String> answers) {
    Account account = new Account("a", 17);
    Account friend = new Account("f", 3);
    account.friends = new Account[] {friend, account};
    long[] numbers = {1, -1, Long.MAX_VALUE};
    double share = 0.25;
    byte small = -7;
    Point point = new Point(1, 2, account);
    Color color = Color.GREEN;
    questions.send("first");
    String one = answers.receive();
    account.balance += one.length();
    questions.send("second");
    String two = answers.receive();
    return one
        + two
        + account.name
        + account.balance
        + (account.friends[1] == account)
        + (account.friends[0] == friend)
        + numbers[2]
        + share
        + small
        + point.x
        + (point.of == account)
        + color
        + color.isGood();
  }

  private static String expected(String one, String two) {
    return one
        + two
        + "a"
        + (17 + one.length())
        + "truetrue"
        + Long.MAX_VALUE
        + 0.25
        + "-71trueGREENtrue";
  }

  /** Waits until a tasklet waits. */
  private static void awaitParked(Tasklet<?> tasklet) {
    while (tasklet.state() != Tasklet.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aTaskletGoesOnInItsTwinAndInItself() {
    Scheduler here = Scheduler.here();
    Channel<String> questions = Channel.buffered(2);
    Channel<String> answers = Channel.unbuffered();
    Tasklet<String> first = here.start("asker", () -> asksTwice(questions, answers));
    here.runUntil(() -> first.state() == Tasklet.State.WAITING);

    byte[] image = Pickle.of(first).bytes();
    Tasklet<String> twin = Pickle.read(image, FILTER).tasklet();

    assertThat(twin.name()).isEqualTo("asker");
    assertThat(twin.state()).isEqualTo(Tasklet.State.WAITING);
    assertThat(twin.stackTrace().toString()).isEqualTo(first.stackTrace().toString());

    here.start(
        () -> {
          questions.receive();
          answers.send("yes");
          questions.receive();
          answers.send("no");
        });
    assertThat(first.join()).isEqualTo(expected("yes", "no"));
    assertThat(twin.state()).isEqualTo(Tasklet.State.WAITING);
  }

  @Test
  void aTwinIsOfItsOwn() {
    Scheduler here = Scheduler.here();
    Channel<List<Tasklet<?>>> all = Channel.buffered(1);
    Tasklet<Integer> first = here.start(() -> talksToItself());
    here.runUntil(() -> first.state() == Tasklet.State.WAITING);
    byte[] image = Pickle.of(first).bytes();
    List<Tasklet<Integer>> twins = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Tasklet<Integer> twin = Pickle.read(image, FILTER).tasklet();
      here.resume(twin);
      twins.add(twin);
    }
    for (Tasklet<Integer> twin : twins) {
      assertThat(twin.join()).isEqualTo(10);
    }
    assertThat(first.join()).isEqualTo(10);
    assertThat(all.size()).isZero();
  }

  @Suspendable
  private static int talksToItself() {
    int sum = 0;
    for (int i = 0; i < 5; i++) {
      Tasklet.sleep(Duration.ofMillis(5));
      sum += i;
    }
    return sum;
  }

  @Test
  void aGroupBringsItsChannels() {
    Scheduler here = Scheduler.here();
    Channel<Integer> values = Channel.unbuffered();
    Channel<Integer> go = Channel.unbuffered();
    List<Tasklet<?>> group = new ArrayList<>();
    group.add(here.start("producer", () -> produces(values, go)));
    group.add(here.start("consumer", () -> consumes(values)));
    group.add(here.start("starter", () -> sleepsThenSends(go)));
    here.runUntil(() -> go.balance() < 0 && values.balance() < 0);
    Pickle pickle = Pickle.ofAll(group);
    group.forEach(Tasklet::kill);

    Pickle.Restored restored = Pickle.read(pickle.bytes(), FILTER);
    assertThat(restored.tasklets()).noneMatch(group::contains);
    restored.resume();
    assertThat(restored.tasklets().get(1).join()).isEqualTo(0 + 1 + 2 + 3);
  }

  @Suspendable
  private static void produces(Channel<Integer> values, Channel<Integer> go) {
    for (int i = 0; i < 3; i++) {
      values.send(i);
    }
    values.send(go.receive());
    values.close();
  }

  @Suspendable
  private static void sleepsThenSends(Channel<Integer> go) {
    Tasklet.sleep(ENOUGH_TO_PICKLE);
    go.send(3);
  }

  @Suspendable
  private static int consumes(Channel<Integer> values) {
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void aPipelineIsFrozenInFullFlow() {
    int values = 200;
    Scheduler here = Scheduler.here();
    long[] sum = {0};
    Tasklet<Long> end = pipeline(here, 100, values);
    // Somewhere in the middle: tasklets that are new, run next, wait, and hold values.
    int[] turns = {0};
    here.runUntil(() -> ++turns[0] == 5_000);
    assertThat(end.state()).isNotEqualTo(Tasklet.State.ENDED);
    byte[] image = Pickle.ofScheduler(here, PickleOptions.DEFAULT).bytes();
    assertThat(end.join()).isEqualTo((long) values * (values - 1) / 2 + 100L * values);

    Pickle.Restored twins = Pickle.read(image, FILTER);
    twins.tasklets().forEach(here::resume);
    here.run();
    for (Tasklet<?> twin : twins.tasklets()) {
      if (twin.name().equals("end")) {
        sum[0] = (Long) twin.join();
      }
    }
    assertThat(sum[0]).isEqualTo((long) values * (values - 1) / 2 + 100L * values);
  }

  private static Tasklet<Long> pipeline(Scheduler on, int stages, int values) {
    Channel<Integer> first = Channel.buffered(2);
    on.start("begin", () -> begins(first, values));
    Channel<Integer> from = first;
    for (int i = 0; i < stages; i++) {
      Channel<Integer> in = from;
      Channel<Integer> out = i % 3 == 0 ? Channel.buffered(i % 5) : Channel.unbuffered();
      on.start("stage " + i, () -> adds(in, out));
      from = out;
    }
    Channel<Integer> last = from;
    return on.start("end", () -> sums(last));
  }

  @Suspendable
  private static void begins(Channel<Integer> out, int values) {
    for (int i = 0; i < values; i++) {
      out.send(i);
    }
    out.close();
  }

  @Suspendable
  private static void adds(Channel<Integer> in, Channel<Integer> out) {
    for (int value : in) {
      out.send(value + 1);
    }
    out.close();
  }

  @Suspendable
  private static long sums(Channel<Integer> in) {
    long sum = 0;
    for (int value : in) {
      sum += value;
    }
    return sum;
  }

  @Test
  void selectsTimeoutsAndGeneratorsGoOn() throws Exception {
    Tasklet<String> first = Tasklet.start(() -> selectsThenTimesOut());
    awaitParked(first);
    Tasklet<String> twin = Pickle.read(Pickle.of(first).bytes(), FILTER).tasklet();
    twin.resume();
    assertThat(twin.join()).isEqualTo("after 0 1 2 timeout");
    assertThat(first.join()).isEqualTo("after 0 1 2 timeout");
  }

  @Suspendable
  private static String selectsThenTimesOut() {
    Channel<Integer> silent = Channel.unbuffered();
    Channel<Integer> full = Channel.unbuffered();
    Generator<Integer> numbers =
        Generator.of(
            out -> {
              for (int i = 0; i < 3; i++) {
                Tasklet.sleep(Duration.ofMillis(2));
                out.yield(i);
              }
            });
    StringBuilder log =
        new StringBuilder(
            Select.<String>of(
                silent.onReceive(v -> "received"),
                full.onSend(7, () -> "sent"),
                Select.after(ENOUGH_TO_PICKLE, () -> "after")));
    String text = log.toString();
    while (numbers.hasNext()) {
      text += " " + numbers.next();
    }
    try {
      silent.receive(Duration.ofMillis(20));
    } catch (TimeoutException e) {
      return text + " timeout";
    }
    return text;
  }

  @Test
  void whoIsLeftBehindIsACleanChoice() {
    Scheduler here = Scheduler.here();
    Channel<Integer> values = Channel.unbuffered();
    Tasklet<Integer> consumer = here.start("consumer", () -> values.receive() + 1);
    Tasklet<Integer> other = here.start("other", () -> values.receive() + 2);
    here.runUntil(() -> values.waiters().size() == 2);
    assertThatThrownBy(() -> Pickle.of(consumer))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("somebody waits who is not to be pickled")
        .hasMessageContaining("other");
    Tasklet<Integer> twin =
        Pickle.read(Pickle.of(consumer, PickleOptions.DEFAULT.copy(values)).bytes(), FILTER)
            .tasklet();
    assertThat(twin.state()).isEqualTo(Tasklet.State.WAITING);
    assertThat(values.waiters()).containsExactly(consumer, other);
    here.start(
        () -> {
          values.send(10);
          values.send(20);
        });
    assertThat(consumer.join()).isEqualTo(11);
    assertThat(other.join()).isEqualTo(22);
  }

  @Suspendable
  private static int sums(Channel<Integer> values, List<byte[]> images) {
    PickleOptions cut = PickleOptions.DEFAULT.cut(values);
    Pickle.checkpoint(made -> images.add(made.bytes()), cut);
    int sum = 0;
    for (int value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void aChannelThatIsCutIsClosedForTheTwinBehindItsBuffer() {
    Scheduler here = Scheduler.here();
    Channel<Integer> values = Channel.buffered(1);
    here.start(
        () -> {
          values.send(1);
          values.send(10);
          values.close();
        });
    here.runUntil(() -> values.balance() > 1);
    List<byte[]> images = new ArrayList<>();
    assertThat(here.start(() -> sums(values, images)).join()).isEqualTo(11);
    Tasklet<Integer> twin = Pickle.read(images.get(0), FILTER).tasklet();
    here.resume(twin);
    assertThat(twin.join()).isEqualTo(1);
  }

  @Test
  void whoWaitsAtAChannelThatIsCutFindsItClosed() {
    Scheduler here = Scheduler.here();
    Channel<Integer> values = Channel.unbuffered();
    Tasklet<Integer> consumer = here.start("consumer", () -> values.receive() + 1);
    here.start("other", () -> values.receive() + 2);
    here.runUntil(() -> values.waiters().size() == 2);
    byte[] image = Pickle.of(consumer, PickleOptions.DEFAULT.cut(values)).bytes();
    Tasklet<Integer> twin = Pickle.read(image, FILTER).tasklet();
    here.resume(twin);
    assertThatThrownBy(twin::join).hasCauseInstanceOf(ChannelClosedException.class);
    assertThat(consumer.state()).isEqualTo(Tasklet.State.WAITING);
    here.start(() -> values.send(10));
    assertThat(consumer.join()).isEqualTo(11);
  }

  @Test
  void whatCannotBePickledIsToldWithTheWayToIt() {
    Scheduler here = Scheduler.here();
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<Integer> tasklet = here.start("bound", () -> holdsAThread(channel));
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    assertThatThrownBy(() -> Pickle.of(tasklet))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("java.lang.Thread")
        .hasMessageContaining("tasklet bound > ")
        .hasMessageContaining("holdsAThread(PickleTest.java:")
        .hasMessageContaining("holder > x");
    here.start(() -> channel.send(4));
    assertThat(tasklet.join()).isEqualTo(4);
  }

  record Holder(Object x) {}

  @Suspendable
  private static int holdsAThread(Channel<Integer> channel) {
    Holder holder = new Holder(Thread.currentThread());
    int received = channel.receive();
    return holder.x == null ? 0 : received;
  }

  @Test
  void aTwinCanBeKilledAndItsChannelClosed() {
    Scheduler here = Scheduler.here();
    Channel<String> channel = Channel.unbuffered();
    Tasklet<String> tasklet = here.start(() -> tellsHowItEnds(channel));
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    byte[] image = Pickle.of(tasklet).bytes();
    Tasklet<String> twin = Pickle.read(image, FILTER).tasklet();
    twin.raise(new IllegalStateException("raised"));
    twin.resume();
    assertThat(twin.join()).isEqualTo("raised");
    channel.close();
    assertThat(tasklet.join()).isEqualTo("closed");
  }

  @Suspendable
  private static String tellsHowItEnds(Channel<String> channel) {
    try {
      return channel.receive();
    } catch (ChannelClosedException e) {
      return "closed";
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }
}
