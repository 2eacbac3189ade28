package io.bobbin.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.frame.FrameStack;
import io.bobbin.tests.oracle.Corpus;
import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.Mode;
import io.bobbin.tests.oracle.Targets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each target of the corpus does woven what it does plain. */
@Tag("without-agent")
class CorpusTest {
  private static final Differential CORPUS = Differential.of(Targets.inPackage(Corpus.PACKAGE));

  static List<Entry> entries() {
    return Corpus.entries();
  }

  static Stream<String> classNames() {
    return Corpus.classNames().stream();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void behavesAsPlain(Entry entry) {
    CORPUS.check(entry, Mode.IN_PLACE);
  }

  @ParameterizedTest
  @MethodSource("classNames")
  void isDiagnosedWhereItSaysSo(String className) {
    assertThat(CORPUS.weaveAll(className)).isEqualTo(CORPUS.expectedDiagnostics(className));
  }

  /** Or the agent of this JVM wove what is compared with. */
  @Test
  void theAgentLeavesPlainTargetsAlone() throws ClassNotFoundException {
    Class<?> plain = CORPUS.plainClass(Corpus.PACKAGE + ".calls.StaticCalls");
    assertThat(plain.getDeclaredMethods())
        .allSatisfy(m -> assertThat(m.getParameterTypes()).doesNotContain(FrameStack.class));
  }
}
