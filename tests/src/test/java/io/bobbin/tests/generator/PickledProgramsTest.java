package io.bobbin.tests.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random programs do what they do plain though they are pickled, read and go on as what was read
 * wherever they park.
 *
 * <p>System properties: {@code bobbin.pickledPrograms}, how many (60); {@code bobbin.seed}, the
 * first seed (1).
 */
@Tag("without-agent")
class PickledProgramsTest {
  /** What programs may hold that cannot be pickled. */
  private static final List<String> EXPECTED =
      List.of(
          "java.lang.StringBuilder of the JDK",
          "java.util.Arrays$ArrayItr of the JDK",
          "io.bobbin.tests.generator.Given$Bang extends java.lang.RuntimeException",
          "io.bobbin.tests.generator.Given$Boom extends java.lang.RuntimeException",
          "what is a lambda of a class that is not woven");

  @Test
  void goOnAsWhatWasRead() {
    long seed = Long.getLong("bobbin.seed", 1);
    int count = Integer.getInteger("bobbin.pickledPrograms", 60);
    Map<String, Integer> notPicklable = new ConcurrentSkipListMap<>();
    List<Campaign.Failure> failures =
        new Campaign(Check.pickled(notPicklable), failure -> {}).run(seed, count);
    assertThat(failures.stream().map(f -> f.program().seed() + ": " + f.texts())).isEmpty();
    assertThat(notPicklable.keySet())
        .allMatch(why -> EXPECTED.stream().anyMatch(why::startsWith), "is listed here");
    int refused = notPicklable.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(refused).as("of %s: %s", count, notPicklable).isLessThan(count * 9 / 10);
  }
}
