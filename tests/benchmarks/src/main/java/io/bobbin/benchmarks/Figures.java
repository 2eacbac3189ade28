package io.bobbin.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What was measured under one configuration: for each workload and contender a few figures. */
final class Figures {
  private record Key(Contender contender, String workload, String parameter) {}

  private final Map<Key, List<Double>> figures = new HashMap<>();
  private final @Nullable String label;

  /**
   * Makes an empty collection.
   *
   * @param label which of JMH's secondary results it is of, or null if of the primary one, the
   *     clock's
   */
  Figures(@Nullable String label) {
    this.label = label;
  }

  /** Adds all iterations of some runs. */
  void add(Contender contender, Iterable<RunResult> runs) {
    for (RunResult run : runs) {
      String benchmark = run.getParams().getBenchmark();
      String workload = benchmark.substring(benchmark.lastIndexOf('.') + 1);
      String parameter = "";
      for (String name : run.getParams().getParamsKeys()) {
        parameter = run.getParams().getParam(name);
      }
      for (BenchmarkResult fork : run.getBenchmarkResults()) {
        for (IterationResult iteration : fork.getIterationResults()) {
          Result<?> time =
              label == null
                  ? iteration.getPrimaryResult()
                  : iteration.getSecondaryResults().get(label);
          if (time != null) {
            add(contender, workload, parameter, time.getScore());
          }
        }
      }
    }
  }

  /** Adds one figure. */
  void add(Contender contender, String workload, String parameter, double figure) {
    figures
        .computeIfAbsent(new Key(contender, workload, parameter), key -> new ArrayList<>())
        .add(figure);
  }

  /** The median of a contender's figures in a row, in the row's unit; empty if it has none. */
  OptionalDouble of(Contender contender, Row row) {
    String parameter = row.parameter() == null ? "" : row.parameter();
    List<Double> all = figures.get(new Key(contender, row.workload(), parameter));
    if (all == null) {
      // Where a contender is the same for every value of the parameter, it has none.
      all = figures.get(new Key(contender, row.workload(), ""));
    }
    if (all == null) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = new ArrayList<>(all);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return OptionalDouble.of(median / row.per());
  }
}
