package io.bobbin.benchmarks;

import org.apache.fory.Fory;
import org.apache.fory.config.ForyBuilder;

/** Fory with what keeps one object one: references. */
abstract class ForyCodec extends StateCodec {
  private final Fory fory;

  ForyCodec(Fory fory) {
    this.fory = fory;
  }

  static ForyBuilder builder() {
    return Fory.builder()
        .withXlang(false)
        .withRefTracking(true)
        .withRefCopy(true)
        .ignoreStringRef(false);
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
