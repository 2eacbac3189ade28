package io.bobbin.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** Apache Fory where an image tells the names of classes and fields, so that these may change. */
public class ForyByName {
  @Benchmark
  public byte[] pickle(PicklesForyByName s) {
    return s.pickle();
  }

  @Benchmark
  public FrameState unpickle(PicklesForyByName s) {
    return s.read();
  }

  @Benchmark
  public FrameState pickleAndRead(PicklesForyByName s) {
    return s.readAgain();
  }

  @Benchmark
  public FrameState fork(PicklesForyByName s) {
    return s.copy();
  }
}
