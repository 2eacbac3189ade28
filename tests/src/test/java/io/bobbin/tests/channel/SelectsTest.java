package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What selects do when others send, receive, select and close at the same time. */
@Timeout(120)
class SelectsTest {
  private static final String COMPANIES = "io.bobbin.tests.channel.Company#all";
  private static final String TASKLETS = "io.bobbin.tests.channel.Company#ofTasklets";

  // No value twice, none lost

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void aSelectThatOffersAValueToManySendsItOnce(Company company) throws Exception {
    int count = 1_500;
    try (Parties parties = new Parties(company)) {
      List<Channel<Integer>> channels = unbuffered(4);
      Channel<Integer> merged = Channel.unbuffered();
      AtomicInteger open = new AtomicInteger(4);
      AtomicIntegerArray times = new AtomicIntegerArray(count);
      parties.start(() -> offersEach(channels, count));
      channels.forEach(from -> parties.start(() -> forwards(from, merged, open)));
      parties.start(() -> countsAll(merged, times));
      parties.join();
      assertAllOnce(times);
    }
  }

  private static List<Channel<Integer>> unbuffered(int count) {
    return Stream.generate(Channel::<Integer>unbuffered).limit(count).toList();
  }

  private static void assertAllOnce(AtomicIntegerArray times) {
    for (int value = 0; value < times.length(); value++) {
      assertThat(times.get(value)).as("times that %s was received", value).isEqualTo(1);
    }
  }

  @Suspendable
  private static void offersEach(List<Channel<Integer>> channels, int count) {
    for (int i = 0; i < count; i++) {
      int value = i;
      int sent =
          Select.<Integer>of(
              channels.get(0).onSend(value, () -> value),
              channels.get(1).onSend(value, () -> value),
              channels.get(2).onSend(value, () -> value),
              channels.get(3).onSend(value, () -> value));
      assertThat(sent).isEqualTo(value);
    }
    channels.forEach(Channel::close);
  }

  @Suspendable
  private static void forwards(Channel<Integer> from, Channel<Integer> to, AtomicInteger open) {
    for (int value : from) {
      to.send(value);
    }
    if (open.decrementAndGet() == 0) {
      to.close();
    }
  }

