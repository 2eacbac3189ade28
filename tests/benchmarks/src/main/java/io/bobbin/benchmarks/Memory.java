package io.bobbin.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the heap that a parked task takes: the heap in use after full collections by the serial
 * collector, with so many tasks parked, less what it was before. Each task is parked so many calls
 * deep, its body being the first, each call with an {@code int} and a reference that it needs
 * later.
 */
public final class Memory {
  /** The name of this workload in {@link Row}. */
  static final String WORKLOAD = "memory";

  private static final int TASKS = 300_000;

  private Memory() {}

  /** Measures one contender in this JVM: its name, the depth. Prints bytes for each task. */
  public static void main(String[] args) throws ReflectiveOperationException {
    int depth = Integer.parseInt(args[1]);
    Class<?> parking = Class.forName(Parking.className(args[0]));
    Parking contender = (Parking) parking.getDeclaredConstructor(int.class).newInstance(TASKS);
    contender.park(depth, 1000);
    long before = used();
    contender.park(depth, TASKS);
    long after = used();
    contender.check();
    System.out.println((double) (after - before) / TASKS);
  }

  /** Measures all contenders, each in a JVM of its own. */
  static void measure(Jvm jvm, Arguments arguments, Row row, Figures figures)
      throws IOException, InterruptedException {
    for (Contender contender : arguments.contenders()) {
      if (contender.runsOn(jvm.version()) && Parking.exists(contender)) {
        String depth = String.valueOf(row.parameter());
        figures.add(
            contender,
            WORKLOAD,
            depth,
            weigh(
                jvm,
                contender,
                arguments.agent(),
                List.of("-XX:+UseSerialGC", "-Xmx4g"),
                List.of(Memory.class.getName(), contender.name(), depth)));
      }
    }
  }

  /** Runs a main class that prints bytes, in a JVM of its own. */
  static double weigh(
      Jvm jvm, Contender contender, Path agent, List<String> heap, List<String> mainAndArguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jvm.java().toString()));
    command.addAll(heap);
    command.addAll(contender.jvmArguments(agent, 1));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(mainAndArguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed: " + output);
    }
    return Double.parseDouble(output);
  }

  /** The bytes of heap in use. */
  static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
