package io.bobbin.tests.agent;

import java.nio.file.Path;

/**
 * A program that shows whether its class {@code acme.Steps} was woven: two tasklets of one thread
 * take three steps each and yield after each, so if they can park, their steps alternate.
 */
final class Steps {
  /** What is printed if the steps are woven. */
  static final String PARKED = "a1 b1 a2 b2 a3 b3";

  /** What is printed if they are not: the tasklet keeps its thread. */
  static final String PINNED = "a1 a2 a3 b1 b2 b3";

  private static final String MAIN =
      """
      import io.bobbin.*;

      public class Main {
        public static void main(String[] args) {
          StringBuilder log = new StringBuilder();
          Scheduler here = Scheduler.here();
          here.start(() -> acme.Steps.take("a", log));
          here.start(() -> acme.Steps.take("b", log));
          here.run();
          System.out.println(log.toString().strip());
        }
      }
      """;

  private static final String STEPS =
      """
      package acme;

      import io.bobbin.*;

      public class Steps {
        @Suspendable
        public static void take(String name, StringBuilder log) {
          for (int i = 1; i <= 3; i++) {
            log.append(name).append(i).append(' ');
            Tasklet.yield();
          }
        }
      }
      """;

  private Steps() {}

  /** Compiles the program. */
  static Path annotated(Path folder) {
    return Program.compile(folder, "Main", MAIN, "acme.Steps", STEPS);
  }

  /** Compiles it without the annotation. */
  static Path notAnnotated(Path folder) {
    return Program.compile(folder, "Main", MAIN, "acme.Steps", STEPS.replace("@Suspendable", ""));
  }
}
