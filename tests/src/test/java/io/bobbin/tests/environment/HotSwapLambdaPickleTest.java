package io.bobbin.tests.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bobbin.Scheduler;
import io.bobbin.frame.FrameMismatchException;
import io.bobbin.pickle.Pickle;
import io.bobbin.pickle.PickleFilter;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pickled lambdas whose bodies are edited as the program runs. */
class HotSwapLambdaPickleTest {
  @BeforeEach
  @AfterEach
  void close() {
    Scheduler.here().close();
  }

  /** A tasklet that has ended with a lambda. */
  private static String work(String body) {
    return """
        class Work {
          @Suspendable static <T> T ends(T held) { Tasklet.yield(); return held; }
          static byte[] image() {
            Scheduler here = Scheduler.here();
            Tasklet<Object> ended = here.start(() -> ends(held()));
            here.run();
            return io.bobbin.pickle.Pickle.of(ended).bytes();
          }
          static Object held() {
            Function<Integer, Integer> held = x -> BODY;
            return held;
          }
        }
        """
        .replace("BODY", body);
  }

  private static byte[] image(HotSwapPrograms program) {
    return Objects.requireNonNull((byte[]) program.call("Work", "image"));
  }

  @SuppressWarnings("unchecked") // what was pickled
  private static int applied(byte[] image, PickleFilter filter) {
    Object held = Pickle.read(image, filter).tasklet().join();
    return Objects.requireNonNull((java.util.function.Function<Integer, Integer>) held).apply(5);
  }

  @Test
  void anImageMeansTheBodyThatItWasWrittenWith() {
    HotSwapPrograms program = new HotSwapPrograms("Work", work("x + 1"));
    PickleFilter filter = PickleFilter.allow("Work").loader(program);
    byte[] first = image(program);
    assertThat(applied(first, filter)).isEqualTo(6);

    program.edit("Work", work("x * 10"));
    byte[] second = image(program);
    assertThat(applied(second, filter)).isEqualTo(50);
    assertThatThrownBy(() -> applied(first, filter))
        .isInstanceOf(FrameMismatchException.class)
        .hasMessageContaining("BBN034");

    program.edit("Work", work("x + 1"));
    assertThat(applied(first, filter)).isEqualTo(6);
    assertThat(image(program)).isEqualTo(first);
    assertThatThrownBy(() -> applied(second, filter)).isInstanceOf(FrameMismatchException.class);
  }
}
