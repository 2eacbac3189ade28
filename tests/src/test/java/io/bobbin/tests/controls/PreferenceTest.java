package io.bobbin.tests.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Channel.Preference;
import io.bobbin.Context;
import io.bobbin.Generator;
import io.bobbin.Received;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.observe.PinnedWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who goes on first. */
@Timeout(120)
class PreferenceTest {
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Channel<Integer> channel = Channel.unbuffered();

  /** A way to send. */
  @FunctionalInterface
  private interface Sending {
    @Suspendable
    void send(Channel<Integer> to, int value) throws TimeoutException;
  }

  /** A way to receive. */
  @FunctionalInterface
  private interface Receiving {
    @Suspendable
    int receive(Channel<Integer> from) throws TimeoutException;
  }

  private static final List<Sending> SENDINGS =
      List.of(
          (to, value) -> to.send(value),
          (to, value) -> to.send(value, Duration.ofDays(1)),
          (to, value) -> to.sendAll(List.of(value)),
          (to, value) -> Select.of(to.onSend(value, () -> "")),
          (to, value) ->
              Select.of(
                  to.onSend(value, () -> ""),
                  Channel.<Integer>never().onReceive(never -> ""),
                  Select.after(Duration.ofDays(1), () -> "")),
          (to, value) -> Generator.<Integer>of(out -> sendsThenYields(to, value, out)).next());

  private static final List<Receiving> RECEIVINGS =
      List.of(
          from -> from.receive(),
          from -> from.receive(Duration.ofDays(1)),
          from -> ((Received.Value<Integer>) from.receiveOrClosed()).value(),
          from -> from.iterator().next(),
          from -> nextIfAny(from),
          from -> Select.of(from.onReceive(value -> value)),
          from ->
              Select.inOrder(
                  Channel.<Integer>never().onReceive(never -> 0),
                  from.onReceive(value -> value),
                  Select.after(Duration.ofDays(1), () -> 0)),
          from -> Generator.<Integer>of(out -> receivesThenYields(from, out)).next());

  @Suspendable
  private static void sendsThenYields(
      Channel<Integer> to, int value, Generator.Output<Integer> out) {
    to.send(value);
    out.yield(value);
  }

  @Suspendable
  private static void receivesThenYields(Channel<Integer> from, Generator.Output<Integer> out) {
    out.yield(from.receive());
  }

  @Suspendable
  private static int nextIfAny(Channel<Integer> from) {
    for (int value : from) {
      return value;
    }
    throw new AssertionError("there is one");
  }

