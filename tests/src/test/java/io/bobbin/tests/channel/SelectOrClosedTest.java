package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Context;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Selects that receive, and are told which channel is closed. */
@Timeout(60)
class SelectOrClosedTest {
  private static final String COMPANIES = "io.bobbin.tests.channel.Company#all";

  @Suspendable
  private static Received<Integer> selects(Channel<Integer> channel, Channel<Integer> never) {
    return Select.of(
        channel.onReceiveOrClosed(outcome -> outcome),
        never.onReceive(value -> new Received.Value<>(-value)));
  }

  @Test
  void whatIsBufferedComesBeforeTheEnd() {
    Channel<Integer> never = Channel.unbuffered();
    Channel<Integer> channel = Channel.buffered(2);
    channel.send(1);
    channel.send(2);
    channel.close();
    assertThat(selects(channel, never)).isEqualTo(new Received.Value<>(1));
    assertThat(selects(channel, never)).isEqualTo(new Received.Value<>(2));
    assertThat(selects(channel, never)).isEqualTo(new Received.Closed<>());
    assertThat(selects(channel, never)).isEqualTo(new Received.Closed<>());
  }

  @Test
  void itDoesNotHappenWhileTheChannelIsOpenAndEmpty() {
    Channel<Integer> channel = Channel.unbuffered();
    for (Channel<Integer> each : List.of(channel, Channel.<Integer>never())) {
      assertThat(
              Select.<String>of(
                  each.onReceiveOrClosed(outcome -> outcome.toString()),
                  Select.orElse(() -> "else")))
          .isEqualTo("else");
    }
  }

  @Test
  void anExceptionThatWasSentIsThrown() {
    Channel<Integer> channel = Channel.buffered(1);
    channel.sendException(new IllegalStateException("sent"));
    assertThatThrownBy(() -> selects(channel, Channel.unbuffered())).hasMessage("sent");
  }

  @Test
  void theDoneChannelOfAContextTellsItsEnd() {
    Context.Cancellable context = Context.background().withCancel();
    context.cancel();
    assertThat(Select.<Object>of(context.done().onReceiveOrClosed(outcome -> outcome)))
        .isEqualTo(new Received.Closed<>());
  }

  @Test
  void aHandlerMustBeGiven() {
    for (Channel<Integer> each : List.of(Channel.<Integer>unbuffered(), Channel.<Integer>never())) {
      assertThatThrownBy(() -> each.onReceiveOrClosed(missing()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> each.onReceive(missing())).isInstanceOf(NullPointerException.class);
    }
  }

  @SuppressWarnings("NullAway") // as careless callers do
  private static <T> Select.ReceiveHandler<T, String> missing() {
    return null;
  }

  /** Go's way to merge: a channel that is closed is waited for no more. */
  @Suspendable
  private static void merges(Channel<Integer> left, Channel<Integer> right, Channel<Integer> to) {
    Channel<Integer> one = left;
    Channel<Integer> other = right;
    int open = 2;
    while (open > 0) {
      Channel<Integer> first = one;
      Channel<Integer> second = other;
      Channel<Integer> ended =
          Select.of(
              first.onReceiveOrClosed(outcome -> passesOn(outcome, to) ? to : first),
              second.onReceiveOrClosed(outcome -> passesOn(outcome, to) ? to : second));
      if (ended != to) {
        open--;
        one = ended == one ? Channel.never() : one;
        other = ended == other ? Channel.never() : other;
      }
    }
    to.close();
  }

  @Suspendable
  private static boolean passesOn(Received<Integer> outcome, Channel<Integer> to) {
    if (outcome instanceof Received.Value<Integer> received) {
      to.send(received.value());
      return true;
    }
    return false;
  }

  @Suspendable
  private static void sends(Channel<Integer> channel, int from, int to) {
    for (int i = from; i < to; i++) {
      channel.send(i);
    }
    channel.close();
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void channelsThatCloseAtDifferentTimesAreMerged(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> left = Channel.unbuffered();
      Channel<Integer> right = Channel.buffered(3);
      Channel<Integer> merged = Channel.unbuffered();
      Channel<List<Integer>> result = Channel.buffered(1);
      parties.start(() -> merges(left, right, merged));
      parties.start(() -> sends(left, 0, 100));
      parties.start(() -> sends(right, 100, 1_000));
      parties.start(() -> collects(merged, result));
      parties.join();
      assertThat(result.receive()).hasSize(1_000).doesNotHaveDuplicates();
    }
  }

  @Suspendable
  private static void collects(Channel<Integer> from, Channel<List<Integer>> result) {
    List<Integer> all = new ArrayList<>();
    for (int each : from) {
      all.add(each);
    }
    result.send(all);
  }

  @Test
  void oneThatWaitsIsToldOfTheEnd() {
    Channel<Integer> channel = Channel.unbuffered();
    Channel<Integer> never = Channel.unbuffered();
    Tasklet<Received<Integer>> waits = Scheduler.here().start(() -> selects(channel, never));
    Tasklet<Received<Integer>> other = Scheduler.here().start(() -> selects(channel, never));
    Scheduler.here().run();
    channel.send(3);
    channel.close();
    assertThat(waits.join()).isEqualTo(new Received.Value<>(3));
    assertThat(other.join()).isEqualTo(new Received.Closed<>());
    assertThat(never.balance()).isZero();
  }

  @Suspendable
  private static String selectsOwn(Channel<Integer> channel) {
    return Select.of(channel.onReceiveOrClosed(outcome -> "told " + outcome));
  }

  @Test
  void oneThatWasPickledIsToldOfTheEnd() {
    Channel<Integer> channel = Channel.unbuffered();
    Scheduler here = Scheduler.here();
    Tasklet<String> selects = here.start(() -> selectsOwn(channel));
    Tasklet<?> closes =
        here.start(
            () -> {
              Tasklet.yield();
              channel.close();
            });
    here.run(2);
    byte[] image = Pickle.ofAll(List.of(selects, closes)).bytes();
    List<Tasklet<?>> twins =
        Pickle.read(image, PickleFilter.allow("io.bobbin.tests.channel.**")).tasklets();
    here.run();
    twins.forEach(here::resume);
    assertThat(selects.join()).isEqualTo("told Closed[]");
    assertThat(twins.get(0).join()).isEqualTo("told Closed[]");
  }
}
