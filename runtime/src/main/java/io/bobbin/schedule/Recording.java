package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;

/**
 * What a deterministic scheduler has done, as a table: a column for each tasklet, a row for each
 * time that one was run, with what it came to. Used by the scheduler's thread.
 *
 * <p>It does not keep tasklets from being garbage, so that a program whose run is recorded finds
 * the same {@linkplain io.bobbin.Scheduler#leaks() leaks} as without.
 */
final class Recording {
  private static final int MOST_ROWS = 60;
  private static final int MOST_COLUMNS = 8;

  private record Step(int column, String end) {}

  private final Map<TaskletStrand<?>, Integer> columns = new WeakHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  void begins(TaskletStrand<?> tasklet) {
    columns.put(tasklet, names.size());
    names.add(tasklet.name());
  }

  /** Notes that a tasklet has been run, and does not run now. */
  void note(TaskletStrand<?> tasklet) {
    if (!columns.containsKey(tasklet)) {
      begins(tasklet); // it had leaked, and goes on as it was killed
    }
    int column = Objects.requireNonNull(columns.get(tasklet));
    steps.add(new Step(column, end(tasklet)));
  }

  private static String end(TaskletStrand<?> tasklet) {
    if (tasklet.isOver()) {
      Throwable failure = tasklet.failure();
      return failure == null ? "ends" : "throws " + failure.getClass().getSimpleName();
    }
    WaitReason reason = tasklet.waitReason();
    String what = reason == null ? "goes on" : reason.name().toLowerCase(Locale.ROOT);
    return what.replace('_', ' ') + " " + line(tasklet);
  }

  private static String line(TaskletStrand<?> tasklet) {
    List<StackTraceElement> stack = tasklet.stackTrace();
    if (stack.isEmpty()) {
      return "";
    }
    StackTraceElement top = stack.get(0);
    return top.getFileName() + ":" + top.getLineNumber();
  }

  /** The last steps; the tasklets that began last share a column if there are many. */
  String table() {
    int first = Math.max(0, steps.size() - MOST_ROWS);
    int width = Math.min(MOST_COLUMNS, names.size());
    List<String[]> rows = new ArrayList<>();
    String[] header = new String[width];
    for (int i = 0; i < width; i++) {
      boolean shared = i == width - 1 && names.size() > width;
      header[i] = shared ? "others" : names.get(i);
    }
    rows.add(header);
    for (Step step : steps.subList(first, steps.size())) {
      rows.add(row(step, width));
    }
    int[] widths = new int[width];
    for (String[] row : rows) {
      for (int i = 0; i < width; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    int number = first;
    for (String[] row : rows) {
      text.append(number == first ? "    step" : String.format("    %4d", number));
      for (int i = 0; i < width; i++) {
        text.append(" | ").append(row[i]).append(" ".repeat(widths[i] - row[i].length()));
      }
      text.append('\n');
      number++;
    }
    return text.toString();
  }

  private String[] row(Step step, int width) {
    String[] row = new String[width];
    int column = step.column;
    for (int i = 0; i < width; i++) {
      row[i] = i == column ? step.end : "";
    }
    if (column >= width - 1 && names.size() > width) {
      row[width - 1] = names.get(column) + ": " + step.end;
    }
    return row;
  }
}
