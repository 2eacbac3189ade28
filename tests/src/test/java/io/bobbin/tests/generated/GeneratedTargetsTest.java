package io.bobbin.tests.generated;

import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each target made by code does woven what it does plain. */
@Tag("without-agent")
class GeneratedTargetsTest {
  static List<Target> targets() {
    return RunGenerated.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void behavesAsPlain(Target target) {
    Differential.of(target.classes().get()).check(new Entry(Target.MAIN, "run"), target.modes());
  }
}
