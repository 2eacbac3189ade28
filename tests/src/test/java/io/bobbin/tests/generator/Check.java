package io.bobbin.tests.generator;

import io.bobbin.tests.oracle.Differential;
import io.bobbin.tests.oracle.Entry;
import io.bobbin.tests.oracle.Mode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What programs are put to: says what is wrong with one. */
@FunctionalInterface
interface Check {
  /** A complaint of the oracle that is none in a program with suspendable calls that are pinned. */
  String BLOCKS = "! blocks instead of parking";

  /**
   * Runs a program.
   *
   * @param settings what holds for it
   * @param className the class with the entry
   * @param classes its class files by binary name
   * @return a text for each way in which it failed; none if all is well
   */
  List<String> failures(Settings settings, String className, Map<String, byte[]> classes);

  /** Plain against woven: parked at every suspend point, and in one more way, by the seed. */
  static Check woven() {
    return (settings, className, classes) ->
        Differential.of(classes)
            .failures(new Entry(className, "run"), modes(settings.seed()))
            .stream()
            .filter(text -> !settings.pins() || tellsMoreThanPins(text))
            .toList();
  }

  /**
   * Plain against woven and pickled at every suspend point. Programs that hold what cannot be
   * pickled are counted by what that is.
   */
  static Check pickled(Map<String, Integer> notPicklable) {
    return (settings, className, classes) ->
        Differential.of(classes)
            .failures(new Entry(className, "run"), EnumSet.of(Mode.PICKLED))
            .stream()
            .filter(text -> !settings.pins() || tellsMoreThanPins(text))
            .filter(text -> !isNotPicklable(text, notPicklable))
            .toList();
  }

  private static boolean isNotPicklable(String text, Map<String, Integer> notPicklable) {
    int at = text.indexOf(Differential.NOT_PICKLABLE);
    if (at < 0) {
      return false;
    }
    String why = text.substring(at + Differential.NOT_PICKLABLE.length());
    String first = why.lines().findFirst().orElseThrow();
    notPicklable.merge(first.replaceFirst("^\\S+\\$\\$Lambda\\S*", "what"), 1, Integer::sum);
    return true;
  }

  private static Set<Mode> modes(long seed) {
    Mode other =
        switch ((int) (seed & 15)) {
          case 0, 1, 2, 3 -> Mode.PARKS;
          case 4, 5 -> Mode.NO_ROOM;
          case 6, 7 -> Mode.EVERYTHING;
          case 10, 11 -> Mode.LOOPS;
          case 8 -> Mode.ENTRY;
          case 9 -> (seed & 48) == 0 ? Mode.HOPS : Mode.CHAOS;
          default -> Mode.CHAOS;
        };
    return EnumSet.of(Mode.CHAOS, other);
  }

  /** Whether there is more than waits that blocked, and what comes with them. */
  private static boolean tellsMoreThanPins(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    lines.remove(0);
    lines.removeIf(line -> line.startsWith(BLOCKS) || line.startsWith("diagnostic: "));
    return !lines.isEmpty();
  }
}
