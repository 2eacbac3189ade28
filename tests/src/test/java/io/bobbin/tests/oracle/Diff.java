package io.bobbin.tests.oracle;

import java.util.ArrayList;
import java.util.List;

/** A line diff for people: common lines with two blanks, the others with - and +. */
final class Diff {
  private static final int CONTEXT = 3;
  private static final int MOST_LINES = 1500;

  private Diff() {}

  /** The differences with some lines around them; empty if there are none. */
  static List<String> of(List<String> expected, List<String> actual) {
    if (expected.equals(actual)) {
      return List.of();
    }
    return excerpt(
        align(
            expected.subList(0, Math.min(MOST_LINES, expected.size())),
            actual.subList(0, Math.min(MOST_LINES, actual.size()))));
  }

  /** Longest common subsequence, by the textbook. */
  private static List<String> align(List<String> a, List<String> b) {
    int[][] longest = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        longest[i][j] =
            a.get(i).equals(b.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        lines.add("  " + a.get(i));
        i++;
        j++;
      } else if (i < a.size() && (j == b.size() || longest[i + 1][j] >= longest[i][j + 1])) {
        lines.add("- " + a.get(i++));
      } else {
        lines.add("+ " + b.get(j++));
      }
    }
    return lines;
  }

  private static List<String> excerpt(List<String> lines) {
    List<String> shown = new ArrayList<>();
    boolean skipping = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean near = false;
      for (int k = Math.max(0, i - CONTEXT); k <= Math.min(lines.size() - 1, i + CONTEXT); k++) {
        near |= !lines.get(k).startsWith("  ");
      }
      if (near) {
        shown.add(lines.get(i));
      } else if (!skipping) {
        shown.add("  ...");
      }
      skipping = !near;
    }
    return shown;
  }
}
