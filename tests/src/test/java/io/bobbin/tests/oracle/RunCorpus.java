package io.bobbin.tests.oracle;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs targets of the corpus without JUnit: a line for each, and the reason if it fails.
 *
 * <pre>
 * RunCorpus [-v | -p] [MODE...] [part of a name...]
 * </pre>
 *
 * <p>{@code -v} prints the whole difference, as does asking for fewer than ten targets; {@code -p}
 * prints what the plain runs show, and weaves nothing. With {@code -Dbobbin.tests.dump=DIR} the
 * woven classes are written there.
 */
public final class RunCorpus {
  private RunCorpus() {}

  /** Runs the targets named, or all; exits with 1 if one fails. */
  public static void main(String[] args) {
    Set<Mode> modes = EnumSet.noneOf(Mode.class);
    boolean verbose = false;
    boolean plain = false;
    List<String> names = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals("-v")) {
        verbose = true;
      } else if (arg.equals("-p")) {
        plain = true;
      } else if (arg.matches("[A-Z_]+")) {
        modes.add(Mode.valueOf(arg));
      } else {
        names.add(arg);
      }
    }
    Set<Mode> chosen = modes.isEmpty() ? Mode.IN_PLACE : modes;
    List<Entry> entries =
        Corpus.entries().stream()
            .filter(e -> names.isEmpty() || names.stream().anyMatch(e.toString()::contains))
            .toList();
    boolean whole = verbose || entries.size() < 10;
    Differential differential = Differential.of(Targets.inPackage(Corpus.PACKAGE));
    int failed = 0;
    for (Entry entry : entries) {
      String name = entry.toString().substring(Corpus.PACKAGE.length() + 1);
      if (plain) {
        System.out.println(name + "\n  " + String.join("\n  ", differential.plainRun(entry)));
        continue;
      }
      List<String> failures = differential.failures(entry, chosen);
      if (failures.isEmpty()) {
        System.out.println("OK   " + name);
      } else {
        failed++;
        for (String failure : failures) {
          System.out.println("FAIL " + name + "  " + (whole ? failure : brief(failure)));
        }
      }
    }
    for (String name : plain || !names.isEmpty() ? List.<String>of() : Corpus.classNames()) {
      List<String> difference =
          Diff.of(differential.expectedDiagnostics(name), differential.weaveAll(name));
      if (!difference.isEmpty()) {
        failed++;
        System.out.println(
            "FAIL diagnostics of " + name + "\n  " + String.join("\n  ", difference));
      }
    }
    System.out.println(entries.size() + " targets, " + failed + " failed");
    System.exit(failed == 0 ? 0 : 1);
  }

  /** The mode and the first line that tells something. */
  public static String brief(String failure) {
    String[] lines = failure.split("\n");
    String mode = lines[0].replaceFirst(".*?, ([A-Z_]+) .*", "$1");
    for (String prefix : List.of("! ", "+ io.", "+ java.", "+ ", "- ")) {
      for (String line : lines) {
        if (line.startsWith(prefix)) {
          return mode + ": " + line.substring(0, Math.min(200, line.length()));
        }
      }
    }
    return mode;
  }
}
