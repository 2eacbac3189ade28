package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of the cases that are ready each is as likely as the others. */
@Timeout(120)
class SelectsAreFairTest {
  private static final String COMPANIES = "io.bobbin.tests.channel.Company#all";

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
  @MethodSource("io.bobbin.tests.channel.SelectsLoseNothingTest#companiesAndBuffers")
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
}