  @Suspendable
  private static void countsAll(Channel<Integer> channel, AtomicIntegerArray times) {
    for (int value : channel) {
      times.incrementAndGet(value);
    }
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void ofManyWhoTryToMeetOneSelectOneDoes(Company company) throws Exception {
    int rounds = 1_500;
    try (Parties parties = new Parties(company)) {
      List<Channel<Integer>> channels = unbuffered(3);
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger sent = new AtomicInteger();
      AtomicInteger received = new AtomicInteger();
      for (Channel<Integer> channel : channels) {
        parties.start(() -> triesToSend(channel, sent, done));
      }
      parties.start(() -> selectsInEachRound(channels, rounds, received, done));
      parties.join();
      assertThat(received).hasValue(rounds);
      assertThat(sent).hasValue(rounds);
      assertThat(channels).allMatch(each -> each.waiters().isEmpty());
    }
  }

  @Suspendable
  private static void triesToSend(
      Channel<Integer> channel, AtomicInteger sent, AtomicBoolean done) {
    while (!done.get()) {
      boolean met =
          channel.trySend(1)
              || Select.<Boolean>of(channel.onSend(1, () -> true), Select.orElse(() -> false));
      if (met) {
        sent.incrementAndGet();
      }
      Tasklet.yield();
    }
  }

  @Suspendable
  private static void selectsInEachRound(
      List<Channel<Integer>> channels, int rounds, AtomicInteger received, AtomicBoolean done) {
    for (int i = 0; i < rounds; i++) {
      received.addAndGet(
          Select.<Integer>of(
              channels.get(0).onReceive(v -> v),
              channels.get(1).onReceive(v -> v),
              channels.get(2).onReceive(v -> v)));
    }
    done.set(true);
  }

  static Stream<Arguments> companiesAndBuffers() {
    return Company.all()
        .flatMap(company -> Stream.of(0, 10).map(capacity -> Arguments.of(company, capacity)));
  }

  @ParameterizedTest
  @MethodSource("companiesAndBuffers")
  void selectsThatSendAndReceiveOnOneChannelMeetButNeverThemselves(Company company, int capacity)
      throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.buffered(capacity);
      parties.start(() -> selectsBoth(channel, 0, 1_000));
      parties.start(() -> selectsBoth(channel, 1, 1_000));
      parties.join();
    }
  }

  @Suspendable
  private static void selectsBoth(Channel<Integer> channel, int self, int rounds) {
    for (int i = 0; i < rounds; i++) {
      Select.Case<Integer> send = channel.onSend(self, () -> -1);
      Select.Case<Integer> receive = channel.onReceive(v -> v);
      int got =
          self == 0 || i % 2 == 0 ? Select.<Integer>of(send, receive) : Select.of(receive, send);
      if (channel.capacity() == 0) {
        assertThat(got).isNotEqualTo(self);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("companiesAndBuffers")
  void selectsThatSendAndReceiveOnOneChannelMeetThirdParties(Company company, int capacity)
      throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.buffered(capacity);
      Channel<Integer> quit = Channel.buffered(2);
      AtomicInteger balance = new AtomicInteger();
      parties.start(() -> selectsBothUntil(channel, quit, balance));
      parties.start(() -> selectsBothUntil(channel, quit, balance));
      parties.start(() -> sendsAndReceives(channel, quit, balance));
      parties.join();
      assertThat(balance).as("sent less received").hasValue(channel.size());
      assertThat(channel.balance()).isZero();
    }
  }

  @Suspendable
  private static void selectsBothUntil(
      Channel<Integer> channel, Channel<Integer> quit, AtomicInteger balance) {
    int change;
    do {
      change =
          Select.<Integer>of(
              channel.onSend(1, () -> 1), channel.onReceive(v -> -1), quit.onReceive(v -> 0));
      balance.addAndGet(change);
      Tasklet.yield(); // a buffer that is neither full nor empty lets this select for ever
    } while (change != 0);
  }

  @Suspendable
  private static void sendsAndReceives(
      Channel<Integer> channel, Channel<Integer> quit, AtomicInteger balance) {
    for (int i = 0; i < 1_000; i++) {
      channel.send(1);
      balance.incrementAndGet();
      channel.receive();
      balance.decrementAndGet();
    }
    quit.send(0);
    quit.send(0);
  }

  /** Plain senders and receivers of each channel, and one select over all at each end. */
  @ParameterizedTest
  @MethodSource(COMPANIES)
  void selectsAndOthersOnTheSameChannelsAllGetThrough(Company company) throws Exception {
    int count = 1_000;
    try (Parties parties = new Parties(company)) {
      List<Channel<Integer>> channels =
          List.of(
              Channel.unbuffered(), Channel.unbuffered(), Channel.buffered(2), Channel.buffered(3));
      AtomicLong sum = new AtomicLong();
      for (Channel<Integer> channel : channels) {
        parties.start(() -> sendsMany(channel, count));
        parties.start(() -> receivesMany(channel, count, sum));
      }
      parties.start(() -> sendsToAll(channels, count));
      parties.start(() -> receivesFromAll(channels, count, sum));
      parties.join();
      assertThat(sum.get()).isEqualTo(8L * count * (count - 1) / 2);
      assertThat(channels).allMatch(each -> each.size() == 0 && each.balance() == 0);
    }
  }

  @Suspendable
  private static void sendsMany(Channel<Integer> channel, int count) {
    for (int i = 0; i < count; i++) {
      channel.send(i);
    }
  }

  @Suspendable
  private static void receivesMany(Channel<Integer> channel, int count, AtomicLong sum) {
    for (int i = 0; i < count; i++) {
      sum.addAndGet(channel.receive());
    }
  }

  @Suspendable
  private static void sendsToAll(List<Channel<Integer>> channels, int count) {
    List<Channel<Integer>> left = new ArrayList<>(channels);
    int[] sent = new int[left.size()];
    for (int i = 0; i < sent.length * count; i++) {
      List<Select.Case<Integer>> cases = new ArrayList<>();
      for (int c = sent.length - 1; c >= 0; c--) {
        int at = c;
        cases.add(left.get(c).onSend(sent[c], () -> at));
      }
      int at = Select.<Integer>among(cases).result();
      if (++sent[at] == count) {
        left.set(at, Channel.never());
      }
    }
  }

  @Suspendable
  private static void receivesFromAll(List<Channel<Integer>> channels, int count, AtomicLong sum) {
    List<Channel<Integer>> left = new ArrayList<>(channels);
    int[] received = new int[left.size()];
    for (int i = 0; i < received.length * count; i++) {
      List<Select.Case<Integer>> cases = new ArrayList<>();
      for (Channel<Integer> channel : left) {
        cases.add(channel.onReceive(v -> v));
      }
      Select.Chosen<Integer> chosen = Select.among(cases);
      sum.addAndGet(chosen.result());
      if (++received[chosen.index()] == count) {
        left.set(chosen.index(), Channel.never());
      }
    }
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void manyWorkersShareTheWork(Company company) throws Exception {
    int[] work = {2, 3, 7, 11, 13, 17, 19, 23, 27, 31};
    int workers = 23;
    int count = 5_000;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> in = Channel.buffered(3 * workers);
      Channel<Integer> out = Channel.buffered(3 * workers);
      AtomicInteger open = new AtomicInteger(workers);
      for (int i = 0; i < workers; i++) {
        int slow = work[i % work.length];
        parties.start(() -> works(in, out, slow, open));
      }
      parties.start(() -> feeds(in, work, count));
      AtomicLong sum = new AtomicLong();
      AtomicInteger done = new AtomicInteger();
      parties.start(() -> sumsUp(out, sum, done));
      parties.join();
      assertThat(done).hasValue(count);
      assertThat(sum).hasValue(count / work.length * 153L);
    }
  }

  @Suspendable
  private static void works(
      Channel<Integer> in, Channel<Integer> out, int slow, AtomicInteger open) {
    for (int value : in) {
      if (value == slow) {
        Tasklet.yield();
      }
      out.send(value);
    }
    if (open.decrementAndGet() == 0) {
      out.close();
    }
  }

  @Suspendable
  private static void feeds(Channel<Integer> in, int[] work, int count) {
    for (int i = 0; i < count; i++) {
      in.send(work[i % work.length]);
    }
    in.close();
  }

  @Suspendable
  private static void sumsUp(Channel<Integer> out, AtomicLong sum, AtomicInteger done) {
    for (int value : out) {
      sum.addAndGet(value);
      done.incrementAndGet();
    }
  }

  // Chance

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void sendersThatAlwaysWaitAreChosenEquallyOften(Company company) throws Exception {
    int rounds = 6_000;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> a = Channel.unbuffered();
      Channel<Integer> b = Channel.unbuffered();
      parties.start(() -> sendsUntilClosed(a));
      parties.start(() -> sendsUntilClosed(b));
      AtomicInteger chosen = new AtomicInteger();
      parties.start(() -> choosesReceives(a, b, rounds, chosen));
      parties.join();
      assertThat(chosen.get()).isCloseTo(rounds / 2, within(rounds / 20));
    }
  }

  @Suspendable
  private static void sendsUntilClosed(Channel<Integer> channel) {
    try {
      while (true) {
        channel.send(1);
      }
    } catch (ChannelClosedException e) {
      // that is how it is told to end
    }
  }

  @Suspendable
  private static void choosesReceives(
      Channel<Integer> a, Channel<Integer> b, int rounds, AtomicInteger chosen) {
    for (int i = 0; i < rounds; i++) {
      Parties.awaitBalance(a, 1);
      Parties.awaitBalance(b, 1);
      chosen.addAndGet(Select.<Integer>of(a.onReceive(v -> 1), b.onReceive(v -> 0)));
    }
    a.close();
    b.close();
  }

  /** A send, a receive, and a channel that occurs twice, which is twice as likely then. */
  @ParameterizedTest
  @MethodSource(COMPANIES)
  void casesAreEquallyLikelyWhateverTheyDo(Company company) throws Exception {
    int rounds = 12_000;
    try (Parties parties = new Parties(company)) {
      AtomicIntegerArray chosen = new AtomicIntegerArray(4);
      parties.start(() -> choosesAmongCases(rounds, chosen));
      parties.join();
      for (int i = 0; i < 4; i++) {
        assertThat(chosen.get(i)).as("case %s", i).isCloseTo(rounds / 4, within(rounds / 40));
      }
    }
  }

  @Suspendable
  private static void choosesAmongCases(int rounds, AtomicIntegerArray chosen) {
    Channel<Integer> twice = Channel.buffered(2);
    Channel<Integer> full = Channel.buffered(1);
    Channel<Integer> empty = Channel.buffered(1);
    Channel<Integer> unready = Channel.unbuffered();
    twice.send(0);
    full.send(0);
    for (int i = 0; i < rounds; i++) {
      int which =
          Select.<Integer>of(
              twice.onReceive(v -> 0),
              full.onReceive(v -> 1),
              unready.onReceive(v -> -1),
              empty.onSend(0, () -> 2),
              twice.onSend(0, () -> 3));
      chosen.incrementAndGet(which);
      if (which == 0) {
        twice.send(0);
      } else if (which == 1) {
        full.send(0);
      } else if (which == 2) {
        empty.receive();
      } else {
        twice.receive();
      }
    }
  }

  /** Also if it waited for a partner: then they became ready together. */
  @ParameterizedTest
  @MethodSource("companiesAndBuffers")
  void casesOfOneChannelAreEquallyLikely(Company company, int capacity) throws Exception {
    int count = 2_000;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.buffered(capacity);
      AtomicLong ones = new AtomicLong();
      parties.start(() -> receivesFromWhoWaitsTwice(channel, count, ones));
      parties.start(() -> drawsWhatItSends(channel, count));
      parties.join();
      assertThat(ones.get()).isCloseTo(count / 2, within(count / 10L));
    }
  }

  @Suspendable
  private static void receivesFromWhoWaitsTwice(
      Channel<Integer> channel, int count, AtomicLong ones) {
    for (int i = 0; i < count; i++) {
      if (i + channel.capacity() < count) {
        Parties.awaitBalance(channel, 2);
      }
      ones.addAndGet(channel.receive());
    }
  }

  @Suspendable
  private static void drawsWhatItSends(Channel<Integer> channel, int count) {
    for (int i = 0; i < count; i++) {
      Select.of(channel.onSend(1, () -> ""), channel.onSend(0, () -> ""));
    }
  }

  @ParameterizedTest
  @MethodSource(COMPANIES)
  void inOrderTheFirstCaseOfAChannelHappensAlsoIfItWaited(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.unbuffered();
      AtomicLong ones = new AtomicLong();
      parties.start(() -> receivesFromWhoWaitsTwice(channel, 100, ones));
      parties.start(() -> sendsInOrder(channel, 100));
      parties.join();
      assertThat(ones).hasValue(100);
    }
  }

  @Suspendable
  private static void sendsInOrder(Channel<Integer> channel, int count) {
    for (int i = 0; i < count; i++) {
      Select.inOrder(channel.onSend(1, () -> ""), channel.onSend(0, () -> ""));
    }
  }

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
      parties.start(() -> sendsMany(busy, rounds));
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
}
