package io.bobbin.tests.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Generator;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletKilled;
import io.bobbin.observe.PinnedWaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole sequences. */
@Timeout(120)
class SendAllTest {
  private final long pinnedBefore = PinnedWaits.total();
  private final Channel<Integer> channel = Channel.unbuffered();

  @AfterEach
  void nothingHasPinned() {
    assertThat(PinnedWaits.total()).isEqualTo(pinnedBefore);
  }

  @Suspendable
  private static List<Integer> all(Channel<Integer> from) {
    List<Integer> received = new ArrayList<>();
    for (int each : from) {
      received.add(each);
    }
    return received;
  }

  @Suspendable
  private static void sendsAll(Channel<Integer> to, Iterable<Integer> values) {
    to.sendAll(values);
    to.close();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void allAreSentInTheirOrder(Place place) {
    List<Integer> values = IntStream.range(0, 1_000).boxed().toList();
    for (int capacity : new int[] {0, 7, 5_000}) {
      Channel<Integer> each = Channel.buffered(capacity);
      try (Scheduler scheduler = place.scheduler()) {
        scheduler.start(() -> sendsAll(each, values));
        assertThat(scheduler.start(() -> all(each)).join()).isEqualTo(values);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void anIteratorMayWaitWithoutPinning(Place place) {
    try (Scheduler scheduler = place.scheduler()) {
      scheduler.start(() -> sendsAll(channel, () -> Generator.<Integer>of(out -> slowly(out))));
      assertThat(scheduler.start(() -> all(channel)).join()).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Suspendable
  private static void slowly(Generator.Output<Integer> out) {
    for (int i = 0; i < 5; i++) {
      Tasklet.sleep(Duration.ofNanos(10_000));
      out.yield(i);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whatComesFromAChannelIsSentOnUntilThatIsClosed(Place place) {
    Channel<Integer> first = Channel.unbuffered();
    Channel<Integer> second = Channel.buffered(2);
    List<Integer> values = IntStream.range(0, 300).boxed().toList();
    try (Scheduler scheduler = place.scheduler()) {
      scheduler.start(() -> sendsAll(first, values));
      scheduler.start(() -> sendsAll(second, first));
      scheduler.start(() -> sendsAll(channel, second));
      assertThat(scheduler.start(() -> all(channel)).join()).isEqualTo(values);
    }
  }

  /** Counts what was asked for. */
  private static final class Counting implements Iterable<Integer> {
    private volatile int asked;

    @Override
    public Iterator<Integer> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return true;
        }

        @Override
        public Integer next() {
          return asked++;
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whoIsKilledHasSentWhatCameBeforeAndAskedForNoMore(Place place) {
    Counting values = new Counting();
    try (Scheduler scheduler = place.scheduler()) {
      Tasklet<?> sender = scheduler.start(() -> channel.sendAll(values));
      assertThat(List.of(channel.receive(), channel.receive())).containsExactly(0, 1);
      place.until(() -> values.asked == 3 && sender.state() == Tasklet.State.WAITING);
      sender.kill();
      assertThatThrownBy(sender::join).hasCauseInstanceOf(TaskletKilled.class);
    }
    assertThat(channel.tryReceive()).isEmpty();
    assertThat(values.asked).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aCloseEndsIt(Place place) {
    Counting values = new Counting();
    try (Scheduler scheduler = place.scheduler()) {
      Tasklet<?> sender = scheduler.start(() -> channel.sendAll(values));
      place.untilWaiting(sender);
      channel.close();
      assertThatThrownBy(sender::join).hasCauseInstanceOf(ChannelClosedException.class);
    }
    assertThat(values.asked).isEqualTo(1);
  }

  @Test
  void aNullEndsItAfterThoseBefore() {
    Channel<Integer> buffered = Channel.buffered(5);
    assertThatThrownBy(() -> buffered.sendAll(Arrays.asList(1, 2, null, 3)))
        .isInstanceOf(NullPointerException.class);
    buffered.close();
    assertThat(all(buffered)).containsExactly(1, 2);
  }

  @Test
  void nothingIsSentOfNothing() {
    Channel.<Integer>never().sendAll(List.of());
    channel.sendAll(List.of());
    assertThat(channel.balance()).isZero();
  }

  @Test
  void anExceptionThatWasSentEndsWhoeverSendsOn() {
    Channel<Integer> from = Channel.buffered(3);
    Channel<Integer> to = Channel.buffered(3);
    from.send(1);
    from.sendException(new IllegalStateException("sent"));
    from.send(3);
    assertThatThrownBy(() -> to.sendAll(from)).hasMessage("sent");
    assertThat(to.tryReceive()).contains(1);
    assertThat(to.tryReceive()).isEmpty();
    assertThat(from.tryReceive()).contains(3);
  }
}
