package io.bobbin.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen of one run.
 *
 * @param lines result or exception, and the log, as text
 * @param parks how often the run parked
 * @param complaints what is wrong beyond a different outcome
 * @param thrown what the target threw, or null
 */
record Outcome(List<String> lines, int parks, List<String> complaints, @Nullable Throwable thrown) {

  static Outcome of(
      Log log,
      Entry entry,
      @Nullable Object result,
      @Nullable Throwable thrown,
      int parks,
      List<String> complaints) {
    List<String> lines = lines(log);
    if (thrown == null) {
      lines.add("returned " + Describe.value(result));
    } else {
      lines.add("threw");
      lines.addAll(Describe.throwable(thrown, entry.className(), entry.method()));
    }
    return new Outcome(lines, parks, complaints, thrown);
  }

  /** What a log shows so far. */
  static List<String> lines(Log log) {
    List<String> lines = new ArrayList<>();
    for (String line : log.entries()) {
      lines.addAll(List.of(("log: " + line).split("\n")));
    }
    return lines;
  }
}
