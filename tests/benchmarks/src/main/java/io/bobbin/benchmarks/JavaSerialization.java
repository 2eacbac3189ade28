package io.bobbin.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** The JDK's serialization, of objects that have what frames have. */
public class JavaSerialization {
  @Benchmark
  public byte[] pickle(PicklesJavaSerialization s) {
    return s.pickle();
  }

  @Benchmark
  public FrameState unpickle(PicklesJavaSerialization s) {
    return s.read();
  }

  @Benchmark
  public FrameState pickleAndRead(PicklesJavaSerialization s) {
    return s.readAgain();
  }
}
