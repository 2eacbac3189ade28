package io.bobbin.tests.generator;

import io.bobbin.tests.generator.Node.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles and checks single programs, and shrinks one that fails. */
final class Trial implements AutoCloseable {
  private final Check check;
  private final Javac javac = new Javac();

  Trial(Check check) {
    this.check = check;
  }

  /** What is wrong with a program; nothing if it does not compile. */
  List<String> failures(Program program) {
    Settings settings = Settings.of(program.seed());
    String name = Campaign.className(settings);
    Javac.Result result =
        javac.compile(Map.of(name, Printer.print(program)), settings.options().arguments());
    return result.failed() ? List.of() : check.failures(settings, name, result.classes());
  }

  /** A smaller program with the first symptom of one that fails. */
  Program shrink(Campaign.Failure failure, Duration limit) {
    Symptom wanted = Symptom.of(failure.texts()).get(0);
    return Shrinker.shrink(failure.program(), p -> Symptom.of(failures(p)).contains(wanted), limit);
  }

  /** For people: the seed, the smallest program, and what is wrong with it. */
  String report(Campaign.Failure failure, Duration limit) {
    Program smallest = shrink(failure, limit);
    List<String> lines = new ArrayList<>();
    lines.add(
        "seed " + failure.program().seed() + " fails. Shrunk for " + limit.toSeconds() + " s:");
    lines.add(Printer.print(smallest));
    lines.addAll(failures(smallest));
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    javac.close();
  }
}
