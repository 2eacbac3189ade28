package io.bobbin.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints figures as a Markdown table: the figure of each contender, and Bobbin's ratio to it. */
final class Table {
  private final List<Row> rows;
  private final Figures figures;

  Table(List<Row> rows, Figures figures) {
    this.rows = rows;
    this.figures = figures;
  }

  /** The table with a heading. */
  String print(String heading) {
    List<Contender> shown = new ArrayList<>();
    for (Contender c : Contender.values()) {
      if (rows.stream().anyMatch(row -> figures.of(c, row).isPresent())) {
        shown.add(c);
      }
    }
    StringBuilder out = new StringBuilder("\n" + heading + "\n\n| | target |");
    shown.forEach(c -> out.append(' ').append(c).append(" |"));
    out.append("\n|---|---:|").append("---:|".repeat(shown.size())).append('\n');
    for (Row row : rows) {
      if (shown.stream().anyMatch(c -> figures.of(c, row).isPresent())) {
        out.append("| ").append(row.label()).append(" | ").append(target(row)).append(" |");
        shown.forEach(c -> out.append(' ').append(cell(c, row)).append(" |"));
        out.append('\n');
      }
    }
    return out.append("\nA peer's figure (Bobbin's divided by it)\n").toString();
  }

  private static String target(Row row) {
    if (row.target() == 0) {
      return "";
    }
    return row.relative()
        ? String.format(Locale.ROOT, "%.2f x plain", row.target())
        : number(row.target()) + ' ' + row.unit();
  }

  private String cell(Contender contender, Row row) {
    OptionalDouble figure = figures.of(contender, row);
    if (figure.isEmpty()) {
      return "";
    }
    String text = number(figure.getAsDouble());
    OptionalDouble ours = figures.of(Contender.Bobbin, row);
    if (contender.isOurs() || ours.isEmpty()) {
      return contender == Contender.Bobbin ? text + verdict(row, figure.getAsDouble()) : text;
    }
    double ratio = ours.getAsDouble() / figure.getAsDouble();
    return text + String.format(Locale.ROOT, " (%.2f)", ratio);
  }

  private String verdict(Row row, double figure) {
    OptionalDouble plain = figures.of(Contender.Plain, row);
    if (row.target() == 0 || (row.relative() && plain.isEmpty())) {
      return "";
    }
    double reached = row.relative() ? figure / plain.getAsDouble() : figure;
    return reached <= row.target() ? "" : " **misses**";
  }

  /** Three significant digits. */
  private static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
