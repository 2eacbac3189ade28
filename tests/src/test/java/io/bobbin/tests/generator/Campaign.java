package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Node.Program;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Makes, compiles and checks programs of consecutive seeds, on all processors. */
final class Campaign {
  /**
   * A program that failed.
   *
   * @param program the program
   * @param texts what was wrong
   */
  record Failure(Program program, List<String> texts) {}

  /** Programs that are compiled together: enough that javac's start does not count. */
  private static final int BATCH = 40;

  /** Seeds among which those with the same options are gathered. */
  private static final int WINDOW = 400;

  private final Check check;
  private final Consumer<Failure> found;

  Campaign(Check check, Consumer<Failure> found) {
    this.check = check;
    this.found = found;
  }

  /** Runs the programs made from {@code seed} and the following ones. */
  List<Failure> run(long seed, int count) {
    Queue<List<Settings>> batches = new ConcurrentLinkedQueue<>(batches(seed, count));
    List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    List<Throwable> broken = Collections.synchronizedList(new ArrayList<>());
    List<Thread> workers = new ArrayList<>();
    for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
      Thread worker =
          new Thread(
              () -> {
                try (Javac javac = new Javac()) {
                  for (List<Settings> b = batches.poll(); b != null; b = batches.poll()) {
                    batch(b, javac, failures);
                  }
                } catch (RuntimeException | Error e) {
                  broken.add(e);
                }
              },
              "programs " + i);
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the generator failed", broken.get(0));
    }
    return failures;
  }

  private static Queue<List<Settings>> batches(long seed, int count) {
    Queue<List<Settings>> batches = new ArrayDeque<>();
    for (int from = 0; from < count; from += WINDOW) {
      Map<Settings.Options, List<Settings>> open = new LinkedHashMap<>();
      for (int i = from; i < Math.min(count, from + WINDOW); i++) {
        Settings settings = Settings.of(seed + i);
        List<Settings> batch =
            open.computeIfAbsent(settings.options(), options -> new ArrayList<>());
        batch.add(settings);
        if (batch.size() == BATCH) {
          batches.add(batch);
          open.remove(settings.options());
        }
      }
      batches.addAll(open.values());
    }
    return batches;
  }

  private void batch(List<Settings> batch, Javac javac, List<Failure> failures) {
    Map<String, String> sources = new LinkedHashMap<>();
    Map<Settings, Program> programs = new LinkedHashMap<>();
    for (Settings settings : batch) {
      Program program = ProgramGenerator.make(settings);
      programs.put(settings, program);
      sources.put(className(settings), Printer.print(program));
    }
    Javac.Result result = javac.compile(sources, batch.get(0).options().arguments());
    if (result.failed()) {
      throw new IllegalStateException("programs do not compile: " + result.errors());
    }
    programs.forEach(
        (settings, program) -> {
          String name = className(settings);
          List<String> texts = check.failures(settings, name, of(name, result.classes()));
          if (!texts.isEmpty()) {
            Failure failure = new Failure(program, texts);
            failures.add(failure);
            found.accept(failure);
          }
        });
  }

  static String className(Settings settings) {
    return ProgramGenerator.packageName(settings.seed()) + ".Main";
  }

  /** The classes of one program of a batch. */
  private static Map<String, byte[]> of(String className, Map<String, byte[]> all) {
    String prefix = className.substring(0, className.indexOf('.') + 1);
    Map<String, byte[]> own = new LinkedHashMap<>();
    all.forEach(
        (name, bytes) -> {
          if (name.startsWith(prefix)) {
            own.put(name, bytes);
          }
        });
    return own;
  }
}
