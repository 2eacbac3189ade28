package io.bobbin.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Prints figures as a Markdown table: the figure of each contender, and Bobbin's ratio to it. */
final class Table {
  private final List<Row> rows;
  private final int carriers;
  private final Figures figures;
  private boolean judges = true;

  Table(List<Row> rows, int carriers, Figures figures) {
    this.rows = rows;
    this.carriers = carriers;
    this.figures = figures;
  }

  /** Leaves out what is to be reached, and whether it is. */
  Table withoutVerdicts() {
    judges = false;
    return this;
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

  private String target(Row row) {
    double target = row.target(Contender.Bobbin, carriers);
    if (target == 0 || !judges) {
      return "";
    }
    if (row.relative()) {
      return String.format(Locale.ROOT, "%.2f x plain", target);
    }
    double ofPool = row.target(Contender.Pool, carriers);
    String text = number(target) + ' ' + row.unit();
    return ofPool == target ? text : text + ", pool " + number(ofPool);
  }

  private String cell(Contender contender, Row row) {
    OptionalDouble figure = figures.of(contender, row);
    if (figure.isEmpty()) {
      return "";
    }
    String text = number(figure.getAsDouble());
    if (contender == Contender.Bobbin || contender == Contender.Pool) {
      return text + verdict(contender, row, figure.getAsDouble());
    }
    OptionalDouble ours = figures.of(carriers == 1 ? Contender.Bobbin : Contender.Pool, row);
    if (contender.isOurs() || ours.isEmpty()) {
      return text;
    }
    double ratio = ours.getAsDouble() / figure.getAsDouble();
    return text + String.format(Locale.ROOT, " (%.2f)", ratio);
  }

  private String verdict(Contender contender, Row row, double figure) {
    if (!judges) {
      return "";
    }
    String verdict = misses(row, row.target(contender, carriers), figure) ? " **misses**" : "";
    if (row.isRace()) {
      for (Contender peer : Contender.values()) {
        OptionalDouble of = figures.of(peer, row);
        if (peer.isPeer() && of.isPresent() && of.getAsDouble() < figure) {
          verdict += " **behind " + peer + "**";
        }
      }
    }
    return verdict;
  }

  private boolean misses(Row row, double target, double figure) {
    OptionalDouble plain = figures.of(Contender.Plain, row);
    if (target == 0 || (row.relative() && plain.isEmpty())) {
      return false;
    }
    return (row.relative() ? figure / plain.getAsDouble() : figure) > target;
  }

  /** Three significant digits. */
  private static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
