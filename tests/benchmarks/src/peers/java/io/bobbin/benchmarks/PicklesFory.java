package io.bobbin.benchmarks;

import org.apache.fory.Fory;

/** Fory with registered classes, and with what keeps one object one: references. */
public class PicklesFory extends StateCodec {
  private final Fory fory;

  public PicklesFory() {
    fory =
        Fory.builder()
            .withXlang(false)
            .withRefTracking(true)
            .withRefCopy(true)
            .ignoreStringRef(false)
            .withCompatible(false)
            .build();
    FrameState.CLASSES.forEach(fory::register);
  }

  @Override
  byte[] write(FrameState state) {
    return fory.serialize(state);
  }

  @Override
  FrameState read(byte[] image) {
    return (FrameState) fory.deserialize(image);
  }

  FrameState copy() {
    return fory.copy(state);
  }
}
