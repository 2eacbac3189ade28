package io.bobbin.tests.pickle;

import static io.bobbin.tests.pickle.Pauses.goesOn;
import static io.bobbin.tests.pickle.Pauses.pauses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.Timer;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import io.bobbin.pickle.RefusedClassException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Contexts that tasklets reach come along: their trees, values, causes, and the time left. */
class ContextsTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  private static final Context.Key<String> USER = Context.Key.named("user");

  /** Its time is virtual, so nobody's time is over before all are pickled. */
  private final Scheduler here = Scheduler.deterministic(1);

  private <T> Tasklet<T> waiting(Tasklet<T> tasklet) {
    here.runUntil(() -> tasklet.state() == Tasklet.State.WAITING);
    return tasklet;
  }

  private static List<Tasklet<?>> read(Tasklet<?>... tasklets) {
    return Pickle.read(Pickle.ofAll(List.of(tasklets)).bytes(), FILTER).tasklets();
  }

  @SuppressWarnings("unchecked") // it has the same body
  private <T> Tasklet<T> twin(Tasklet<T> tasklet) {
    Tasklet<T> twin = (Tasklet<T>) read(tasklet).get(0);
    here.resume(twin);
    return twin;
  }

  private Instant now() {
    return here.start(() -> Timer.after(Duration.ZERO).channel().receive()).join();
  }

  @Suspendable
  private static String awaits(Context context) {
    Received<Void> end = context.done().receiveOrClosed();
    return end.getClass().getSimpleName() + " " + context.cause().orElseThrow().getMessage();
  }

  @Suspendable
  private static boolean cancels(Context.Cancellable context, String why) {
    pauses();
    context.cancel(new IOException(why));
    return context.isDone();
  }

  @Test
  void whoWaitsForTheEndIsToldByTheTwinsContext() {
    Context.Cancellable context = Context.background().withCancel();
    Tasklet<String> waits = waiting(here.start(() -> awaits(context)));
    Tasklet<Boolean> cancels = waiting(here.start(() -> cancels(context, "why")));
    List<Tasklet<?>> twins = read(waits, cancels);
    twins.forEach(here::resume);
    assertThat(goesOn(twins.get(1))).isEqualTo(true);
    assertThat(twins.get(0).join()).isEqualTo("Closed why");
    assertThat(context.isDone()).isFalse();
    assertThat(waits.state()).isEqualTo(Tasklet.State.WAITING);
    context.cancel(new IOException("first"));
    assertThat(waits.join()).isEqualTo("Closed first");
  }

  @Suspendable
  private static String selects(Context context, Channel<String> in) {
    return Select.of(in.onReceive(value -> value), context.onDone(() -> "done"));
  }

  @Test
  void aSelectWaitsForTheEndToo() {
    Context.Cancellable context = Context.background().withCancel();
    Context below = context.withValue(USER, "below").withCancel();
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> selects = waiting(here.start(() -> selects(below, in)));
    Tasklet<Boolean> cancels = waiting(here.start(() -> cancels(context, "why")));
    List<Tasklet<?>> twins = read(cancels, selects);
    twins.forEach(here::resume);
    goesOn(twins.get(0));
    assertThat(twins.get(1).join()).isEqualTo("done");
    here.start(() -> in.send("sent"));
    assertThat(selects.join()).isEqualTo("sent");
  }

  @Test
  void whoWaitsAndStaysGoesOnWaiting() {
    Context.Cancellable context = Context.background().withCancel();
    Tasklet<String> stays = waiting(here.start(() -> awaits(context)));
    Tasklet<Boolean> cancels = waiting(here.start(() -> cancels(context, "why")));
    assertThat(goesOn(twin(cancels))).isTrue();
    assertThat(stays.state()).isEqualTo(Tasklet.State.WAITING);
    assertThat(goesOn(cancels)).isTrue();
    assertThat(stays.join()).isEqualTo("Closed why");
  }

  @Suspendable
  private static String limited(Channel<String> slept) {
    Context above = Context.background().withTimeout(Duration.ofDays(3));
    Context limited = above.withTimeout(Duration.ofMillis(100));
    Channel<Void> done = limited.withValue(USER, "any").withCancel().done();
    Tasklet.sleep(Duration.ofMillis(40));
    slept.send("slept");
    return done.receiveOrClosed().getClass().getSimpleName();
  }

  @Test
  void onlyTheTimeThatIsLeftPassesForTheTwin() {
    Instant start = now();
    Channel<String> slept = Channel.buffered(1);
    Tasklet<String> first = here.start(() -> limited(slept));
    here.runUntil(() -> slept.size() == 1);
    waiting(first);
    Tasklet<?> twin = read(first).get(0);
    assertThat(first.join()).isEqualTo("Closed");
    assertThat(now()).isEqualTo(start.plusMillis(100));

    here.start(() -> Tasklet.sleep(Duration.ofMillis(900))).join();
    Tasklet<?> again = read(twin).get(0); // nothing has passed for it
    for (Tasklet<?> each : List.of(twin, again)) {
      Instant resumed = now();
      here.resume(each);
      assertThat(each.join()).isEqualTo("Closed");
      assertThat(now()).isEqualTo(resumed.plusMillis(60));
    }
  }

  @Suspendable
  private static List<Object> deadlines() {
    Context.Cancellable above = Context.background().withTimeout(Duration.ofMinutes(2));
    Context below = above.withValue(USER, "any").withTimeout(Duration.ofMinutes(3));
    Context own = below.withTimeout(Duration.ofMinutes(1));
    Context merged = Context.merge(Context.background().withCancel(), below);
    Context over = below.withTimeout(Duration.ofNanos(-1));
    pauses();
    List<Object> all = new ArrayList<>();
    for (Context each : List.of(above, below, own, merged)) {
      all.add(each.deadline().orElseThrow());
    }
    all.add(over.cause().orElseThrow().getClass());
    all.add(over.isDone());
    above.cancel();
    all.add(merged.isDone() && own.isDone());
    all.add(own.cause().orElseThrow().getClass());
    return all;
  }

  @Test
  void deadlinesAreThoseOfTheReadersClock() {
    Instant start = now();
    Tasklet<List<Object>> first = waiting(here.start(ContextsTest::deadlines));
    Tasklet<?> twin = read(first).get(0);
    here.start(() -> Tasklet.sleep(Duration.ofMillis(5))).join();
    assertThat(goesOn(first)).isEqualTo(expected(start));
    here.resume(twin);
    assertThat(goesOn(twin)).isEqualTo(expected(now()));
  }

  private static List<Object> expected(Instant start) {
    Instant two = start.plusSeconds(120);
    return List.of(
        two,
        two,
        start.plusSeconds(60),
        two,
        TimeoutException.class,
        true,
        true,
        CancellationException.class);
  }

  @Suspendable
  private static Context limitedResult() {
    return Context.background().withTimeout(Duration.ofMillis(30)).withValue(USER, "result");
  }

  @Test
  void theTimeOfAResultGoesOnWhenItIsRead() throws Exception {
    Scheduler pool = Scheduler.shared();
    Tasklet<Context> first = pool.start(ContextsTest::limitedResult);
    first.join();
    Context read = (Context) Pickle.read(Pickle.of(first).bytes(), FILTER).tasklets().get(0).join();
    assertThat(read.value(USER)).contains("result");
    assertThat(read.deadline()).isPresent();
    assertThat(read.done().receiveOrClosed()).isInstanceOf(Received.Closed.class);
    assertThat(read.cause().orElseThrow())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("the context is done: its time of PT0.03S has passed");
  }

  @Suspendable
  private static String tree() {
    Context.Cancellable root = Context.background().withCancel();
    Context.Cancellable left = root.withCancel();
    Context.Cancellable right = root.withValue(USER, "right").withCancel();
    Context.Cancellable both = Context.merge(left, right);
    Context leaf = both.withCancel();
    left.withCancel().cancel();
    Context.Cancellable over = root.withCancel();
    over.cancel(new IOException("over"));
    Channel<Void> known = leaf.done();
    pauses();
    String all = leaf.value(USER).orElseThrow() + over.cause().orElseThrow().getMessage();
    all += over.done().receiveOrClosed().getClass().getSimpleName();
    right.cancel();
    all += " " + left.isDone() + right.isDone() + both.isDone() + leaf.isDone() + root.isDone();
    all += known == leaf.done();
    root.cancel();
    return all + left.isDone() + known.receiveOrClosed().getClass().getSimpleName();
  }

  @Test
  void childrenAreTheirParentsChildren() {
    Tasklet<String> first = waiting(here.start(ContextsTest::tree));
    String all = "rightoverClosed falsetruetruetruefalsetruetrueClosed";
    assertThat(goesOn(twin(first))).isEqualTo(all);
    assertThat(goesOn(first)).isEqualTo(all);
  }

  @Suspendable
  private static String looks(Context context) {
    pauses();
    return context + " " + (context.done() == Context.background().done());
  }

  @Test
  void theBackgroundIsTheOneThatIsThere() {
    assertThat(goesOn(twin(waiting(here.start(() -> looks(Context.background()))))))
        .isEqualTo("background true");
  }

  // Values

  /** A key of another class, which is in no static field of the class that made it. */
  static final class Keys {
    static Context.Key<String> later;

    private Keys() {}
  }

  @Suspendable
  private static String values(Context.Key<String> own) {
    Context context = Context.background().withValue(USER, "user").withValue(own, "own");
    pauses();
    return context.value(USER).orElse("none") + context.value(own).orElse("none");
  }

  @Test
  void valuesAreFoundByTheKeyOfTheField() {
    Tasklet<String> first = waiting(here.start(() -> values(Context.Key.named("own"))));
    assertThat(goesOn(twin(first))).isEqualTo("userown");
    assertThat(goesOn(first)).isEqualTo("userown");
  }

  @Suspendable
  private static String valueOfKeyElsewhere() {
    Keys.later = Context.Key.named("later");
    Context context = Context.background().withValue(Keys.later, "value");
    pauses();
    return context.value(Keys.later).orElse("none");
  }

  @Test
  void aValueThatNoCodeWouldFindIsRefused() {
    Tasklet<String> first = waiting(here.start("somebody", ContextsTest::valueOfKeyElsewhere));
    assertThatThrownBy(() -> Pickle.of(first))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("Context.Key")
        .hasMessageContaining("static field")
        .hasMessageContaining("tasklet somebody");
    Tasklet<String> fork = first.fork();
    here.resume(fork);
    assertThat(goesOn(fork) + goesOn(first)).isEqualTo("valuevalue");
  }

  @Test
  void theClassOfTheFieldMustBeAllowedAndHaveIt() {
    byte[] image = Pickle.of(waiting(here.start(() -> values(Context.Key.named("own"))))).bytes();
    assertThatThrownBy(() -> Pickle.read(image, PickleFilter.allow("com.acme.**")))
        .isInstanceOf(RefusedClassException.class)
        .hasMessageContaining("ContextsTest");
    PickleFilter renamed = FILTER.renamedField(ContextsTest.class.getName() + ".USER", "GONE");
    assertThatThrownBy(() -> Pickle.read(image, renamed))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("GONE")
        .hasMessageContaining("Context.Key");
  }

  /** What is in its own context. */
  static final class Session {
    private static final Context.Key<Session> SESSION = Context.Key.named("session");

    private final Context outer = Context.background().withValue(SESSION, this);
    private Context inner = outer;

    @Suspendable
    static Session open() {
      Session made = new Session();
      made.inner = made.outer.withCancel();
      return made;
    }
  }

  @Suspendable
  private static boolean inACircle(boolean byOuter) {
    Session session = Session.open();
    Context kept = byOuter ? session.outer : session.inner;
    pauses();
    Session found = kept.value(Session.SESSION).orElseThrow();
    return found.inner.value(Session.SESSION).orElseThrow() == found
        && (byOuter ? found.outer : found.inner) == kept;
  }

  @Test
  void aContextMayBePartOfItsValue() {
    for (boolean byOuter : List.of(true, false)) {
      Tasklet<Boolean> first = waiting(here.start(() -> inACircle(byOuter)));
      assertThat(goesOn(twin(first)) && goesOn(first)).isTrue();
    }
  }

  // What is refused

  @Test
  void theEndOfAContextCannotBeCutOrNamed() {
    Context context = Context.background().withCancel();
    Tasklet<String> waits = waiting(here.start(() -> awaits(context)));
    assertThatThrownBy(() -> Pickle.of(waits, PickleOptions.DEFAULT.cut(context.done())))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("cut");
    assertThatThrownBy(() -> Pickle.of(waits, PickleOptions.DEFAULT.link("end", context.done())))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("link");
  }
}
