package io.bobbin.benchmarks;

/** Fory without registered classes: names are written, and fields matched by them. */
public class PicklesForyByName extends ForyCodec {
  public PicklesForyByName() {
    super(builder().withCompatible(true).requireClassRegistration(false).build());
  }
}
