package io.bobbin.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.tests.sync.Threads;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What channels do, whatever their capacity and whoever uses them. */
@Timeout(120)
class ChannelsTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private static <T> Channel<T> channel(int capacity) {
    return capacity == UNLIMITED ? Channel.unlimited() : Channel.buffered(capacity);
  }

  static Stream<Arguments> companiesAndCapacities() {
    return Company.all()
        .flatMap(
            company -> Stream.of(0, 1, 2, 10, UNLIMITED).map(size -> Arguments.of(company, size)));
  }

  static Stream<Arguments> companiesAndBounds() {
    return Company.all()
        .flatMap(company -> Stream.of(0, 1, 2, 10).map(size -> Arguments.of(company, size)));
  }

  @Suspendable
  private static void receives(Channel<Integer> channel, List<Integer> received, int count) {
    for (int i = 0; i < count; i++) {
      received.add(channel.receive());
    }
  }

  @Suspendable
  private static void sends(Channel<Integer> channel, int from, int to) {
    for (int i = from; i < to; i++) {
      channel.send(i);
    }
  }

  @ParameterizedTest
  @MethodSource("companiesAndCapacities")
  void receiversOfAnEmptyChannelWaitAndATryDoesNot(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      List<Integer> received = Collections.synchronizedList(new ArrayList<>());
      parties.start(() -> receives(channel, received, 1));
      parties.start(() -> receivesOrLearns(channel, received));
      parties.until(() -> channel.balance() == -2);
      assertThat(channel.tryReceive()).isEmpty();
      assertThat(received).isEmpty();
      assertThat(channel.trySend(1)).isTrue();
      assertThat(channel.trySend(2)).isTrue();
      assertThat(channel.size()).as("given to those who waited").isZero();
      parties.join();
      assertThat(received).containsExactlyInAnyOrder(1, 2);
    }
  }

  @Suspendable
  private static void receivesOrLearns(Channel<Integer> channel, List<Integer> received) {
    received.add(channel.receiveOrClosed() instanceof Received.Value<Integer> v ? v.value() : -1);
  }

  @ParameterizedTest
  @MethodSource("companiesAndBounds")
  void sendersToAFullChannelWaitAndATryDoesNot(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      parties.start(() -> sends(channel, 0, capacity + 1));
      parties.until(() -> channel.balance() == 1);
      assertThat(channel.size()).isEqualTo(capacity);
      assertThat(channel.trySend(-1)).isFalse();
      for (int i = 0; i <= capacity; i++) {
        assertThat(channel.tryReceive()).contains(i);
      }
      assertThat(channel.tryReceive()).isEmpty();
      parties.join();
    }
  }

  @ParameterizedTest
  @MethodSource("companiesAndBounds")
  void aSendAndAReceiveThatCrossBothHappen(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      Channel<Integer> back = channel(capacity);
      parties.start(() -> answers(channel, back));
      AtomicInteger answer = new AtomicInteger();
      parties.start(() -> asks(channel, back, answer));
      parties.join();
      assertThat(answer).hasValue(2);
      assertThat(back.receiveOrClosed()).isEqualTo(new Received.Closed<Integer>());
      assertThat(back.receiveOrClosed()).isEqualTo(new Received.Closed<Integer>());
    }
  }

  @Suspendable
  private static void answers(Channel<Integer> questions, Channel<Integer> answers) {
    answers.send(questions.receive() + 1);
    answers.close();
  }

  @Suspendable
  private static void asks(
      Channel<Integer> questions, Channel<Integer> answers, AtomicInteger answer) {
    questions.send(1);
    answer.set(answers.receive());
  }

  @ParameterizedTest
  @MethodSource("companiesAndCapacities")
  void closingTellsAllReceiversThatWait(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      AtomicInteger told = new AtomicInteger();
      for (int i = 0; i < 4; i++) {
        int how = i;
        parties.start(() -> learnsOfTheClose(channel, how, told));
      }
      parties.until(() -> channel.balance() == -4);
      channel.close();
      assertThat(channel.balance()).isZero();
      parties.join();
      assertThat(told).hasValue(4);
    }
  }

  @Suspendable
  private static void learnsOfTheClose(Channel<Integer> channel, int how, AtomicInteger told) {
    if (how == 0) {
      assertThat(channel.receiveOrClosed()).isInstanceOf(Received.Closed.class);
    } else if (how == 1) {
      for (int value : channel) {
        throw new AssertionError("received " + value);
      }
    } else {
      try {
        throw new AssertionError("received " + channel.receive());
      } catch (ChannelClosedException e) {
        assertThat(e).hasMessage("receive on a closed channel");
      }
    }
    told.incrementAndGet();
  }

  @ParameterizedTest
  @MethodSource("companiesAndBounds")
  void closingRefusesAllSendersThatWaitAndKeepsWhatIsBuffered(Company company, int capacity)
      throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      for (int i = 0; i < capacity; i++) {
        channel.send(i);
      }
      AtomicInteger refused = new AtomicInteger();
      for (int i = 0; i < 3; i++) {
        parties.start(() -> isRefused(channel, refused));
      }
      parties.until(() -> channel.balance() == 3);
      channel.close();
      parties.join();
      assertThat(refused).hasValue(3);
      assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
      assertThatThrownBy(channel::close).isInstanceOf(ChannelClosedException.class);
      for (int i = 0; i < capacity; i++) {
        assertThat(channel.receive()).isEqualTo(i);
      }
      assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
      assertThatThrownBy(channel::tryReceive).isInstanceOf(ChannelClosedException.class);
    }
  }

  @Suspendable
  private static void isRefused(Channel<Integer> channel, AtomicInteger refused) {
    try {
      channel.send(-1);
    } catch (ChannelClosedException e) {
      refused.incrementAndGet();
    }
  }

  /** However many senders are still to be told. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whoKnowsThatItIsClosedReceivesWhatWasBufferedAndNoMore(int capacity) throws Exception {
    try (Parties parties = new Parties(Company.POOL_OF_ONE)) {
      for (int round = 0; round < 5; round++) {
        Channel<Integer> channel = channel(capacity);
        for (int i = 0; i < capacity; i++) {
          channel.send(i);
        }
        int senders = 1_000;
        AtomicInteger refused = new AtomicInteger();
        for (int i = 0; i < senders; i++) {
          parties.start(() -> isRefused(channel, refused));
        }
        parties.until(() -> channel.balance() == senders);
        FutureTask<Integer> received = new FutureTask<>(() -> receivesOnceClosed(channel));
        Threads.start(false, received);
        channel.close();
        assertThat(received.get()).isEqualTo(capacity);
        parties.join();
        assertThat(refused).hasValue(senders);
      }
    }
  }

  private static int receivesOnceClosed(Channel<Integer> channel) {
    boolean closed = false;
    while (!closed) {
      try {
        assertThat(channel.trySend(-2)).isFalse();
      } catch (ChannelClosedException e) {
        closed = true;
      }
    }
    int received = 0;
    while (channel.receiveOrClosed() instanceof Received.Value) {
      received++;
    }
    return received;
  }

  @ParameterizedTest
  @MethodSource("companiesAndCapacities")
  void theValuesOfOneSenderKeepTheirOrder(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      List<Integer> received = new ArrayList<>();
      parties.start(() -> sends(channel, 0, 2_000));
      parties.start(() -> receives(channel, received, 2_000));
      parties.join();
      assertThat(received).hasSize(2_000).isSorted().doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("companiesAndCapacities")
  void eachValueOfManySendersIsReceivedOnce(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      int each = 1_000;
      Channel<Integer> channel = channel(capacity);
      AtomicIntegerArray times = new AtomicIntegerArray(4 * each);
      for (int i = 0; i < 4; i++) {
        int from = i * each;
        parties.start(() -> sends(channel, from, from + each));
        parties.start(() -> counts(channel, times, each));
      }
      parties.join();
      for (int value = 0; value < times.length(); value++) {
        assertThat(times.get(value)).as("times that %s was received", value).isEqualTo(1);
      }
      assertThat(channel.size()).isZero();
    }
  }

  @Suspendable
  private static void counts(Channel<Integer> channel, AtomicIntegerArray times, int count) {
    int last = -1;
    for (int i = 0; i < count; i++) {
      int value = channel.receive();
      times.incrementAndGet(value);
      if (i % 16 == 0) {
        Tasklet.yield();
      }
      last = value;
    }
    assertThat(last).isNotNegative();
  }

  @ParameterizedTest
  @MethodSource("companiesAndBounds")
  void sendersAreServedInTheOrderInWhichTheyCame(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      for (int i = 0; i < capacity; i++) {
        channel.send(i);
      }
      for (int i = 0; i < 20; i++) {
        int value = capacity + i;
        int waiting = i + 1;
        parties.start(() -> channel.send(value));
        parties.until(() -> channel.balance() == waiting);
      }
      for (int i = 0; i < capacity + 20; i++) {
        assertThat(channel.receive()).isEqualTo(i);
      }
      parties.join();
    }
  }

  @ParameterizedTest
  @MethodSource("companiesAndCapacities")
  void receiversAreServedInTheOrderInWhichTheyCame(Company company, int capacity) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      int[] received = new int[20];
      for (int i = 0; i < received.length; i++) {
        int at = i;
        parties.start(() -> receivesInto(channel, received, at));
        parties.until(() -> channel.balance() == -at - 1);
      }
      for (int i = 0; i < received.length; i++) {
        channel.send(i);
      }
      parties.join();
      assertThat(received).isSorted().doesNotHaveDuplicates();
    }
  }

  @Suspendable
  private static void receivesInto(Channel<Integer> channel, int[] received, int at) {
    received[at] = channel.receive();
  }

  /** Who tries at the same time must not get between a value and the receiver it is given to. */
  @ParameterizedTest
  @MethodSource("companiesAndBounds")
  void aValueForAReceiverThatWaitsIsNotTakenByATry(Company company, int capacity) throws Exception {
    int rounds = 300;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      Channel<Integer> go = Channel.unbuffered();
      List<Integer> received = new ArrayList<>();
      parties.start(() -> receives(channel, received, rounds));
      parties.start(() -> sendsWhenSomebodyWaits(channel, go, rounds));
      parties.start(() -> triesToReceive(channel, go));
      parties.join();
      assertThat(received).hasSize(rounds).isSorted().doesNotHaveDuplicates();
    }
  }

  @Suspendable
  private static void sendsWhenSomebodyWaits(
      Channel<Integer> channel, Channel<Integer> go, int rounds) {
    for (int i = 0; i < rounds; i++) {
      Parties.awaitBalance(channel, -1);
      go.send(i);
      channel.send(i);
      go.send(i);
    }
    go.close();
  }

  @Suspendable
  private static void triesToReceive(Channel<Integer> channel, Channel<Integer> go) {
    for (int round : go) {
      Optional<Integer> taken = channel.tryReceive();
      assertThat(taken).as("in round %s", round).isEmpty();
      go.receive();
    }
  }

  /** The place that a receive makes in a full buffer belongs to the sender that waits. */
  @ParameterizedTest
  @MethodSource("companiesAndBounds")
  void aPlaceForASenderThatWaitsIsNotTakenByATry(Company company, int capacity) throws Exception {
    int rounds = 300;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = channel(capacity);
      Channel<Integer> go = Channel.unbuffered();
      parties.start(() -> sends(channel, 0, capacity + rounds));
      parties.start(() -> receivesWhenSomebodyWaits(channel, go, rounds));
      parties.start(() -> triesToSend(channel, go));
      parties.join();
      assertThat(channel.size()).isEqualTo(capacity);
    }
  }

  @Suspendable
  private static void receivesWhenSomebodyWaits(
      Channel<Integer> channel, Channel<Integer> go, int rounds) {
    for (int i = 0; i < rounds; i++) {
      Parties.awaitBalance(channel, 1);
      assertThat(channel.size()).isEqualTo(channel.capacity());
      go.send(i);
      assertThat(channel.receive()).isEqualTo(i);
      go.send(i);
    }
    go.close();
  }

  @Suspendable
  private static void triesToSend(Channel<Integer> channel, Channel<Integer> go) {
    for (int round : go) {
      assertThat(channel.trySend(-1)).as("in round %s", round).isFalse();
      go.receive();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.channel.Company#ofTasklets")
  void aValueGoesThroughAChainOfTenThousand(Company company) throws Exception {
    int length = 10_000;
    try (Parties parties = new Parties(company)) {
      Channel<Integer> leftmost = Channel.unbuffered();
      Channel<Integer> left = leftmost;
      for (int i = 0; i < length; i++) {
        Channel<Integer> to = left;
        Channel<Integer> from = Channel.unbuffered();
        parties.start(() -> to.send(from.receive() + 1));
        left = from;
      }
      Channel<Integer> rightmost = left;
      parties.start(() -> rightmost.send(0));
      assertThat(leftmost.receive()).isEqualTo(length);
      parties.join();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.channel.Company#ofTasklets")
  void valuesSentAtEveryDepthOfADeepRecursionArriveInOrder(Company company) throws Exception {
    try (Parties parties = new Parties(company)) {
      Channel<Integer> channel = Channel.unbuffered();
      List<Integer> received = new ArrayList<>();
      parties.start(() -> assertThat(sendsAtEachDepth(channel, 3_000)).isEqualTo(3_000));
      parties.start(() -> receives(channel, received, 6_000));
      parties.join();
      for (int i = 0; i < 3_000; i++) {
        assertThat(received.get(i)).isEqualTo(3_000 - i);
        assertThat(received.get(5_999 - i)).isEqualTo(-(3_000 - i));
      }
    }
  }

  @Suspendable
  private static int sendsAtEachDepth(Channel<Integer> channel, int depth) {
    if (depth == 0) {
      return 0;
    }
    channel.send(depth);
    int below = sendsAtEachDepth(channel, depth - 1);
    channel.send(-depth);
    return below + 1;
  }

  @Test
  void whatIsReceivedOrWasNeverSentIsNotKept() throws Exception {
    Channel<Object> channel = Channel.buffered(2);
    WeakReference<Object> received = sendAndReceive(channel);
    WeakReference<Object> refused = sendInVain(channel);
    List<WeakReference<Object>> lost = sendAndForgetTheChannel();
    List<WeakReference<Object>> all = new ArrayList<>(lost);
    all.add(received);
    all.add(refused);
    while (all.stream().anyMatch(each -> each.get() != null)) {
      System.gc(); // until the time of the test is over
    }
    assertThat(channel.size()).isEqualTo(2);
  }

  private static WeakReference<Object> sendAndReceive(Channel<Object> channel) {
    Object value = new Object();
    channel.send(value);
    assertThat(channel.receive()).isSameAs(value);
    return new WeakReference<>(value);
  }

  private static WeakReference<Object> sendInVain(Channel<Object> channel) throws Exception {
    channel.send(1);
    channel.send(2);
    Object value = new Object();
    try (Parties parties = new Parties(Company.POOL_OF_ONE)) {
      Tasklet<?> sender = parties.start(() -> channel.send(value));
      parties.untilWaiting(sender);
      sender.kill();
      parties.join();
    }
    return new WeakReference<>(value);
  }

  private static List<WeakReference<Object>> sendAndForgetTheChannel() {
    Channel<Object> channel = Channel.unlimited();
    List<WeakReference<Object>> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Object value = new Object();
      channel.send(value);
      sent.add(new WeakReference<>(value));
    }
    return sent;
  }
}
