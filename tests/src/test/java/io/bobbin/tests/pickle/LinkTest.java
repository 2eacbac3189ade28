package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.Select;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.TaskletFailedException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleException;
import io.bobbin.pickle.PickleFilter;
import io.bobbin.pickle.PickleOptions;
import io.bobbin.tests.OnThisThread;
import io.bobbin.tests.agent.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels that stay where they are, and that images have by a name. */
class LinkTest extends OnThisThread {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  private final Channel<String> requests = Channel.unbuffered();
  private final Channel<String> replies = Channel.unbuffered();
  private final PickleOptions options =
      PickleOptions.DEFAULT.link("requests", requests).link("replies", replies);

  @Suspendable
  private static String serves(Channel<String> requests, Channel<String> replies, int count) {
    for (int i = 0; i < count; i++) {
      replies.send(requests.receive() + i);
    }
    return "served " + count;
  }

  private static Tasklet<String> read(Pickle pickle, PickleFilter filter) {
    return Pickle.read(pickle.bytes(), filter).tasklet();
  }

  @Test
  void aReceiverComesToTheChannelOfThatName() {
    Tasklet<String> server = waiting(here.start(() -> serves(requests, replies, 1)));
    Channel<String> in = Channel.unbuffered();
    Channel<String> out = Channel.buffered(1);
    PickleFilter filter = FILTER.link("requests", in).link("replies", out);
    Tasklet<String> twin = read(Pickle.of(server, options), filter);
    assertThat(in.balance()).isZero();
    twin.resume();
    assertThat(in.balance()).isEqualTo(-1);
    here.start(() -> in.send("a"));
    assertThat(twin.join()).isEqualTo("served 1");
    assertThat(out.receive()).isEqualTo("a0");
    assertThat(requests.balance()).isEqualTo(-1);
  }

  @Test
  void aSenderDoesToo() {
    Tasklet<String> server = here.start(() -> serves(requests, replies, 1));
    here.start(() -> requests.send("a"));
    here.runUntil(() -> replies.balance() == 1);
    Channel<String> in = Channel.unbuffered();
    Channel<String> out = Channel.unbuffered();
    PickleFilter filter = FILTER.link("requests", in).link("replies", out);
    read(Pickle.of(server, options), filter).resume();
    assertThat(out.receive()).isEqualTo("a0");
    assertThat(replies.receive()).isEqualTo("a0");
  }

  @Test
  void itMayBeTheSameChannelWithWhoeverWaitsThere() {
    Tasklet<String> server = waiting(here.start(() -> serves(requests, replies, 1)));
    Tasklet<String> other = waiting(here.start(() -> requests.receive()));
    PickleFilter filter = FILTER.link("requests", requests).link("replies", replies);
    Tasklet<String> twin = read(Pickle.of(server, options), filter);
    twin.resume();
    for (String each : List.of("a", "b", "c")) {
      here.start(() -> requests.send(each));
    }
    assertThat(other.join()).isEqualTo("b");
    assertThat(List.of(replies.receive(), replies.receive())).containsExactlyInAnyOrder("a0", "c0");
  }

  @Test
  void aNameThatMeansNothingHereIsTold() {
    Tasklet<String> server = waiting(here.start(() -> serves(requests, replies, 1)));
    Pickle pickle = Pickle.of(server, options);
    assertThatThrownBy(() -> read(pickle, FILTER.link("requests", requests)))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("BBN035")
        .hasMessageContaining("\"replies\"");
  }

