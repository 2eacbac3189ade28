package io.bobbin.benchmarks;

import io.bobbin.Generator;
import io.bobbin.Suspendable;

/**
 * A numeric loop, in methods of its own and between the parks of a generator. Both do the same in
 * one step, on the same data, so that what differs is the resume body's code.
 */
final class Numbers {
  static final int SIZE = 4096;

  private final double[] values = new double[SIZE];
  private final int[] table = new int[SIZE];

  Numbers() {
    for (int i = 0; i < SIZE; i++) {
      values[i] = i;
      table[i] = i * 31;
    }
  }

  /** A step without parks: a loop that can be vectorised, then one that cannot. */
  int step(int seed) {
    double[] v = values;
    int[] t = table;
    for (int i = 0; i < v.length; i++) {
      v[i] = v[i] * 0.5 + 1;
    }
    int x = seed;
    for (int i = 0; i < t.length; i++) {
      x = x * 31 + (t[i] ^ x >>> 7);
    }
    return x;
  }

  /** The same step between each two parks. */
  @Suspendable
  void steps(Generator.Output<int[]> out, int[] result) {
    int seed = 0;
    while (true) {
      double[] v = values;
      int[] t = table;
      for (int i = 0; i < v.length; i++) {
        v[i] = v[i] * 0.5 + 1;
      }
      int x = seed;
      for (int i = 0; i < t.length; i++) {
        x = x * 31 + (t[i] ^ x >>> 7);
      }
      result[0] = x;
      out.yield(result);
      seed++;
    }
  }
}
