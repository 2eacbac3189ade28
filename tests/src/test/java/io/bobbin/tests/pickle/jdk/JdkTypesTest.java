package io.bobbin.tests.pickle.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Channel;
import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types of the JDK go through pickles at each stage of their use. */
class JdkTypesTest {
  private static final PickleFilter FILTER = PickleFilter.allow("io.bobbin.tests.**");

  static Set<String> programs() {
    return Programs.all().keySet();
  }

  /** A run that was not resumed from anything, and an image of each of its stops. */
  record Run(String result, List<byte[]> images) {}

  /** Lets a program go on for ever, once it is raised. */
  @Suspendable
  private static void pumps(Channel<Integer> gate, Channel<Integer> never) {
    try {
      never.receive();
    } catch (IllegalStateException e) {
      while (true) {
        gate.send(0);
      }
    }
  }

  static Run run(Programs.Program program, boolean twice) {
    Scheduler here = Scheduler.here();
    List<byte[]> images = new ArrayList<>();
    Channel<Integer> gate = Channel.unbuffered();
    Channel<Integer> never = Channel.unbuffered();
    Tasklet<String> user = here.start("user", () -> program.run(gate));
    Tasklet<?> pump = here.start("pump", () -> pumps(gate, never));
    here.runUntil(() -> never.balance() < 0);
    while (true) {
      here.runUntil(() -> gate.balance() < 0 || user.state() == Tasklet.State.ENDED);
      if (user.state() == Tasklet.State.ENDED) {
        pump.kill();
        return new Run(user.join(), images);
      }
      byte[] image = Pickle.ofAll(List.of(user, pump)).bytes();
      images.add(
          twice ? Pickle.ofAll(Pickle.read(image, FILTER).tasklets()).bytes() : image);
      Tasklet<?> sender = here.start(() -> gate.send(0));
      here.runUntil(() -> sender.state() == Tasklet.State.ENDED);
    }
  }

  static String resume(byte[] image) {
    List<Tasklet<?>> twins = Pickle.read(image, FILTER).tasklets();
    twins.get(1).raise(new IllegalStateException());
    twins.forEach(twin -> twin.resume(Scheduler.here()));
    try {
      return (String) twins.get(0).join();
    } finally {
      twins.get(1).kill();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aTwinFromEachStopSeesTheSame(String name) {
    Run run = run(Programs.all().get(name), false);
    assertThat(run.images).isNotEmpty();
    for (int i = 0; i < run.images.size(); i++) {
      assertThat(resume(run.images.get(i))).as("from stop " + (i + 1)).isEqualTo(run.result);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aTwinOfATwinSeesTheSame(String name) {
    Run run = run(Programs.all().get(name), true);
    for (int i = 0; i < run.images.size(); i++) {
      assertThat(resume(run.images.get(i))).as("from stop " + (i + 1)).isEqualTo(run.result);
    }
  }
}
