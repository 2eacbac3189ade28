package io.bobbin.benchmarks;

import org.apache.fory.Fory;

/** Fory without registered classes: names are written, and fields matched by them. */
public class PicklesForyByName extends StateCodec {
  private final Fory fory;

  public PicklesForyByName() {
    fory =
        Fory.builder()
            .withXlang(false)
            .withRefTracking(true)
            .withRefCopy(true)
            .ignoreStringRef(false)
            .withCompatible(true)
            .requireClassRegistration(false)
            .build();
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
