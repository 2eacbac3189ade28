package io.bobbin.tests.go;

import static io.bobbin.go.Go.chan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Channel;
import io.bobbin.go.Signals;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Signals as values of channels. The signals used do nothing by default. That one does not arrive
 * is seen by another that was sent later to the same channel, as they are handled by threads of
 * their own: so it is awaited at a channel that gets both.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
class SignalsTest {
  private static final String ONE = "WINCH";
  private static final String OTHER = "URG";

  @AfterEach
  void reset() {
    Signals.reset(ONE, OTHER);
  }

  private static void raise(String name) throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    int status = new ProcessBuilder("kill", "-" + name, self + "").inheritIO().start().waitFor();
    assertThat(status).isZero();
  }

  @Test
  void aSignalGoesToAllChannelsThatAskedForIt() throws Exception {
    Channel<String> one = chan(2);
    Channel<String> both = chan(2);
    Channel<String> other = chan(2);
    Signals.notify(one, ONE);
    Signals.notify(both, ONE, OTHER);
    Signals.notify(other, OTHER);
    for (int i = 0; i < 10; i++) {
      raise(ONE);
      assertThat(one.receive()).isEqualTo(ONE);
      assertThat(both.receive()).isEqualTo(ONE);
      raise(OTHER);
      assertThat(both.receive()).isEqualTo(OTHER);
      assertThat(other.receive()).isEqualTo(OTHER);
    }
    assertThat(one.size() + both.size() + other.size()).isZero();
  }

  @Test
  void aChannelThatIsStoppedGetsNoMore() throws Exception {
    Channel<String> stays = chan(2);
    Channel<String> stopped = chan(2);
    Signals.notify(stopped, ONE);
    Signals.notify(stays, ONE);
    Signals.stop(stopped);
    raise(ONE);
    assertThat(stays.receive()).isEqualTo(ONE);
    assertThat(stopped.size()).isZero();
  }

  @Test
  void askingAgainAfterStoppingWorks() throws Exception {
    Channel<String> channel = chan(10);
    for (int i = 0; i < 100; i++) {
      Signals.stop(channel);
      Signals.notify(channel, ONE);
    }
    raise(ONE);
    assertThat(channel.receive()).isEqualTo(ONE);
    assertThat(channel.size()).isZero();
  }

  @Test
  void anIgnoredSignalGoesNowhereUntilItIsAskedForAgain() throws Exception {
    Channel<String> channel = chan(2);
    Signals.notify(channel, ONE, OTHER);
    Signals.ignore(ONE);
    raise(ONE);
    raise(OTHER);
    assertThat(channel.receive()).isEqualTo(OTHER);
    Signals.notify(channel, ONE);
    raise(ONE);
    assertThat(channel.receive()).isEqualTo(ONE);
  }

  @Test
  void aSignalThatComesWhileTheChannelIsFullIsLost() throws Exception {
    Channel<String> full = chan(1);
    Channel<String> witness = chan(3);
    Signals.notify(full, ONE);
    Signals.notify(witness, ONE);
    raise(ONE);
    assertThat(witness.receive()).isEqualTo(ONE);
    raise(ONE);
    assertThat(witness.receive()).isEqualTo(ONE);
    assertThat(full.size()).isEqualTo(1);
  }

  @Test
  void aClosedChannelDoesNotKeepOthersFromTheirs() throws Exception {
    Channel<String> closed = chan(1);
    Channel<String> open = chan(1);
    Signals.notify(closed, ONE);
    Signals.notify(open, ONE);
    closed.close();
    raise(ONE);
    assertThat(open.receive()).isEqualTo(ONE);
  }

  @Test
  void resettingForgetsTheChannels() throws Exception {
    Channel<String> channel = chan(2);
    Signals.notify(channel, ONE, OTHER);
    Signals.reset(ONE);
    raise(ONE);
    raise(OTHER);
    assertThat(channel.receive()).isEqualTo(OTHER);
  }

  @Test
  void whatTheJvmUsesOrTheSystemDoesNotHaveIsRefused() {
    Channel<String> channel = chan(1);
    assertThatThrownBy(() -> Signals.notify(channel, "NONSENSE"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Signals.notify(channel, "SEGV"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Signals.ignore("SIG" + ONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SIG" + ONE)
        .hasMessageContaining("without SIG");
  }

  @Test
  void allSignalsAtOnceAreNotToBeHad() {
    Channel<String> channel = chan(1);
    assertThatThrownBy(() -> Signals.notify(channel))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
    assertThatThrownBy(() -> Signals.ignore()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resettingWithoutNamesResetsAll() throws Exception {
    Channel<String> channel = chan(2);
    Signals.notify(channel, ONE);
    Signals.ignore(OTHER);
    Signals.reset();
    raise(ONE);
    Signals.notify(channel, OTHER);
    raise(OTHER);
    assertThat(channel.receive()).isEqualTo(OTHER);
    assertThat(channel.size()).isZero();
  }
}
