package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What selects see, what they leave behind, and whom they meet. */
@Timeout(120)
class SelectsTest {
  private static final String COMPANIES = "io.bobbin.tests.channel.Company#all";
  private static final String TASKLETS = "io.bobbin.tests.channel.Company#ofTasklets";

  // One instant

  /** One of two channels is ready at each instant, though each for a time only. */
  @ParameterizedTest
  @MethodSource(COMPANIES)
  void aSelectThatDoesNotWaitSeesOneInstant(Company company) throws Exception {
    int rounds = 1_000;
    try (Parties parties = new Parties(company)) {
      Channel<List<Channel<Integer>>> begin = Channel.unbuffered();
      Channel<Integer> end = Channel.unbuffered();
      parties.start(() -> looksInEachRound(begin, end));
      parties.start(() -> movesReadiness(begin, end, rounds));
      parties.join();
    }
  }

  @Suspendable
  private static void looksInEachRound(
      Channel<List<Channel<Integer>>> begin, Channel<Integer> end) {
    for (List<Channel<Integer>> both : begin) {
      String seen;
      try {
        seen =
            Select.of(
                both.get(0).onReceive(v -> "first"),
                both.get(1).onReceive(v -> "second"),
                Select.orElse(() -> "neither"));
      } catch (ChannelClosedException e) {
        seen = "closed";
      }
      assertThat(seen).isNotEqualTo("neither");
      end.send(0);
    }
  }

  @Suspendable
  private static void movesReadiness(
      Channel<List<Channel<Integer>>> begin, Channel<Integer> end, int rounds) {
    for (int i = 0; i < rounds; i++) {
      Channel<Integer> first = Channel.buffered(1);
      Channel<Integer> second = Channel.buffered(1);
      first.send(1);
      begin.send(List.of(first, second));
      if (i % 3 == 0) {
        second.send(1);
      } else if (i % 3 == 1) {
        second.close();
      } else {
        first.close();
      }
      if (i % 3 == 2) {
        first.receiveOrClosed();
      } else {
        first.tryReceive();
      }
      end.receive();
    }
    begin.close();
  }

