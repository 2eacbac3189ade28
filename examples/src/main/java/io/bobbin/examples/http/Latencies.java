package io.bobbin.examples.http;

import java.util.Arrays;
import java.util.List;

/** The times that many exchanges took. */
final class Latencies {
  private final long[] sorted;

  /**
   * Takes times.
   *
   * @param parts nanoseconds, in any order
   */
  Latencies(List<long[]> parts) {
    sorted = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
  }

  int count() {
    return sorted.length;
  }

  /** The time in milliseconds that so many percent of the exchanges did not exceed. */
  double percentile(double percent) {
    int index = (int) Math.ceil(percent / 100 * sorted.length) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.max(0, index)] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        "p50 %.1f ms, p90 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f",
        percentile(50), percentile(90), percentile(99), percentile(99.9), percentile(100));
  }
}
