package io.bobbin.tests.pickle.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bobbin.tests.agent.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types of the JDK go through pickles at each stage of their use. */
class JdkTypesTest {
  static Set<String> programs() {
    return Programs.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aTwinFromEachStopSeesTheSame(String name) {
    Images.Run run = Images.run(Programs.all().get(name), false);
    assertThat(run.images()).isNotEmpty();
    for (int i = 0; i < run.images().size(); i++) {
      assertThat(Images.resume(run.images().get(i)))
          .as("from stop " + (i + 1))
          .isEqualTo(run.result());
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aTwinOfATwinSeesTheSame(String name) {
    Images.Run run = Images.run(Programs.all().get(name), true);
    for (int i = 0; i < run.images().size(); i++) {
      assertThat(Images.resume(run.images().get(i)))
          .as("from stop " + (i + 1))
          .isEqualTo(run.result());
    }
  }

  @Test
  void anotherVersionOfTheJdkGoesOnFromEachStopAndTheOtherWayRound(@TempDir Path directory)
      throws IOException {
    Optional<Path> home = ChildJvm.otherJdk();
    assumeTrue(home.isPresent(), "no other JDK is here");
    ChildJvm other = ChildJvm.woven("").java(home.get()).on(ChildJvm.whereIs(Images.class));
    Images.writeAll(directory.resolve("here"));
    other.run(Images.class.getName(), "read", directory.resolve("here").toString()).expectOut();
    other.run(Images.class.getName(), "write", directory.resolve("there").toString()).expectOut();
    assertThat(Images.readAll(directory.resolve("there"))).isEmpty();
  }
}
