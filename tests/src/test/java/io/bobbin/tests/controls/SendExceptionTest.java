package io.bobbin.tests.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Channel.Preference;
import io.bobbin.ChannelClosedException;
import io.bobbin.Context;
import io.bobbin.Scheduler;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.TaskletKilled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions as values. */
@Timeout(120)
class SendExceptionTest {
  /** A way to receive. */
  @FunctionalInterface
  private interface Receiving {
    @Suspendable
    Object receive(Channel<Integer> from) throws TimeoutException;
  }

  private static final List<Receiving> RECEIVINGS =
      List.of(
          from -> from.receive(),
          from -> from.receive(Duration.ofDays(1)),
          from -> from.receiveOrClosed(),
          from -> from.iterator().hasNext(),
          from -> from.iterator().next(),
          from -> Select.of(from.onReceive(value -> "a handler that is not to run")),
          from ->
              Select.among(
                  List.of(
                      Channel.<Integer>never().onReceive(never -> ""),
                      from.onReceive(value -> "a handler that is not to run"))));

  @Suspendable
  private static Throwable thrownBy(Receiving receiving, Channel<Integer> from) {
    Object received;
    try {
      received = receiving.receive(from);
    } catch (Throwable e) {
      return e;
    }
    throw new AssertionError("received " + received);
  }

  static Stream<Arguments> placesAndPreferences() {
    return Stream.of(Place.values())
        .flatMap(place -> Stream.of(Preference.values()).map(each -> Arguments.of(place, each)));
  }

  @ParameterizedTest
  @MethodSource("placesAndPreferences")
  void itIsThrownInWhoeverReceivesIt(Place place, Preference preference) {
    IOException failure = new IOException("sent");
    try (Scheduler scheduler = place.scheduler()) {
      for (Receiving receiving : RECEIVINGS) {
        Channel<Integer> channel = Channel.unbuffered();
        channel.setPreference(preference);

        Tasklet<Throwable> waiting = scheduler.start(() -> thrownBy(receiving, channel));
        place.untilWaiting(waiting);
        Tasklet<?> sender = scheduler.start(() -> channel.sendException(failure));
        assertThat(waiting.join()).isSameAs(failure);
        sender.join();

        Tasklet<?> waitingSender = scheduler.start(() -> channel.sendException(failure));
        place.untilWaiting(waitingSender);
        assertThat(scheduler.start(() -> thrownBy(receiving, channel)).join()).isSameAs(failure);
        waitingSender.join();

        Channel<Integer> buffered = Channel.buffered(1);
        buffered.sendException(failure);
        assertThat(buffered.size()).isEqualTo(1);
        assertThat(thrownBy(receiving, buffered)).isSameAs(failure);
        assertThat(buffered.size()).isZero();
      }
    }
  }

  @Test
  void aThreadIsThrownItToo() throws Exception {
    IOException failure = new IOException("sent");
    for (Receiving receiving : RECEIVINGS) {
      Channel<Integer> channel = Channel.unbuffered();
      Thread sender = new Thread(() -> channel.sendException(failure));
      sender.start();
      assertThat(thrownBy(receiving, channel)).isSameAs(failure);
      sender.join();
    }
  }

