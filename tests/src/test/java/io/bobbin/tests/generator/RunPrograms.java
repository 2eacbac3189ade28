package io.bobbin.tests.generator;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs random programs without JUnit: {@code RunPrograms SEED COUNT} checks so many programs from
 * that seed on; {@code RunPrograms SEED print} prints one.
 */
public final class RunPrograms {
  /** How long each failing program is shrunk, in seconds. */
  private static final int SHRINK = Integer.getInteger("bobbin.shrink", 30);

  /** Of each kind of failure, the first is shrunk. */
  private static final Set<String> SHOWN = ConcurrentHashMap.newKeySet();

  private RunPrograms() {}

  /** The command. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("RunPrograms SEED COUNT, or RunPrograms SEED print");
      System.exit(2);
    }
    long seed = Long.parseLong(arguments[0]);
    if (arguments[1].equals("print")) {
      System.out.println(Printer.print(ProgramGenerator.make(seed)));
      return;
    }
    int count = Integer.parseInt(arguments[1]);
    long start = System.nanoTime();
    Campaign campaign = new Campaign(Check.woven(), RunPrograms::report);
    List<Campaign.Failure> failures = campaign.run(seed, count);
    System.out.printf(
        "%d programs from seed %d: %d failed, %.1f s%n",
        count, seed, failures.size(), (System.nanoTime() - start) / 1e9);
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private static void report(Campaign.Failure failure) {
    System.out.println("seed " + failure.program().seed() + " failed");
    failure.texts().forEach(System.out::println);
    if (SHRINK > 0 && SHOWN.add(Symptom.of(failure.texts()).get(0).kind())) {
      try (Trial trial = new Trial(Check.woven())) {
        System.out.println(trial.report(failure, Duration.ofSeconds(SHRINK)));
      }
    }
  }
}
