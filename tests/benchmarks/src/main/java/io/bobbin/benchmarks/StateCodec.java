package io.bobbin.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What writes the frames of {@link Pickles} as objects, and reads them. */
@State(Scope.Thread)
public abstract class StateCodec implements Images {
  @Param({Pickles.ONE_METHOD, Pickles.TEN_METHODS})
  String methods = "";

  /** What is written. */
  FrameState state = new FrameState();

  private byte[] image = {};

  abstract byte[] write(FrameState state);

  abstract FrameState read(byte[] image);

  @Override
  public int size(String methods) {
    return write(FrameState.parked(methods)).length;
  }

  @Setup
  public void setup() {
    state = FrameState.parked(methods);
    image = pickle();
    read().check();
  }

  byte[] pickle() {
    return write(state);
  }

  FrameState read() {
    return read(image);
  }

  FrameState readAgain() {
    return read(pickle());
  }
}
