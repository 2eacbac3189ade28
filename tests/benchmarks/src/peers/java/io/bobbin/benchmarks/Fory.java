package io.bobbin.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** Apache Fory, of objects that have what frames have; both sides know their classes. */
public class Fory {
  @Benchmark
  public byte[] pickle(PicklesFory s) {
    return s.pickle();
  }

  @Benchmark
  public FrameState unpickle(PicklesFory s) {
    return s.read();
  }

  @Benchmark
  public FrameState pickleAndRead(PicklesFory s) {
    return s.readAgain();
  }

  @Benchmark
  public FrameState fork(PicklesFory s) {
    return s.copy();
  }
}
