package io.bobbin.pickle;

import io.bobbin.frame.Inlet;
import io.bobbin.frame.Portable;
import java.util.function.Function;

/** Objects of the runtime that say themselves how they are written. */
class RuntimeForm extends NamedForm {
  private final Function<Inlet, Portable> empty;

  RuntimeForm(String name, Function<Inlet, Portable> empty) {
    super(name);
    this.empty = empty;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    ((Portable) object).saveShape(to);
  }

  @Override
  void save(Object object, ImageWriter to) {
    ((Portable) object).save(to);
  }

  @Override
  Object shell(ImageReader from) {
    return empty.apply(from);
  }

  @Override
  void fill(Object object, ImageReader from) {
    ((Portable) object).restore(from);
  }

  @Override
  String part(Object object, int index) {
    return Parts.of((Portable) object, index);
  }
}
