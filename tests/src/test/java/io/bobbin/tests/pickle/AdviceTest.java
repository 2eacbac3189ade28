package io.bobbin.tests.pickle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import io.bobbin.pickle.NotPicklableException;
import io.bobbin.pickle.Pickle;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever has what cannot be pickled is told what to do. */
class AdviceTest {
  @AfterEach
  void closeScheduler() {
    Scheduler.here().close();
  }

  private static void assertAdvice(Object held, String advice) {
    Tasklet<Object> ended = Scheduler.here().start(() -> held);
    ended.join();
    assertThatThrownBy(() -> Pickle.of(ended))
        .isInstanceOf(NotPicklableException.class)
        .hasMessageContaining(advice);
  }

  @Test
  void aTypeThatIsNotKnown() {
    assertAdvice(
        Stream.of(1),
        "java.util.stream.ReferencePipeline$Head of the JDK cannot be pickled: write a Pickler for"
            + " it, or let go of it before the tasklet waits");
  }

  @Test
  void fieldsOfAPackageThatIsNotOpen() {
    assertAdvice(
        new NoSuchFileException("f"),
        "Start the JVM with --add-opens java.base/java.nio.file=ALL-UNNAMED, or write a Pickler");
  }
}
