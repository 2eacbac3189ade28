package io.bobbin.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a deterministic scheduler has done, as a table: a column for each tasklet, a row for each
 * time that one was run, with what it came to. Used by the scheduler's thread.
 */
final class Recording {
  private static final int MOST_ROWS = 60;
  private static final int MOST_COLUMNS = 8;

  private record Step(TaskletStrand<?> tasklet, String end) {}

  private final List<TaskletStrand<?>> columns = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  void begins(TaskletStrand<?> tasklet) {
    columns.add(tasklet);
  }

  /** Notes that a tasklet has been run, and does not run now. */
  void note(TaskletStrand<?> tasklet) {
    steps.add(new Step(tasklet, end(tasklet)));
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
    int width = Math.min(MOST_COLUMNS, columns.size());
    List<String[]> rows = new ArrayList<>();
    String[] header = new String[width];
    for (int i = 0; i < width; i++) {
      boolean shared = i == width - 1 && columns.size() > width;
      header[i] = shared ? "others" : columns.get(i).name();
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
    int column = columns.indexOf(step.tasklet);
    for (int i = 0; i < width; i++) {
      row[i] = i == column ? step.end : "";
    }
    if (column >= width - 1 && columns.size() > width) {
      row[width - 1] = step.tasklet.name() + ": " + step.end;
    }
    return row;
  }
}
