package io.bobbin.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/**
 * Kryo 5, of objects that have what frames have. It keeps a buffer and a table from one image to
 * the next.
 */
public class Kryo {
  @Benchmark
  public byte[] pickle(PicklesKryo s) {
    return s.pickle();
  }

  @Benchmark
  public FrameState unpickle(PicklesKryo s) {
    return s.read();
  }

  @Benchmark
  public FrameState pickleAndRead(PicklesKryo s) {
    return s.readAgain();
  }

  @Benchmark
  public FrameState fork(PicklesKryo s) {
    return s.copy();
  }
}