  // The queues

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void aSelectThatWaitsTwiceAtAChannelLeavesItAltogether(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> twice = Channel.unbuffered();
      Channel<Integer> other = Channel.unbuffered();
      AtomicInteger received = new AtomicInteger();
      parties.start(
          () ->
              Select.of(twice.onReceive(v -> v), twice.onReceive(v -> v), other.onReceive(v -> v)));
      parties.until(() -> twice.balance() == -2);
      parties.start(() -> received.set(twice.receive()));
      parties.until(() -> twice.balance() == -3);
      other.send(7);
      parties.until(() -> twice.balance() == -1);
      twice.send(8);
      parties.join();
      assertThat(received).hasValue(8);
    }
  }

  static Stream<Arguments> companiesAndPlaces() {
    return Company.all()
        .flatMap(company -> Stream.of(0, 1, 2, 3).map(place -> Arguments.of(company, place)));
  }

  /** A select stands somewhere in the line of a channel, and goes on by another one. */
  @ParameterizedTest
  @MethodSource("companiesAndPlaces")
  void aCaseThatDidNotHappenLeavesTheLineAsItWas(Company company, int place) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.unbuffered();
      Channel<Integer> other = Channel.unbuffered();
      List<Integer> order = Collections.synchronizedList(new ArrayList<>());
      for (int i = 0; i < 4; i++) {
        int number = i;
        if (i == place) {
          parties.start(() -> selectsElsewhereThenSends(channel, other));
        } else {
          parties.start(() -> channel.send(number));
        }
        int waiting = i < place ? i + 1 : i + 2; // the select waits twice
        parties.until(() -> channel.balance() == waiting);
      }
      other.send(0);
      parties.until(() -> channel.balance() == 4);
      for (int i = 0; i < 4; i++) {
        order.add(channel.receive());
      }
      parties.join();
      List<Integer> expected = new ArrayList<>(List.of(0, 1, 2, 3));
      expected.remove(place);
      expected.add(99);
      assertThat(order).isEqualTo(expected);
    }
  }

  @Suspendable
  private static void selectsElsewhereThenSends(Channel<Integer> channel, Channel<Integer> other) {
    Select.of(
        channel.onSend(-1, () -> "not this"),
        other.onReceive(v -> "this"),
        channel.onSend(-1, () -> "nor this"));
    channel.send(99);
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void whatDidNotHappenIsForgotten(Company company) throws Exception {
    int rounds = 2_000;
    try (Parties parties = new Parties(company)) {
      Channel<Object> idle = Channel.unbuffered();
      Channel<Integer> busy = Channel.unbuffered();
      List<WeakReference<Object>> offered = Collections.synchronizedList(new ArrayList<>());
      parties.start(() -> offersInVain(idle, busy, rounds, offered));
      parties.start(
          () -> {
            for (int i = 0; i < rounds; i++) {
              busy.send(i);
            }
          });
      parties.join();
      assertThat(idle.waiters()).isEmpty();
      assertThat(idle.balance()).isZero();
      while (offered.stream().anyMatch(each -> each.get() != null)) {
        System.gc(); // until the time of the test is over
      }
      assertThat(idle.tryReceive()).isEmpty();
    }
  }

  @Suspendable
  private static void offersInVain(
      Channel<Object> idle,
      Channel<Integer> busy,
      int rounds,
      List<WeakReference<Object>> offered) {
    for (int i = 0; i < rounds; i++) {
      Object value = new Object();
      offered.add(new WeakReference<>(value));
      Select.of(
          idle.onSend(value, () -> "sent"),
          busy.onReceive(v -> "received"),
          idle.onReceive(v -> "taken"));
    }
  }

  // The cases

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void onlyWhatToDoThenIsDoneAndItMayWait(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      List<String> log = Collections.synchronizedList(new ArrayList<>());
      Channel<Integer> answers = Channel.unbuffered();
      parties.start(() -> evaluates(log, answers));
      assertThat(answers.receive()).isEqualTo(42);
      parties.join();
      assertThat(log)
          .containsExactly(
              "first channel", "first value", "second channel", "third channel", "second done");
    }
  }

  @Suspendable
  private static void evaluates(List<String> log, Channel<Integer> answers) {
    Channel<Integer> full = Channel.buffered(1);
    full.send(42);
    Channel<Integer> empty = Channel.unbuffered();
    int result =
        Select.<Integer>of(
            logged(log, "first channel", empty)
                .onSend(logged(log, "first value", 1), () -> logged(log, "first done", 1)),
            logged(log, "second channel", full)
                .onReceive(v -> answersAndReturns(answers, logged(log, "second done", v))),
            logged(log, "third channel", empty).onReceive(v -> logged(log, "third done", 3)));
    assertThat(result).isEqualTo(43);
  }

  private static <T> T logged(List<String> log, String what, T value) {
    log.add(what);
    return value;
  }

  @Suspendable
  private static int answersAndReturns(Channel<Integer> answers, int value) {
    Tasklet.yield();
    answers.send(value);
    return value + 1;
  }

  /** How a party sends or receives. */
  enum Manner {
    PLAIN,
    SELECT_OF_ONE,
    SELECT_OF_TWO,
    SELECT_BESIDE_NEVER,
    SELECT_IN_BOTH_DIRECTIONS
  }

  static Stream<Arguments> companiesAndManners() {
    return Company.all()
        .flatMap(
            company ->
                Stream.of(Manner.values())
                    .flatMap(
                        sender ->
                            Stream.of(Manner.values())
                                .map(receiver -> Arguments.of(company, sender, receiver))));
  }

  @ParameterizedTest
  @MethodSource("companiesAndManners")
  void howeverTheySendAndReceiveTheyMeet(Company company, Manner sender, Manner receiver)
      throws Exception {
    int rounds = 24;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.unbuffered();
      parties.start(() -> sendsIn(sender, channel, rounds));
      parties.start(() -> receivesIn(receiver, channel, rounds));
      parties.join();
      assertThat(channel.waiters()).isEmpty();
      assertThat(channel.balance()).isZero();
    }
  }

  @Suspendable
  private static void sendsIn(Manner manner, Channel<Integer> channel, int rounds) {
    Channel<Integer> other = Channel.unbuffered();
    Channel<Integer> never = Channel.never();
    for (int i = 0; i < rounds; i++) {
      if (i % 3 == 1) {
        Parties.awaitBalance(channel, -1); // the receiver comes first
      }
      Select.Case<String> send = channel.onSend(i, () -> "sent");
      switch (manner) {
        case PLAIN -> channel.send(i);
        case SELECT_OF_ONE -> assertThat(Select.<String>of(send)).isEqualTo("sent");
        case SELECT_OF_TWO ->
            assertThat(Select.<String>of(send, other.onSend(i, () -> "other"))).isEqualTo("sent");
        case SELECT_BESIDE_NEVER ->
            assertThat(
                    Select.<String>of(
                        never.onReceive(v -> "never"), never.onSend(i, () -> "never"), send))
                .isEqualTo("sent");
        case SELECT_IN_BOTH_DIRECTIONS ->
            assertThat(Select.<String>of(other.onReceive(v -> "other"), send)).isEqualTo("sent");
      }
    }
  }

  @Suspendable
  private static void receivesIn(Manner manner, Channel<Integer> channel, int rounds) {
    Channel<Integer> other = Channel.unbuffered();
    Channel<Integer> never = Channel.never();
    for (int i = 0; i < rounds; i++) {
      if (i % 3 == 2) {
        Parties.awaitBalance(channel, 1); // the sender comes first
      }
      Select.Case<Integer> receive = channel.onReceive(v -> v);
      int value =
          switch (manner) {
            case PLAIN -> channel.receive();
            case SELECT_OF_ONE -> Select.<Integer>of(receive);
            case SELECT_OF_TWO -> Select.<Integer>of(receive, other.onReceive(v -> -1));
            case SELECT_BESIDE_NEVER ->
                Select.<Integer>of(never.onReceive(v -> -1), never.onSend(1, () -> -1), receive);
            case SELECT_IN_BOTH_DIRECTIONS ->
                Select.<Integer>of(other.onSend(1, () -> -1), receive);
          };
      assertThat(value).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void twoSelectsThatShareTwoChannelsMeetInTheOnlyWayTheyCan(Company company) throws Exception {
    int rounds = 500;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> first = Channel.unbuffered();
      Channel<Integer> second = Channel.unbuffered();
      parties.start(() -> leads(first, second, rounds));
      parties.start(() -> follows(first, second, rounds));
      parties.join();
      assertThat(first.waiters()).isEmpty();
      assertThat(second.waiters()).isEmpty();
    }
  }

  @Suspendable
  private static void leads(Channel<Integer> first, Channel<Integer> second, int rounds) {
    for (int i = 0; i < rounds; i++) {
      assertThat(Select.<Integer>of(first.onSend(i, () -> -1), second.onSend(i, () -> -2)))
          .isEqualTo(-1);
      assertThat(Select.<Integer>of(first.onSend(i, () -> -1), second.onReceive(v -> v)))
          .isEqualTo(i);
    }
  }

  @Suspendable
  private static void follows(Channel<Integer> first, Channel<Integer> second, int rounds) {
    for (int i = 0; i < rounds; i++) {
      assertThat(Select.<Integer>of(first.onReceive(v -> v), second.onSend(i, () -> -2)))
          .isEqualTo(i);
      assertThat(Select.<Integer>of(first.onSend(i, () -> -1), second.onSend(i, () -> -2)))
          .isEqualTo(-2);
    }
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void oneSelectAtBothEndsOfABufferSendsAndReceivesInTurn(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      parties.start(() -> playsAlone(1_000));
      parties.join();
    }
  }

  @Suspendable
  private static void playsAlone(int rounds) {
    Channel<Integer> channel = Channel.buffered(1);
    for (int i = 0; i < rounds; i++) {
      int got = Select.<Integer>of(channel.onSend(i, () -> -1), channel.onReceive(v -> v));
      assertThat(got).isEqualTo(i % 2 == 0 ? -1 : i - 1);
    }
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void closingEndsSelectsThatSendAndSelectsThatReceive(Company company) throws Exception {
    for (int direction = 0; direction < 2; direction++) {
      try (Parties parties = new Parties(company)) {
        Channel<Integer> channel = Channel.unbuffered();
        AtomicInteger told = new AtomicInteger();
        boolean send = direction == 0;
        for (int i = 0; i < 3; i++) {
          parties.start(() -> selectsUntilClosed(channel, send, told));
        }
        parties.until(() -> channel.balance() == (send ? 3 : -3));
        channel.close();
        parties.join();
        assertThat(told).hasValue(3);
      }
    }
  }

  @Suspendable
  private static void selectsUntilClosed(
      Channel<Integer> channel, boolean send, AtomicInteger told) {
    Channel<Integer> other = Channel.unbuffered();
    try {
      Select.of(
          send ? channel.onSend(1, () -> "sent") : channel.onReceive(v -> "received"),
          other.onReceive(v -> "other"));
    } catch (ChannelClosedException e) {
      assertThat(e).hasMessage((send ? "send" : "receive") + " on a closed channel");
      told.incrementAndGet();
    }
    assertThat(other.balance()).isZero();
  }

  @ParameterizedTest
  @MethodSource(TASKLETS)
  void aSelectThatIsKilledLeavesAllLinesAndItsValuesUnsent(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> empty = Channel.unbuffered();
      Channel<Integer> full = Channel.buffered(1);
      full.send(0);
      Tasklet<?> killed =
          parties.start(
              () ->
                  Select.of(
                      empty.onReceive(v -> ""),
                      full.onSend(1, () -> ""),
                      empty.onSend(1, () -> "")));
      parties.untilWaiting(killed);
      parties.start(() -> full.send(2));
      parties.until(() -> full.balance() == 2);
      killed.kill();
      parties.until(() -> full.balance() == 1);
      assertThat(empty.waiters()).isEmpty();
      assertThat(empty.tryReceive()).isEmpty();
      assertThat(empty.trySend(1)).isFalse();
      assertThat(full.receive()).isZero();
      assertThat(full.receive()).isEqualTo(2);
      assertThat(full.tryReceive()).isEmpty();
      parties.join();
    }
  }

  // Misuse

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void aCaseGivenTwiceOrNoneIsRefusedWhetherOneIsReadyOrNot(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      parties.start(SelectsTest::misuses);
      parties.join();
    }
  }

  @Suspendable
  private static void misuses() {
    Channel<Integer> ready = Channel.buffered(1);
    Channel<Integer> never = Channel.never();
    for (boolean isReady : List.of(true, false)) {
      if (isReady) {
        ready.send(7);
      } else {
        assertThat(ready.receive()).isEqualTo(7);
      }
      Select.Case<Integer> once = ready.onReceive(v -> v);
      assertThat(refused(once, once)).isEqualTo(IllegalArgumentException.class);
      assertThat(refused(once, never.onReceive(v -> v), once))
          .isEqualTo(IllegalArgumentException.class);
      assertThat(refused(once, null)).isEqualTo(NullPointerException.class);
      assertThat(refused(null, once)).isEqualTo(NullPointerException.class);
      assertThat(ready.size()).isEqualTo(isReady ? 1 : 0);
    }
  }

  /** What a select of these cases throws. */
  @SafeVarargs
  @SuppressWarnings("varargs") // it is only read
  @Suspendable
  private static Class<?> refused(Select.Case<Integer>... cases) {
    try {
      Integer result = Select.of(cases);
      return result.getClass();
    } catch (IllegalArgumentException | NullPointerException e) {
      return e.getClass();
    }
  }
}
