package io.bobbin.benchmarks;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Kryo with registered classes, and with what keeps one object one: references. */
public class PicklesKryo extends StateCodec {
  private final Kryo kryo = new Kryo();
  private final Output output = new Output(1024, -1);

  public PicklesKryo() {
    kryo.setReferences(true);
    FrameState.CLASSES.forEach(kryo::register);
  }

  @Override
  byte[] write(FrameState state) {
    output.reset();
    kryo.writeClassAndObject(output, state);
    return output.toBytes();
  }

  @Override
  FrameState read(byte[] image) {
    return (FrameState) kryo.readClassAndObject(new Input(image));
  }

  FrameState copy() {
    return kryo.copy(state);
  }
}