  @Suspendable
  private void sends(Sending sending, int value) {
    try {
      sending.send(channel, value);
      log.add("sent");
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Suspendable
  private void receives(Receiving receiving) {
    try {
      log.add("received " + receiving.receive(channel));
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> ways() {
    return Stream.of(Place.HERE, Place.POOL_OF_ONE)
        .flatMap(place -> Stream.of(Preference.values()).map(each -> Arguments.of(place, each)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theOneWhoIsPreferredGoesOnAtOnce(Place place, Preference preference) {
    long pinned = PinnedWaits.total();
    channel.setPreference(preference);
    assertThat(channel.preference()).isEqualTo(preference);
    for (Sending sending : SENDINGS) {
      for (Receiving receiving : RECEIVINGS) {
        // Of its own, as a pool lets others go first once in many turns.
        try (Scheduler scheduler = place.scheduler()) {
          log.clear();
          Tasklet<?> receiver = scheduler.start(() -> receives(receiving));
          place.untilWaiting(receiver);
          scheduler.start(
              () -> {
                Tasklet<?> other = Tasklet.start(() -> log.add("other"));
                sends(sending, 1);
                other.join();
              });
          place.until(() -> log.size() == 3);
          assertOrder(preference, Preference.RECEIVER, "sent", "received 1", place);

          log.clear();
          Tasklet<?> sender = scheduler.start(() -> sends(sending, 2));
          place.untilWaiting(sender);
          scheduler.start(
              () -> {
                Tasklet<?> other = Tasklet.start(() -> log.add("other"));
                receives(receiving);
                other.join();
              });
          place.until(() -> log.size() == 3);
          assertOrder(preference, Preference.SENDER, "received 2", "sent", place);
        }
      }
    }
    assertThat(PinnedWaits.total()).isEqualTo(pinned);
  }

  /** A pool now and then runs somebody from its queue in between, so that nobody starves. */
  private void assertOrder(
      Preference preference, Preference other, String serving, String served, Place place) {
    boolean isServingLeft = preference == other || preference == Preference.OTHERS;
    if (place != Place.HERE) {
      assertThat(log)
          .filteredOn(each -> !each.equals("other"))
          .containsExactly(isServingLeft ? served : serving, isServingLeft ? serving : served);
    } else if (preference == Preference.OTHERS) {
      assertThat(log).containsExactly("other", served, serving);
    } else if (isServingLeft) {
      assertThat(log).containsExactly(served, "other", serving);
    } else {
      assertThat(log).containsExactly(serving, "other", served);
    }
  }

  @Test
  void randomProgramsRunAsByStacklessRules() {
    Random random = new Random(42);
    Scheduler here = Scheduler.here();
    for (int program = 0; program < 2_000; program++) {
      List<Preference> preferences = new ArrayList<>();
      List<Channel<Integer>> channels = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Preference preference = Preference.values()[random.nextInt(4)];
        preferences.add(preference);
        Channel<Integer> each = Channel.unbuffered();
        each.setPreference(preference);
        channels.add(each);
      }
      List<List<Step>> scripts = Step.random(random, 2 + random.nextInt(5), 12, 3);
      log.clear();
      List<Tasklet<?>> tasklets = new ArrayList<>();
      for (int i = 0; i < scripts.size(); i++) {
        int id = i;
        tasklets.add(here.start(() -> follows(id, scripts.get(id), channels)));
      }
      here.run();
      assertThat(log)
          .as("program %s: %s %s", program, preferences, scripts)
          .isEqualTo(StacklessModel.run(preferences, scripts));
      tasklets.forEach(Tasklet::kill);
      here.run();
    }
  }

  @Suspendable
  private void follows(int id, List<Step> script, List<Channel<Integer>> channels) {
    for (Step step : script) {
      log.add(step.begun(id));
      switch (step.kind()) {
        case SEND -> channels.get(step.channel()).send(id);
        case RECEIVE -> channels.get(step.channel()).receive();
        case YIELD -> Tasklet.yield();
      }
      log.add(step.done(id));
    }
  }

  @Test
  void byDefaultNobodyIsPreferred() {
    assertThat(channel.preference()).isEqualTo(Preference.NONE);
    assertThat(Channel.buffered(1).preference()).isEqualTo(Preference.NONE);
    Channel<Integer> never = Channel.never();
    assertThat(never.preference()).isEqualTo(Preference.NONE);
    never.setPreference(Preference.SENDER);
    assertThat(never.preference()).isEqualTo(Preference.SENDER);
    assertThatThrownBy(() -> channel.setPreference(null)).isInstanceOf(NullPointerException.class);
    try (Context.Cancellable context = Context.background().withCancel()) {
      assertThat(context.done().preference()).isEqualTo(Preference.NONE);
      assertThatThrownBy(() -> context.done().setPreference(Preference.OTHERS))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aSenderThatWaitedForRoomInTheBufferIsPreferredToo() {
    Channel<Integer> buffered = Channel.buffered(1);
    buffered.setPreference(Preference.SENDER);
    Scheduler here = Scheduler.here();
    here.start(
        () -> {
          buffered.send(1);
          log.add("sent 1");
          buffered.send(2);
          log.add("sent 2");
        });
    here.run();
    here.start(
        () -> {
          log.add("received " + buffered.receive());
          log.add("received " + buffered.receive());
        });
    here.run();
    assertThat(log).containsExactly("sent 1", "sent 2", "received 1", "received 2");
    assertThat(buffered.size()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"RECEIVER", "SENDER", "OTHERS"})
  void triesAndThreadsAreNotSwitched(Preference preference) {
    channel.setPreference(preference);
    Scheduler here = Scheduler.here();
    here.start(() -> receives(from -> from.receive()));
    here.run();
    here.start(
        () -> {
          assertThat(channel.trySend(1)).isTrue();
          log.add("tried to send");
        });
    here.run();
    here.start(() -> sends((to, value) -> to.send(value), 2));
    here.run();
    here.start(
        () -> {
          assertThat(channel.tryReceive()).contains(2);
          log.add("tried to receive");
        });
    here.run();
    here.start(() -> receives(from -> from.receive()));
    here.run();
    channel.send(3);
    log.add("the thread sent");
    here.run();
    assertThat(log)
        .containsExactly(
            "tried to send",
            "received 1",
            "tried to receive",
            "sent",
            "the thread sent",
            "received 3");
  }

  @ParameterizedTest
  @EnumSource(names = {"RECEIVER", "SENDER", "OTHERS"})
  void whoCannotBeLeftGoesOn(Preference preference) {
    channel.setPreference(preference);
    Scheduler here = Scheduler.here();
    here.start(() -> receives(from -> from.receive()));
    here.run();
    here.start(
        () -> {
          synchronized (log) {
            sends((to, value) -> to.send(value), 1);
          }
        });
    here.run();
    assertThat(log).containsExactly("sent", "received 1");
  }

  @Test
  void aTaskletOfAnotherSchedulerIsWokenOnly() {
    channel.setPreference(Preference.RECEIVER);
    try (Scheduler pool = Scheduler.pool(1)) {
      Tasklet<?> receiver = pool.start(() -> receives(from -> from.receive()));
      Place.POOL_OF_ONE.untilWaiting(receiver);
      AtomicInteger others = new AtomicInteger();
      Tasklet<Integer> sender =
          Scheduler.here()
              .start(
                  () -> {
                    Tasklet.start(() -> others.incrementAndGet());
                    channel.send(1);
                    return others.get();
                  });
      assertThat(sender.join()).isZero();
      receiver.join();
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whatIsRaisedInOneWhoWasLeftIsThrownAtItsNextWait(Place place) {
    channel.setPreference(Preference.SENDER);
    try (Scheduler scheduler = place.scheduler()) {
      Channel<Tasklet<?>> victims = Channel.buffered(1);
      Tasklet<?> sender =
          scheduler.start(
              () -> {
                channel.send(1);
                victims.receive().kill();
              });
      place.untilWaiting(sender);
      Tasklet<?> receiver =
          scheduler.start(
              () -> {
                victims.send(Tasklet.current());
                log.add("received " + channel.receive());
                Channel.never().receive();
              });
      assertThatThrownBy(receiver::join).hasCauseInstanceOf(TaskletKilled.class);
      sender.join();
    }
    assertThat(log).containsExactly("received 1");
  }

  @Test
  void whoWasLeftIsRunnable() {
    channel.setPreference(Preference.RECEIVER);
    Scheduler here = Scheduler.here();
    Tasklet<?>[] sender = {null};
    Tasklet<?> receiver =
        here.start(
            () -> {
              channel.receive();
              return sender[0].state();
            });
    here.run();
    sender[0] = here.start(() -> sends((to, value) -> to.send(value), 1));
    assertThat(receiver.join()).isEqualTo(Tasklet.State.RUNNABLE);
    here.run();
    assertThat(log).containsExactly("sent");
  }

  static Stream<Arguments> placesAndPreferences() {
    return Stream.of(Place.values())
        .flatMap(place -> Stream.of(Preference.values()).map(each -> Arguments.of(place, each)));
  }

  /** Each value is with its sender, which was ended, or was received once. */
  @ParameterizedTest
  @MethodSource("placesAndPreferences")
  void noValueIsLostWhateverIsKilledOrTimesOut(Place place, Preference preference)
      throws Exception {
    channel.setPreference(preference);
    Random random = new Random(7);
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger received = new AtomicInteger();
    List<Tasklet<?>> all = new ArrayList<>();
    try (Scheduler scheduler = place.scheduler()) {
      for (int i = 0; i < 30; i++) {
        int way = i;
        all.add(scheduler.start(() -> sendsOn(SENDINGS.get(way % SENDINGS.size()), sent)));
        all.add(
            scheduler.start(() -> receivesOn(RECEIVINGS.get(way % RECEIVINGS.size()), received)));
        all.add(scheduler.start(() -> triesForAWhile(way % 2 == 0, sent, received)));
      }
      for (int i = 0; i < 60; i++) {
        int before = received.get();
        place.until(() -> received.get() > before + 20);
        all.remove(random.nextInt(all.size())).kill();
      }
      all.forEach(Tasklet::kill);
    }
    assertThat(received.get()).isEqualTo(sent.get()).isPositive();
    assertThat(channel.balance()).isZero();
  }

  @Suspendable
  private void sendsOn(Sending sending, AtomicInteger sent) throws TimeoutException {
    for (; ; ) {
      sending.send(channel, 1);
      sent.incrementAndGet();
      Tasklet.yield();
    }
  }

  @Suspendable
  private void receivesOn(Receiving receiving, AtomicInteger received) throws TimeoutException {
    for (; ; ) {
      receiving.receive(channel);
      received.incrementAndGet();
      Tasklet.yield();
    }
  }

  @Suspendable
  private void triesForAWhile(boolean sends, AtomicInteger sent, AtomicInteger received) {
    for (; ; ) {
      try {
        if (sends) {
          channel.send(1, Duration.ofNanos(20_000));
          sent.incrementAndGet();
        } else {
          channel.receive(Duration.ofNanos(20_000));
          received.incrementAndGet();
        }
      } catch (TimeoutException e) {
        Tasklet.yield();
      }
    }
  }
}
