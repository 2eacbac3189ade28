package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.ChannelClosedException;
import io.bobbin.Received;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.pickle.Fork;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.tests.OnThisThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Forks of tasklets that wait: the twin comes back to where the first one waits. */
class ForkTest extends OnThisThread {
  @Suspendable
  private static String collects(Channel<String> in, int count) {
    List<String> got = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      got.add(in.receive());
    }
    return String.join("", got);
  }

  @Suspendable
  private static String sends(Channel<String> out, String value) {
    out.send(value);
    return "sent " + value;
  }

  @Suspendable
  private static String iterates(Channel<String> in) {
    StringBuilder all = new StringBuilder();
    for (String each : in) {
      all.append(each);
    }
    return all.toString();
  }

  @Suspendable
  private static String receivesOrNot(Channel<String> in) {
    return in.receiveOrClosed() instanceof Received.Value<String> value ? value.value() : "closed";
  }

  @Suspendable
  private static String receivesInTime(Channel<String> in) {
    try {
      return in.receive(Duration.ofMillis(20));
    } catch (TimeoutException e) {
      return "too late";
    }
  }

  @Test
  void aReceiverAndItsTwinShareTheChannelButNotWhatTheyOwn() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> collects(in, 2)));
    here.start(() -> in.send("a"));
    here.runUntil(() -> in.balance() == 0);
    waiting(first);
    Tasklet<String> twin = first.fork();
    assertThat(twin.state()).isEqualTo(Tasklet.State.WAITING);
    assertThat(in.balance()).isEqualTo(-1);
    twin.resume();
    assertThat(in.balance()).isEqualTo(-2);
    here.start(() -> in.send("b"));
    here.start(() -> in.send("c"));
    assertThat(List.of(first.join(), twin.join())).containsExactly("ab", "ac");
  }

  @Test
  void aTwinReceivesAtOnceWhatIsThereWhenItIsResumed() {
    Channel<String> in = Channel.buffered(3);
    Tasklet<String> first = waiting(here.start(() -> collects(in, 1)));
    Tasklet<String> twin = first.fork();
    here.start(() -> in.send("a"));
    assertThat(first.join()).isEqualTo("a");
    in.send("b");
    twin.resume();
    assertThat(twin.join()).isEqualTo("b");
    Tasklet<String> third = waiting(here.start(() -> collects(in, 1))).fork();
    here.start(() -> in.send("c"));
    here.start(() -> sends(in, "d"));
    here.run();
    third.resume();
    assertThat(third.join()).isEqualTo("d");
  }

  @Test
  void aSendersTwinSendsToo() {
    Channel<String> out = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> sends(out, "x")));
    Tasklet<String> twin = first.fork();
    Tasklet<String> late = first.fork();
    twin.resume();
    assertThat(out.balance()).isEqualTo(2);
    assertThat(out.receive() + out.receive()).isEqualTo("xx");
    Tasklet<String> receiver = waiting(here.start(() -> collects(out, 1)));
    late.resume();
    assertThat(receiver.join() + ", " + late.join()).isEqualTo("x, sent x");
    assertThat(first.join() + twin.join()).isEqualTo("sent xsent x");
  }

  @Test
  void aSendersTwinFillsTheBufferThatHasRoomAgain() {
    Channel<String> out = Channel.buffered(1);
    out.send("first");
    Tasklet<String> twin = waiting(here.start(() -> sends(out, "x"))).fork();
    assertThat(out.receive()).isEqualTo("first");
    assertThat(out.receive()).isEqualTo("x");
    twin.resume();
    assertThat(twin.join()).isEqualTo("sent x");
    assertThat(out.receive()).isEqualTo("x");
  }

  @Test
  void whoComesBackToAClosedChannelIsToldAsEveryKindOfReceiverIs() {
    Channel<String> channel = Channel.unbuffered();
    List<Tasklet<String>> twins =
        List.of(
            waiting(here.start(() -> iterates(channel))).fork(),
            waiting(here.start(() -> receivesOrNot(channel))).fork(),
            waiting(here.start(() -> collects(channel, 1))).fork());
    channel.close();
    twins.forEach(Tasklet::resume);
    assertThat(twins.get(0).join()).isEmpty();
    assertThat(twins.get(1).join()).isEqualTo("closed");
    assertThatThrownBy(twins.get(2)::join)
        .isInstanceOf(TaskletFailedException.class)
        .hasCauseInstanceOf(ChannelClosedException.class);
    Channel<String> other = Channel.unbuffered();
    Tasklet<String> sender = waiting(here.start(() -> sends(other, "x"))).fork();
    other.close();
    sender.resume();
    assertThatThrownBy(sender::join).hasCauseInstanceOf(ChannelClosedException.class);
  }

  @Test
  void anIterationGoesOnInBoth() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> iterates(in)));
    here.start(() -> in.send("a"));
    here.runUntil(() -> in.balance() == 0);
    Tasklet<String> twin = waiting(first).fork();
    twin.resume();
    here.start(
        () -> {
          for (String each : List.of("b", "c", "d", "e")) {
            in.send(each);
          }
          in.close();
        });
    String both = first.join() + "," + twin.join();
    assertThat(both).matches("ab?c?d?e?,ab?c?d?e?").hasSize("abc,ade".length());
    assertThat(both.chars().distinct().count()).isEqualTo("abcde,".length());
  }

  @Test
  void aTwinThatIsRaisedIntoBeforeItIsResumedTakesNoValue() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> twin = waiting(here.start(() -> collects(in, 1))).fork();
    twin.raise(new IllegalStateException("raised"));
    twin.resume();
    assertThatThrownBy(twin::join).hasRootCauseMessage("raised");
    assertThat(in.balance()).isEqualTo(-1);
  }

  @Test
  void aTwinThatIsKilledAtItsChannelLeavesTheLine() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> twin = waiting(here.start(() -> collects(in, 1))).fork();
    twin.resume();
    assertThat(in.balance()).isEqualTo(-2);
    twin.kill();
    assertThat(here.runUntil(() -> in.balance() == -1)).isTrue();
  }

  @Test
  void aTimeoutGoesOnFromWhenTheTwinIsResumed() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> receivesInTime(in)));
    Tasklet<String> twin = first.fork();
    assertThat(first.join()).isEqualTo("too late");
    twin.resume();
    assertThat(twin.join()).isEqualTo("too late");
    assertThat(in.balance()).isZero();
  }

  @Test
  void aJoinIsOfTheSameTasklet() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> joined = waiting(here.start(() -> collects(in, 1)));
    Tasklet<String> first = waiting(here.start(() -> "joined " + joined.join()));
    Tasklet<String> early = first.fork();
    Tasklet<String> late = first.fork();
    early.resume();
    here.start(() -> in.send("a"));
    assertThat(first.join() + ", " + early.join()).isEqualTo("joined a, joined a");
    late.resume();
    assertThat(late.join()).isEqualTo("joined a");
  }

  @Test
  void whoJoinsTheFirstIsNotWokenByItsTwin() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> collects(in, 1)));
    Tasklet<String> joins = waiting(here.start(() -> first.join()));
    Tasklet<String> twin = first.fork();
    first.kill();
    twin.resume();
    here.start(() -> in.send("a"));
    assertThat(twin.join()).isEqualTo("a");
    assertThatThrownBy(joins::join).isInstanceOf(TaskletFailedException.class);
  }

  @Test
  void whatHasNotBegunOrHasEndedIsForkedToo() {
    Channel<String> in = Channel.buffered(2);
    Tasklet<String> first = here.start(() -> collects(in, 1));
    in.send("a");
    assertThat(first.join()).isEqualTo("a");
    assertThat(first.fork().join()).isEqualTo("a");
  }

  @Test
  void whatCannotComeBackIsRefusedAndGoesOn() {
    CompletableFuture<String> future = new CompletableFuture<>();
    Tasklet<String> awaits = waiting(here.start(() -> Tasklet.await(future)));
    assertThatThrownBy(awaits::fork)
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining("waits for what stays here");
    future.complete("done");
    assertThat(awaits.join()).isEqualTo("done");
  }

  @Test
  void aForkThatWasNotResumedIsForkedAsOneThatWaits() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> collects(in, 2)));
    Tasklet<String> twin = first.fork();
    Tasklet<String> third = twin.fork();
    assertThat(third.state()).isEqualTo(Tasklet.State.WAITING);
    assertThat(in.balance()).isEqualTo(-1);
    third.resume();
    twin.resume();
    for (String each : List.of("a", "b", "c", "d", "e", "f")) {
      here.start(() -> in.send(each));
    }
    assertThat(first.join()).startsWith("a").hasSize(2);
    assertThat((first.join() + third.join() + twin.join()).chars().distinct().count()).isEqualTo(6);
    Channel<String> out = Channel.unbuffered();
    Tasklet<String> sender = waiting(here.start(() -> sends(out, "x"))).fork().fork();
    sender.resume();
    assertThat(out.receive() + out.receive()).isEqualTo("xx");
  }

  @Test
  void aForkThatWasNotResumedIsPickledWithItsChannel() {
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> collects(in, 1)));
    Tasklet<String> twin = first.fork();
    here.start(() -> in.send("a"));
    assertThat(first.join()).isEqualTo("a");
    Tasklet<String> feeder = waiting(here.start(() -> sends(in, "b")));
    List<Tasklet<?>> there =
        Pickle.read(
                Pickle.ofAll(List.of(twin, feeder)).bytes(),
                PickleFilter.allow("io.bobbin.tests.**"))
            .tasklets();
    there.forEach(here::resume);
    assertThat(there.get(0).join()).isEqualTo("b");
    assertThat(there.get(1).join()).isEqualTo("sent b");
    assertThat(in.balance()).isEqualTo(1);
    twin.resume();
    assertThat(twin.join() + feeder.join()).isEqualTo("bsent b");
  }

  @Test
  void whoForksItselfIsToldHow() {
    Tasklet<?>[] self = new Tasklet<?>[1];
    Tasklet<String> forks =
        here.start(
            () -> {
              try {
                return self[0].fork().name();
              } catch (IllegalStateException e) {
                return e.getMessage();
              }
            });
    self[0] = forks;
    assertThat(forks.join()).contains("Fork.here()");
  }

  @Test
  void whatIsNamedIsShared() {
    List<String> log = new ArrayList<>();
    Channel<String> in = Channel.unbuffered();
    Tasklet<String> first = waiting(here.start(() -> logs(in, log)));
    Tasklet<String> twin = Fork.of(first, object -> object == log);
    Tasklet<String> apart = first.fork();
    twin.resume();
    apart.resume();
    for (String each : List.of("a", "b", "c")) {
      here.start(() -> in.send(each));
    }
    assertThat(apart.join()).isEqualTo("1");
    assertThat(List.of(first.join(), twin.join())).containsExactlyInAnyOrder("1", "2");
    assertThat(log).containsExactlyInAnyOrder("a", "b");
  }

  @Suspendable
  private static String logs(Channel<String> in, List<String> log) {
    log.add(in.receive());
    return "" + log.size();
  }
}
