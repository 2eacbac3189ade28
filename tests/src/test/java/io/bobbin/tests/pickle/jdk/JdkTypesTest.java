package io.bobbin.tests.pickle.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
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

  static Run run(Programs.Program program, boolean twice) {
    Scheduler here = Scheduler.here();
    List<byte[]> images = new ArrayList<>();
    Programs.stops = 0;
    Tasklet<String> tasklet = here.start("user", () -> program.run());
    while (true) {
      int stop = images.size() + 1;
      here.runUntil(
          () ->
              tasklet.state() == Tasklet.State.WAITING && Programs.stops == stop
                  || tasklet.state() == Tasklet.State.ENDED);
      if (tasklet.state() == Tasklet.State.ENDED) {
        return new Run(tasklet.join(), images);
      }
      byte[] image = Pickle.of(tasklet).bytes();
      images.add(twice ? Pickle.of(Pickle.read(image, FILTER).tasklet()).bytes() : image);
    }
  }

  static String resume(byte[] image) {
    Tasklet<String> twin = Pickle.read(image, FILTER).tasklet();
    twin.resume(Scheduler.here());
    return twin.join();
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
