package io.bobbin.tests.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bobbin.Scheduler;
import io.bobbin.Suspendable;
import io.bobbin.Tasklet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasklets that use a library which keeps a buffer for each thread. */
@Timeout(60)
class ThreadLocalsTest {
  /** Like many a library: reuses a buffer, on which its callbacks write. */
  private static final class Library {
    private static final ThreadLocal<StringBuilder> BUFFER =
        ThreadLocal.withInitial(StringBuilder::new);

    @FunctionalInterface
    interface Writer {
      @Suspendable
      void write(StringBuilder to);
    }

    @Suspendable
    static String format(Writer writer) {
      StringBuilder buffer = BUFFER.get();
      buffer.setLength(0);
      writer.write(buffer);
      assertThat(BUFFER.get()).isSameAs(buffer);
      return buffer.toString();
    }
  }

  @Suspendable
  private static void spell(StringBuilder to, String word) {
    for (char c : word.toCharArray()) {
      to.append(c);
      Tasklet.yield();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void taskletsThatParkInTheMiddleDoNotShareTheBuffer(int carriers) {
    Scheduler scheduler = carriers == 0 ? Scheduler.here() : Scheduler.pool(carriers);
    Library.BUFFER.get().append("the thread's own");
    List<Tasklet<String>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String word = "word " + i;
      all.add(scheduler.start(() -> Library.format(to -> spell(to, word))));
    }
    for (int i = 0; i < 20; i++) {
      assertThat(all.get(i).join()).isEqualTo("word " + i);
    }
    assertThat(Library.BUFFER.get()).hasToString("the thread's own");
    Library.BUFFER.remove();
    scheduler.close();
  }
}
