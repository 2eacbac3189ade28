package io.bobbin.tests.foreign.work;

import io.bobbin.Scheduler;
import io.bobbin.Tasklet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does one of the jobs and writes the result to a file: {@code Work JOB plain|tasklet FILE}.
 *
 * <p>In a tasklet, a second one shares its only carrier and counts how often it has its turn: that
 * it can have only while the first one is parked. The count is printed.
 */
public final class Work {
  private Work() {}

  /** Work that calls a library and tells what came of it. */
  private interface Job {
    void run(List<String> results) throws Exception;
  }

  /** Does the job. */
  public static void main(String[] args) throws Exception {
    Job job =
        switch (args[0]) {
          case "H2" -> H2Join::run;
          case "JACKSON" -> JacksonRoundTrips::run;
          case "GROOVY" -> GroovyScripts::run;
          default -> throw new IllegalArgumentException(args[0]);
        };
    List<String> results = new ArrayList<>();
    if (args[1].equals("plain")) {
      job.run(results);
    } else {
      System.out.println("parks " + runInTasklet(job, results));
    }
    Files.write(Path.of(args[2]), results, StandardCharsets.UTF_8);
  }

  private static long runInTasklet(Job job, List<String> results) throws Exception {
    try (Scheduler oneCarrier = Scheduler.pool(1)) {
      Tasklet<?> worker = oneCarrier.start(() -> job.run(results));
      Tasklet<Long> counter =
          oneCarrier.start(
              () -> {
                long turns = 0;
                while (worker.state() != Tasklet.State.ENDED) {
                  turns++;
                  Tasklet.yield();
                }
                return turns;
              });
      worker.join();
      return counter.join();
    }
  }
}
