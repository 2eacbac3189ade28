package io.bobbin.tests.generator;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs do woven what they do plain.
 *
 * <p>System properties: {@code bobbin.programs}, how many (2,000); {@code bobbin.seed}, the first
 * seed (1); {@code bobbin.shrink}, for how many seconds a failing program is shrunk (60).
 */
@Tag("without-agent")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class RandomProgramsTest {
  private static final int MOST_SHRUNK = 3;

  @Test
  void behaveAsPlain() {
    long seed = Long.getLong("bobbin.seed", 1);
    int count = Integer.getInteger("bobbin.programs", 2_000);
    Duration limit = Duration.ofSeconds(Integer.getInteger("bobbin.shrink", 60));
    Check check = Check.woven();
    List<Campaign.Failure> failures = new Campaign(check, failure -> {}).run(seed, count);
    if (failures.isEmpty()) {
      return;
    }
    List<String> report = new ArrayList<>();
    report.add(
        failures.size()
            + " of "
            + count
            + " programs fail, of the seeds "
            + failures.stream().map(f -> f.program().seed()).sorted().toList());
    Set<String> shown = new HashSet<>();
    try (Trial trial = new Trial(check)) {
      for (Campaign.Failure failure : failures) {
        if (shown.size() < MOST_SHRUNK && shown.add(Symptom.of(failure.texts()).get(0).kind())) {
          report.add(trial.report(failure, limit));
        }
      }
    }
    fail(String.join("\n\n", report));
  }
}
