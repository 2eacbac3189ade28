package io.bobbin.tests.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Broadcast;
import io.bobbin.Broadcast.Overflow;
import io.bobbin.Broadcast.Subscription;
import io.bobbin.ChannelClosedException;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every subscriber gets every value, or what the overflow says. */
@Timeout(60)
class BroadcastTest {
  @Suspendable
  private static void collects(Subscription<Integer> from, List<Integer> to) {
    for (int each : from) {
      to.add(each);
    }
  }

  @Suspendable
  private static void sends(Broadcast<Integer> to, int from, int count) {
    for (int i = 0; i < count; i++) {
      to.send(from + i);
    }
  }

  private static List<Integer> left(Subscription<Integer> of) {
    List<Integer> values = new ArrayList<>();
    of.forEach(values::add);
    return values;
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#all")
  void allGetAllInOneOrder(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place);
        Crowd senders = new Crowd(place)) {
      Broadcast<Integer> broadcast = new Broadcast<>(3, Overflow.PARK);
      List<List<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        List<Integer> mine = Collections.synchronizedList(new ArrayList<>());
        Subscription<Integer> subscription = broadcast.subscribe();
        all.add(mine);
        crowd.start(() -> collects(subscription, mine));
      }
      for (int i = 0; i < 4; i++) {
        int from = i * 1_000;
        senders.start(() -> sends(broadcast, from, 100));
      }
      senders.join();
      broadcast.close();
      crowd.join();
      assertThat(all.get(0)).hasSize(400).doesNotHaveDuplicates();
      assertThat(all).allMatch(each -> each.equals(all.get(0)));
    }
  }

  @Test
  void eachOverflowDoesWhatItSays() {
    for (Overflow overflow :
        List.of(Overflow.DROP_OLDEST, Overflow.DROP_NEWEST, Overflow.CLOSE_SLOW)) {
      Broadcast<Integer> broadcast = new Broadcast<>(3, overflow);
      Subscription<Integer> slow = broadcast.subscribe();
      Subscription<Integer> fast = broadcast.subscribe();
      for (int i = 0; i < 10; i++) {
        broadcast.send(i);
        assertThat(fast.receive()).isEqualTo(i);
      }
      broadcast.close();
      assertThat(left(slow))
          .isEqualTo(overflow == Overflow.DROP_OLDEST ? List.of(7, 8, 9) : List.of(0, 1, 2));
      assertThat(slow.missed()).isEqualTo(overflow == Overflow.CLOSE_SLOW ? 1 : 7);
      assertThat(fast.missed()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void aKilledSenderHasReachedNobodyAndLeavesTheRoomItHad(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      Broadcast<Integer> broadcast = new Broadcast<>(2, Overflow.PARK);
      Subscription<Integer> fast = broadcast.subscribe();
      Subscription<Integer> slow = broadcast.subscribe();
      Tasklet<?> sender = crowd.start(() -> sends(broadcast, 0, 3));
      crowd.until(() -> sender.state() == Tasklet.State.WAITING);
      assertThat(List.of(fast.receive(), fast.receive())).containsExactly(0, 1);
      assertThat(fast.tryReceive()).isEmpty();
      sender.kill();
      assertThatThrownBy(sender::join).hasCauseInstanceOf(TaskletKilled.class);
      assertThat(List.of(slow.receive(), slow.receive())).containsExactly(0, 1);
      broadcast.send(7);
      broadcast.send(8);
      broadcast.close();
      assertThat(left(fast)).containsExactly(7, 8);
      assertThat(left(slow)).containsExactly(7, 8);
    }
  }

  @ParameterizedTest
  @MethodSource("io.bobbin.tests.sync.Place#ofTasklets")
  void sendersThatWaitGoOnWhenTheSubscriberOrTheBroadcastCloses(Place place) throws Exception {
    try (Crowd crowd = new Crowd(place)) {
      Broadcast<Integer> broadcast = new Broadcast<>(1, Overflow.PARK);
      Subscription<Integer> leaves = broadcast.subscribe();
      Tasklet<?> first = crowd.start(() -> sends(broadcast, 0, 5));
      crowd.until(() -> first.state() == Tasklet.State.WAITING);
      leaves.close();
      first.join();
      Subscription<Integer> stays = broadcast.subscribe();
      List<Tasklet<?>> others = new ArrayList<>();
      IntStream.range(0, 4).forEach(i -> others.add(crowd.start(() -> sends(broadcast, 5, 2))));
      crowd.until(() -> others.stream().allMatch(each -> each.state() == Tasklet.State.WAITING));
      broadcast.close();
      for (Tasklet<?> each : others) {
        assertThatThrownBy(each::join).hasCauseInstanceOf(ChannelClosedException.class);
      }
      assertThat(left(stays)).containsExactly(5);
      assertThatThrownBy(broadcast::subscribe).isInstanceOf(ChannelClosedException.class);
      assertThatThrownBy(() -> broadcast.send(1)).isInstanceOf(ChannelClosedException.class);
      broadcast.close();
    }
  }

  @Test
  void aSelectReceivesAndMakesRoom() {
    Broadcast<Integer> broadcast = new Broadcast<>(1, Overflow.PARK);
    Subscription<Integer> subscription = broadcast.subscribe();
    for (int i = 0; i < 5; i++) {
      broadcast.send(i);
      int expected = i;
      assertThat(Select.<Integer>of(subscription.onReceive(value -> value))).isEqualTo(expected);
    }
    assertThatThrownBy(() -> new Broadcast<>(0, Overflow.PARK))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
