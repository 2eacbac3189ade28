package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Context;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The behaviour of Go's {@code context}, of pygolang's {@code merge}, and their tests. */
@Timeout(60)
class ContextTest {
  private static boolean isDone(Context context) {
    boolean closed = Select.of(context.onDone(() -> true), Select.orElse(() -> false));
    assertThat(context.isDone()).isEqualTo(closed).isEqualTo(context.cause().isPresent());
    return closed;
  }

  @Test
  void theBackgroundIsNeverDone() {
    Context background = Context.background();
    assertThat(isDone(background)).isFalse();
    assertThat(background.done()).hasToString("channel that is never ready");
    assertThat(background.deadline()).isEmpty();
    assertThat(background.value(Context.Key.named("any"))).isEmpty();
    assertThat(Context.background()).isSameAs(background);
    background.check();
  }

  @Test
  void cancellingEndsAllBelowAndNothingElse() {
    Context.Cancellable root = Context.background().withCancel();
    Context.Cancellable left = root.withCancel();
    Context.Cancellable right = root.withTimeout(Duration.ofHours(1));
    Context leaf = left.withValue(Context.Key.named("key"), 1).withCancel();
    Context aside = left.withValue(Context.Key.named("key"), 2);
    IOException cause = new IOException("peer");
    left.cancel(cause);
    assertThat(isDone(leaf) && isDone(left) && isDone(aside)).isTrue();
    assertThat(isDone(root) || isDone(right)).isFalse();
    assertThat(leaf.cause()).containsSame(cause);
    assertThat(aside.cause()).containsSame(cause);
    left.cancel(); // is too late
    assertThat(left.cause()).containsSame(cause);
    root.cancel();
    assertThat(isDone(right)).isTrue();
    assertThat(right.cause().orElseThrow()).isInstanceOf(CancellationException.class);
    assertThat(leaf.cause()).containsSame(cause);
  }

  @Test
  void whoCancelsIsShownAndWhoClosesPaysForNoTrace() {
    Context.Cancellable cancelled = Context.background().withCancel();
    cancelled.cancel();
    assertThat(cancelled.cause().orElseThrow().getStackTrace())
        .extracting(StackTraceElement::getMethodName)
        .contains("whoCancelsIsShownAndWhoClosesPaysForNoTrace");
    Context.Cancellable closed = Context.background().withCancel();
    closed.close();
    assertThat(closed.cause().orElseThrow())
        .isInstanceOf(CancellationException.class)
        .hasMessage("the context was closed")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    cancelled.close(); // is too late
    assertThat(cancelled.cause().orElseThrow()).hasMessage("the context was cancelled");
  }

  @Test
  void aChildOfWhatIsDoneIsDoneForTheSameReason() {
    Context.Cancellable parent = Context.background().withCancel();
    parent.close();
    for (Context child :
        List.of(
            parent.withCancel(),
            parent.withTimeout(Duration.ofHours(1)),
            parent.withDeadline(Instant.now().plusSeconds(100)),
            parent.withValue(Context.Key.named("key"), 1),
            Context.merge(Context.background(), parent))) {
      assertThat(isDone(child)).isTrue();
      assertThat(child.cause()).isEqualTo(parent.cause());
      assertThat(child.done().receiveOrClosed()).isInstanceOf(Received.Closed.class);
    }
  }

