package io.bobbin.benchmarks;

import org.apache.fory.Fory;

/** Fory with registered classes. */
public class PicklesFory extends ForyCodec {
  public PicklesFory() {
    super(registered());
  }

  private static Fory registered() {
    Fory fory = builder().withCompatible(false).build();
    FrameState.CLASSES.forEach(fory::register);
    return fory;
  }
}