  @Test
  void oneNameIsOneChannels() {
    assertThatThrownBy(() -> options.link("requests", replies))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.link("other", requests))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(options.link("requests", requests)).isNotNull();
  }

  /** Receives at one of two channels, or gives up. */
  @Suspendable
  private static String selects(Channel<String> one, Channel<String> other, Duration time) {
    return Select.of(
        one.onReceive(value -> "one " + value),
        other.onSend("x", () -> "sent"),
        Select.after(time, () -> "too late"));
  }

  @Test
  void aSelectBeginsAnewAtTheChannelsOfThoseNames() {
    Duration time = Duration.ofMinutes(1);
    Tasklet<String> first = waiting(here.start(() -> selects(requests, replies, time)));
    byte[] image = Pickle.of(first, options).bytes();
    Channel<String> in = Channel.unbuffered();
    Channel<String> out = Channel.unbuffered();
    PickleFilter filter = FILTER.link("requests", in).link("replies", out);
    Tasklet<String> twin = Pickle.read(image, filter).tasklet();
    assertThat(in.balance() + out.balance()).isZero();
    assertThat(twin.state()).isEqualTo(Tasklet.State.WAITING);
    twin.resume();
    assertThat(List.of(in.balance(), out.balance())).containsExactly(-1, 1);
    here.start(() -> in.send("a"));
    assertThat(twin.join()).isEqualTo("one a");
    assertThat(in.balance() + out.balance()).isZero();
    assertThat(requests.balance()).isEqualTo(-1);

    Tasklet<String> late = Pickle.read(image, filter).tasklet();
    Tasklet<String> receiver = waiting(here.start(() -> out.receive()));
    late.resume();
    assertThat(late.join() + receiver.join()).isEqualTo("sentx");
    first.kill(); // or closing would wait for its time
  }

  @Test
  void aSelectMayWaitAtAChannelThatComesAlongToo() {
    Channel<String> own = Channel.unbuffered();
    Duration time = Duration.ofMinutes(1);
    Tasklet<String> selects = waiting(here.start(() -> selects(own, requests, time)));
    Tasklet<String> sends = waiting(here.start(() -> sendsLater(own)));
    byte[] image = Pickle.ofAll(List.of(selects, sends), options).bytes();
    PickleFilter filter = FILTER.link("requests", replies);
    List<Tasklet<?>> twins = Pickle.read(image, filter).tasklets();
    assertThat(replies.balance()).isZero();
    twins.forEach(here::resume);
    assertThat(replies.balance()).isEqualTo(1);
    assertThat(twins.get(0).join()).isEqualTo("one late");
    assertThat(replies.balance()).isZero();
    List<Tasklet<?>> others = Pickle.read(image, filter).tasklets();
    here.resume(others.get(0));
    assertThat(replies.receive() + others.get(0).join()).isEqualTo("xsent");
    assertThat(selects.join() + sends.join()).isEqualTo("one latesent");
  }

  @Suspendable
  private static String sendsLater(Channel<String> to) {
    Tasklet.sleep(Duration.ofMillis(20));
    to.send("late");
    return "sent";
  }

  @Test
  void whatIsLeftOfASelectsTimeGoesOn() {
    Tasklet<String> first =
        waiting(here.start(() -> selects(requests, replies, Duration.ofMillis(30))));
    byte[] image = Pickle.of(first, options).bytes();
    PickleFilter filter =
        FILTER.link("requests", Channel.unbuffered()).link("replies", Channel.unbuffered());
    Tasklet<String> twin = Pickle.read(image, filter).tasklet();
    Tasklet<String> killed = Pickle.read(image, filter).tasklet();
    Tasklet<String> again = Pickle.read(Pickle.of(twin).bytes(), FILTER).tasklet();
    assertThat(first.join()).isEqualTo("too late");
    twin.resume();
    assertThat(twin.join()).isEqualTo("too late");
    killed.kill();
    killed.resume();
    assertThatThrownBy(killed::join).isInstanceOf(TaskletFailedException.class);
    again.resume();
    assertThat(again.join()).isEqualTo("too late");
  }

  @Test
  void inspectShowsTheName(@TempDir Path folder) throws IOException {
    Tasklet<String> server = waiting(here.start(() -> serves(requests, replies, 1)));
    Path file = folder.resolve("image");
    Files.write(file, Pickle.of(server, options).bytes());
    assertThat(
            ChildJvm.plain()
                .run("io.bobbin.pickle.PickleCommand", "inspect", file.toString())
                .expectOut())
        .contains("link \"requests\"", "link \"replies\"");
  }
}
