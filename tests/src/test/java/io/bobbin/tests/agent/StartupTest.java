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
 * -Dtests.startup.runs=15} measures it well. As a test it only says that nothing is badly wrong, by
 * the processor time of the main thread, in which agent and class loading run: unlike the time that
 * passes it hardly depends on what else the machine does. If the first start says so clearly, that
 * is enough.
 */
class StartupTest {
  private static final int RUNS = Integer.getInteger("tests.startup.runs", 1);
  private static final int IN_DOUBT = Math.max(RUNS, 3);
  private static final double MOST_SECONDS = 1.25;
  private static final double CLEARLY = 0.75;

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
    List<Start> woven = new ArrayList<>();
    do {
      plain.add(start(ChildJvm.plain(), jar));
      woven.add(start(ChildJvm.woven(""), jar));
    } while (woven.size() < (isWithin(CLEARLY, plain, woven) ? RUNS : IN_DOUBT));
    System.out.printf(
        "starting %d classes, %d suspendable, on %s: %.2f s without the agent, %.2f s with it;"
            + " of the main thread's processor time %.2f s and %.2f s (medians of %d)%n",
        BigApplication.CLASSES,
        BigApplication.SUSPENDABLE,
        Runtime.version().feature(),
        median(plain, Start::passed),
        median(woven, Start::passed),
        median(plain, Start::worked),
        median(woven, Start::worked),
        woven.size());
    assertThat(isWithin(1, plain, woven)).isTrue();
  }

  /** A machine that is busy takes longer for both: then so much again is not too much. */
  private static boolean isWithin(double part, List<Start> plain, List<Start> woven) {
    double without = median(plain, Start::worked);
    double added = median(woven, Start::worked) - without;
    return added < part * Math.max(MOST_SECONDS, without);
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