  @Test
  void aTryReceivesIt() {
    Channel<Integer> channel = Channel.buffered(2);
    channel.sendException(new IllegalStateException("sent"));
    channel.send(2);
    assertThatThrownBy(channel::tryReceive).hasMessage("sent");
    assertThat(channel.tryReceive()).contains(2);
    Scheduler here = Scheduler.here();
    Channel<Integer> unbuffered = Channel.unbuffered();
    Tasklet<?> sender = here.start(() -> unbuffered.sendException(new IOException("waits")));
    here.run();
    assertThat(unbuffered.balance()).isEqualTo(1);
    assertThatThrownBy(unbuffered::tryReceive).isInstanceOf(IOException.class);
    sender.join();
    assertThat(unbuffered.tryReceive()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void itKeepsItsPlaceAmongTheValues(Place place) {
    for (int capacity : new int[] {0, 1, 3, Integer.MAX_VALUE}) {
      Channel<Integer> channel =
          capacity == Integer.MAX_VALUE ? Channel.unlimited() : Channel.buffered(capacity);
      try (Scheduler scheduler = place.scheduler()) {
        scheduler.start(() -> sendsEveryThirdAsAnException(channel));
        List<String> received = scheduler.start(() -> everythingFrom(channel)).join();
        assertThat(received).containsExactly("0", "1", "!2", "3", "4", "!5", "6", "7", "!8");
      }
    }
  }

  @Suspendable
  private static void sendsEveryThirdAsAnException(Channel<Integer> to) {
    for (int i = 0; i < 9; i++) {
      if (i % 3 == 2) {
        to.sendException(new IllegalStateException("!" + i));
      } else {
        to.send(i);
      }
    }
    to.close();
  }

  @Suspendable
  private static List<String> everythingFrom(Channel<Integer> from) {
    List<String> received = new ArrayList<>();
    Iterator<Integer> each = from.iterator();
    for (; ; ) {
      try {
        if (!each.hasNext()) {
          return received;
        }
        received.add(each.next().toString());
      } catch (IllegalStateException e) {
        received.add(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void whoIsKilledOrToldOfTheCloseHasSentNone(Place place) {
    Channel<Integer> channel = Channel.unbuffered();
    IOException failure = new IOException("not sent");
    try (Scheduler scheduler = place.scheduler()) {
      Tasklet<?> killed = scheduler.start(() -> channel.sendException(failure));
      place.untilWaiting(killed);
      killed.kill();
      assertThatThrownBy(killed::join).hasCauseInstanceOf(TaskletKilled.class);
      Tasklet<?> refused = scheduler.start(() -> channel.sendException(failure));
      place.untilWaiting(refused);
      assertThatThrownBy(() -> scheduler.start(() -> channel.send(1, Duration.ofMillis(1))).join())
          .hasCauseInstanceOf(TimeoutException.class);
      channel.close();
      assertThatThrownBy(refused::join).hasCauseInstanceOf(ChannelClosedException.class);
    }
    assertThatThrownBy(() -> channel.sendException(failure))
        .isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(channel::receive).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void whatIsNoExceptionOrHasNoReceiverEverIsRefused() {
    assertThatThrownBy(() -> Channel.buffered(1).sendException(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Channel.never().sendException(null))
        .isInstanceOf(NullPointerException.class);
    try (Context.Cancellable context = Context.background().withCancel()) {
      assertThatThrownBy(() -> context.done().sendException(new IOException()))
          .isInstanceOf(UnsupportedOperationException.class);
    }
    Scheduler here = Scheduler.here();
    Tasklet<?> waits = here.start(() -> Channel.never().sendException(new IOException()));
    here.run();
    assertThat(waits.state()).isEqualTo(Tasklet.State.WAITING);
    waits.kill();
    here.run();
  }

  // Traces

  /** Makes exceptions in code that is not woven. */
  private static final class Factory {
    static IOException make() {
      return new IOException("made by a factory");
    }
  }

  @Suspendable
  private static void theSender(Channel<Integer> to) {
    Tasklet.yield();
    to.sendException(Factory.make());
  }

  @Suspendable
  private static void theReceiver(Receiving receiving, Channel<Integer> from)
      throws TimeoutException {
    receiving.receive(from);
    Tasklet.yield();
  }

  @ParameterizedTest
  @MethodSource("placesAndPreferences")
  void itsTraceShowsTheSenderThenTheReceiver(Place place, Preference preference) {
    try (Scheduler scheduler = place.scheduler()) {
      for (Receiving receiving : RECEIVINGS) {
        Channel<Integer> channel = Channel.unbuffered();
        channel.setPreference(preference);
        Tasklet<?> waiting = scheduler.start(() -> theReceiver(receiving, channel));
        place.untilWaiting(waiting);
        scheduler.start(() -> theSender(channel));
        assertThat(ownMethods(causeOf(waiting)))
            .containsSubsequence("make", "theSender", "sendException", "theReceiver")
            .doesNotHaveDuplicates();

        Tasklet<?> sender = scheduler.start(() -> theSender(channel));
        place.untilWaiting(sender);
        Tasklet<?> receiver = scheduler.start(() -> theReceiver(receiving, channel));
        assertThat(ownMethods(causeOf(receiver)))
            .containsSubsequence("make", "theSender", "sendException", "theReceiver")
            .doesNotHaveDuplicates();
      }
    }
  }

  private static Throwable causeOf(Tasklet<?> failed) {
    try {
      throw new AssertionError("was " + failed.join());
    } catch (TaskletFailedException e) {
      return e.getCause();
    }
  }

  /** The methods of this test, and the place where the exception changed hands. */
  private static List<String> ownMethods(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(
            element ->
                element.getClassName().startsWith(SendExceptionTest.class.getName())
                    || element.getMethodName().equals("sendException")
                        && element.getClassName().equals(Channel.class.getName()))
        .map(StackTraceElement::getMethodName)
        .filter(name -> !name.startsWith("lambda$"))
        .toList();
  }

  @Test
  void oneThatIsSentAgainShowsItsLastReceiver() {
    Channel<Integer> channel = Channel.buffered(1);
    IOException failure = Factory.make();
    for (int i = 0; i < 3; i++) {
      channel.sendException(failure);
      assertThatThrownBy(() -> theReceiver(from -> from.receive(), channel)).isSameAs(failure);
      channel.sendException(failure);
      assertThatThrownBy(() -> another(channel)).isSameAs(failure);
      assertThat(ownMethods(failure))
          .containsSubsequence("make", "sendException", "another")
          .doesNotContain("theReceiver");
    }
  }

  @Suspendable
  private static void another(Channel<Integer> from) {
    from.receive();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void oneWithoutATraceGetsTheReceivers(Place place) {
    try (Scheduler scheduler = place.scheduler()) {
      for (Receiving receiving : RECEIVINGS) {
        Channel<Integer> channel = Channel.unbuffered();
        Tasklet<?> waiting = scheduler.start(() -> theReceiver(receiving, channel));
        place.untilWaiting(waiting);
        IOException bare = new IOException("bare");
        bare.setStackTrace(new StackTraceElement[0]);
        scheduler.start(() -> channel.sendException(bare));
        assertThat(ownMethods(causeOf(waiting)))
            .contains("theReceiver")
            .doesNotContain("sendException");
      }
    }
  }

  /** One whose trace cannot be seen. */
  private static final class Odd extends RuntimeException {
    private static final long serialVersionUID = 1;

    private transient boolean isRefusing;

    @Override
    public StackTraceElement[] getStackTrace() {
      if (isRefusing) {
        throw new IllegalStateException("no trace");
      }
      return super.getStackTrace();
    }
  }

  @Test
  void anOddExceptionStillEndsTheWait() {
    Scheduler here = Scheduler.here();
    Channel<Integer> channel = Channel.unbuffered();
    Tasklet<?> waiting = here.start(() -> channel.receive());
    here.run();
    Odd odd = new Odd();
    odd.isRefusing = true;
    channel.sendException(odd);
    assertThat(causeOf(waiting)).hasMessage("no trace");
  }
}
