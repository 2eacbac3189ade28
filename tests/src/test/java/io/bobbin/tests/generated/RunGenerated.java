package io.bobbin.tests.generated;

import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.Mode;
import io.bobbin.tests.oracle.RunCorpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the targets made by code without JUnit: {@code RunGenerated [-v] [part of a name...]}. */
final class RunGenerated {
  private RunGenerated() {}

  static List<Target> targets() {
    List<Target> all = new ArrayList<>(Sizes.targets());
    all.addAll(Assembled.targets());
    all.addAll(Odd.targets());
    all.addAll(Newest.targets());
    return all;
  }

  public static void main(String[] args) {
    boolean verbose = args.length > 0 && args[0].equals("-v");
    List<String> names = Arrays.asList(args).subList(verbose ? 1 : 0, args.length);
    for (Target target : targets()) {
      if (!names.isEmpty() && names.stream().noneMatch(target.name()::contains)) {
        continue;
      }
      Differential differential = Differential.of(target.classes().get());
      List<String> failures = differential.failures(new Entry(Target.MAIN, "run"), target.modes());
      System.out.println((failures.isEmpty() ? "OK   " : "FAIL ") + target.name());
      failures.stream()
          .map(failure -> verbose ? failure : "     " + RunCorpus.brief(failure))
          .forEach(System.out::println);
      differential.diagnostics(Mode.PARKS).forEach(d -> System.out.println("     " + d));
      if (verbose) {
        differential.sizes(Mode.PARKS).forEach(s -> System.out.println("     " + s));
      }
    }
    System.exit(0);
  }
}
