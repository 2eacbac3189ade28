package io.bobbin.tests.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent adds to the start of an application of 5,000 classes, 100 of which have
 * suspendable methods. The target is half a second, on a machine that does nothing else; {@code
 * -Dtests.startup.runs=15} measures it well. What a machine that is shared takes says little, so
 * the test compares two starts in turn: passing over 4,900 classes must cost little of what weaving
 * them does. It goes by the processor time of the main thread, in which agent and class loading
 * run.
 */
class StartupTest {
  private static final int RUNS = Integer.getInteger("tests.startup.runs", 1);
  private static final int IN_DOUBT = Math.max(RUNS, 3);
  private static final double MOST = 0.5;

  @TempDir Path folder;

  /**
   * One start.
   *
   * @param passed seconds from the start of the JVM to its end
   * @param worked seconds of processor time of the main thread
   */
  private record Start(double passed, double worked) {}

  @Test
  void anApplicationOf5000ClassesStartsNotMuchLater() throws IOException {
    Path jar = folder.resolve("application.jar");
    BigApplication.write(jar);
    List<Start> plain = new ArrayList<>();
    List<Start> some = new ArrayList<>();
    List<Start> all = new ArrayList<>();
    do {
      plain.add(start(ChildJvm.plain(), jar));
      some.add(start(ChildJvm.woven(""), jar));
      all.add(start(ChildJvm.woven("suspendable=app.**"), jar));
    } while (all.size() < (added(some, plain) < MOST * added(all, plain) ? RUNS : IN_DOUBT));
    String figures =
        String.format(
            "starting %d classes on %s, medians of %d: %s without the agent, %s with it and %d of"
                + " them suspendable, %s with all of them",
            BigApplication.CLASSES,
            Runtime.version().feature(),
            all.size(),
            times(plain),
            times(some),
            BigApplication.SUSPENDABLE,
            times(all));
    System.out.println(figures);
    assertThat(added(some, plain)).as(figures).isLessThan(MOST * added(all, plain));
  }

  private static String times(List<Start> starts) {
    return String.format(
        "%.2f s (%.2f of the main thread's processor time)",
        median(starts, Start::passed), median(starts, Start::worked));
  }

  private static double added(List<Start> starts, List<Start> plain) {
    return median(starts, Start::worked) - median(plain, Start::worked);
  }

  private static Start start(ChildJvm command, Path jar) {
    long start = System.nanoTime();
    String out = command.byDefault().on(jar).run("Main").expectOut();
    double passed = (System.nanoTime() - start) / 1e9;
    assertThat(out).startsWith(BigApplication.CLASSES + " ");
    return new Start(passed, Long.parseLong(out.split(" ")[1]) / 1e9);
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> of) {
    return starts.stream()
        .mapToDouble(of)
        .sorted()
        .skip(starts.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
