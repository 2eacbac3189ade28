package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.tests.sync.Threads;
import java.util.ArrayList;
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

/** Whatever selects do at the same time: no value comes twice, and none is lost. */
@Timeout(120)
class SelectsLoseNothingTest {
  private static final String COMPANIES = "io.bobbin.tests.channel.Company#all";

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
      Threads.letOthersRun();
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
      Threads.letOthersRun(); // a buffer that is neither full nor empty lets this select for ever
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
        Threads.letOthersRun();
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
}