  @Test
  void aChildThatIsDoneIsForgottenByItsParentThoughThatGoesOn() {
    Context.Cancellable parent = Context.background().withCancel();
    List<WeakReference<Context>> children = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      children.add(madeAndCancelled(parent));
    }
    while (children.stream().anyMatch(each -> each.get() != null)) {
      System.gc();
    }
    assertThat(isDone(parent)).isFalse();
  }

  /** In a method of its own, as a frame of the interpreter keeps what it had last. */
  private static WeakReference<Context> madeAndCancelled(Context parent) {
    Context.Cancellable child = parent.withCancel();
    Context below = child.withTimeout(Duration.ofHours(1));
    child.cancel();
    return new WeakReference<>(below);
  }

  @Test
  void whoChecksIsTold() {
    Context.Cancellable context = Context.background().withCancel();
    context.check();
    IOException cause = new IOException("peer");
    context.cancel(cause);
    assertThatThrownBy(context::check)
        .isInstanceOf(CancellationException.class)
        .hasMessage("the context is done: java.io.IOException: peer")
        .hasCause(cause);
  }

  @Test
  void valuesAreFoundFromTheNearestToTheRoot() {
    Context.Key<String> name = Context.Key.named("name");
    Context.Key<String> sameName = Context.Key.named("name");
    Context.Key<Integer> age = Context.Key.named("age");
    Context one = Context.background().withValue(name, "one");
    Context two = one.withCancel().withValue(age, 2).withTimeout(Duration.ofHours(1));
    Context three = two.withValue(name, "three");
    assertThat(one.value(name)).contains("one");
    assertThat(one.value(age)).isEmpty();
    assertThat(two.value(name)).contains("one");
    assertThat(three.value(name)).contains("three");
    assertThat(three.value(age)).contains(2);
    assertThat(three.value(sameName)).isEmpty();
    assertThat(two.value(name)).contains("one");
    assertThatThrownBy(() -> one.withValue(name, null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void theEarliestDeadlineCounts() throws Exception {
    Instant now = Instant.now();
    Context.Cancellable early = Context.background().withDeadline(now.plusSeconds(100));
    Context late = early.withDeadline(now.plusSeconds(200));
    Context earlier = late.withValue(Context.Key.named("key"), 1).withTimeout(Duration.ofMillis(3));
    assertThat(late.deadline()).contains(now.plusSeconds(100));
    assertThat(earlier.deadline().orElseThrow()).isBefore(now.plusSeconds(100));
    assertThat(earlier.done().receiveOrClosed()).isInstanceOf(Received.Closed.class);
    assertThat(earlier.cause().orElseThrow())
        .isInstanceOf(TimeoutException.class)
        .hasMessage("the context is done: its time of PT0.003S has passed");
    assertThat(isDone(late)).isFalse();
    Context past = early.withDeadline(Instant.EPOCH);
    assertThat(isDone(past)).isTrue();
    assertThat(past.cause().orElseThrow())
        .hasMessage("the context is done: its deadline, 1970-01-01T00:00:00Z, has passed");
    assertThat(Context.background().withTimeout(Duration.ofSeconds(Long.MAX_VALUE)).deadline())
        .as("longer than an Instant can tell")
        .isEmpty();
    early.cancel();
    assertThat(isDone(late)).isTrue();
  }

  @Test
  void aMergedContextIsDoneWithEitherAndHasTheValuesOfBoth() {
    Context.Key<String> name = Context.Key.named("name");
    Context.Key<String> other = Context.Key.named("other");
    Context.Cancellable one = Context.background().withValue(name, "one").withCancel();
    Context.Cancellable two =
        Context.background()
            .withValue(name, "two")
            .withValue(other, "two")
            .withTimeout(Duration.ofHours(1));
    Context merged = Context.merge(one, two);
    assertThat(merged.value(name)).contains("one");
    assertThat(merged.value(other)).contains("two");
    assertThat(merged.deadline()).isEqualTo(two.deadline()).isPresent();
    Context.Cancellable child = merged.withCancel();
    Context.Cancellable again = Context.merge(one, two);
    assertThat(isDone(child)).isFalse();
    again.cancel();
    assertThat(isDone(one) || isDone(two)).isFalse();
    two.cancel(new IOException("second"));
    assertThat(isDone(merged) && isDone(child)).isTrue();
    assertThat(child.cause()).isEqualTo(two.cause());
    assertThat(isDone(one)).isFalse();
    one.cancel();
  }

  @Test
  void nobodyElseCanCloseTheChannelOrSendOnIt() {
    Context.Cancellable context = Context.background().withCancel();
    Channel<Void> done = context.done();
    assertThat(context.done()).isSameAs(done);
    assertThatThrownBy(done::close).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> done.send(null)).isInstanceOf(NullPointerException.class);
    assertThat(done.tryReceive()).isEmpty();
    context.cancel();
    assertThatThrownBy(done::receive).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(done::tryReceive).isInstanceOf(ChannelClosedException.class);
    assertThat(done.iterator().hasNext()).isFalse();
  }

  @Suspendable
  private static void waitsForTheEnd(Context context, Channel<Integer> never, int how) {
    switch (how) {
      case 0 -> context.done().receiveOrClosed();
      case 1 -> {
        for (Void each : context.done()) {
          throw new AssertionError(each);
        }
      }
      case 2 ->
          assertThat(
                  Select.<Object>of(
                      never.onReceive(v -> v), context.onDone(() -> context.cause().orElseThrow())))
              .isInstanceOf(IOException.class);
      default -> {
        try {
          context.done().receive();
        } catch (ChannelClosedException e) {
          return;
        }
        throw new AssertionError();
      }
    }
    assertThat(context.isDone()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void allWhoWaitAreToldHoweverTheyWait(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      Context.Cancellable root = Context.background().withCancel();
      Channel<Integer> never = Channel.unbuffered();
      List<Tasklet<?>> tasklets = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int how = i / 4 % 4;
        Context child = i % 2 == 0 ? root : limited(root, place);
        Tasklet<?> tasklet = crowd.start(() -> waitsForTheEnd(child, never, how));
        if (tasklet != null) {
          tasklets.add(tasklet);
        }
      }
      crowd.until(() -> tasklets.stream().allMatch(each -> each.state() == Tasklet.State.WAITING));
      root.cancel(new IOException("over"));
      crowd.join();
      assertThat(never.trySend(1)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void aKilledWaiterChangesNothing(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      Context.Cancellable context = Context.background().withCancel();
      Tasklet<?> killed = crowd.start(() -> context.done().receiveOrClosed());
      Tasklet<?> other = crowd.start(() -> context.done().receiveOrClosed());
      crowd.until(
          () -> killed.state() == Tasklet.State.WAITING && other.state() == Tasklet.State.WAITING);
      killed.kill();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(context.isDone()).isFalse();
      context.cancel();
      crowd.join();
    }
  }

  @Test
  void aThreadThatRunsItsTaskletsWaitsForTheirDeadlines() {
    Scheduler here = Scheduler.here();
    Tasklet<Boolean> tasklet = here.start(() -> awaitsItsDeadline());
    here.run();
    assertThat(tasklet.state()).isEqualTo(Tasklet.State.ENDED);
    assertThat(tasklet.join()).isTrue();
  }

  @Suspendable
  private static boolean awaitsItsDeadline() {
    try (Context.Cancellable context = Context.background().withTimeout(Duration.ofMillis(5))) {
      context.done().receiveOrClosed();
      return context.cause().orElseThrow() instanceof TimeoutException;
    }
  }

  /** A child with a deadline, unless the test's own scheduler would run until then. */
  private static Context.Cancellable limited(Context parent, Place place) {
    return place == Place.HERE ? parent.withCancel() : parent.withTimeout(Duration.ofHours(1));
  }

  @Suspendable
  private static void branches(
      Context.Cancellable parent, int depth, AtomicInteger made, Place place) {
    made.incrementAndGet();
    if (depth > 0) {
      for (int i = 0; i < 3; i++) {
        Context.Cancellable child = i == 0 ? limited(parent, place) : parent.withCancel();
        Tasklet.yield();
        branches(child, depth - 1, made, place);
        child.cancel(new IOException("early"));
      }
    } else {
      parent.done().receiveOrClosed();
      assertThat(parent.isDone()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void whoIsBornWhileAllIsBeingCancelledIsCancelledToo(Place place) throws Exception {
    for (int round = 0; round < 20; round++) {
      try (Crowd crowd = new Crowd(place)) {
        Context.Cancellable root = Context.background().withCancel();
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
          crowd.start(() -> branches(root.withCancel(), 3, made, place));
        }
        crowd.until(() -> made.get() >= 6);
        root.cancel();
        crowd.join();
        assertThat(made).hasValue(6 * (1 + 3 + 9 + 27));
      }
    }
  }
}
