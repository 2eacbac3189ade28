package io.bobbin.pickle;

import java.util.Set;

/** Values that are nothing but numbers: strings, boxes, classes. */
final class ValueForm<T> extends Form {
  /** Writes a value. */
  interface Saver<T> {
    void save(T value, ImageWriter to);
  }

  /** Reads a value. */
  interface Maker<T> {
    T make(ImageReader from);
  }

  /** Those whose numbers anybody can read. */
  private static final Set<String> PLAIN =
      Set.of(
          "java.lang.String",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Short",
          "java.lang.Character",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Float",
          "java.lang.Double");

  private final Class<T> type;
  private final Saver<T> saver;
  private final Maker<T> maker;

  ValueForm(Class<T> type, Saver<T> saver, Maker<T> maker) {
    super(Kind.NAMED);
    this.type = type;
    this.saver = saver;
    this.maker = maker;
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  void define(ImageWriter to) {
    to.text(name());
  }

  static boolean isPlain(String name) {
    return PLAIN.contains(name);
  }

  @Override
  boolean isMeasured() {
    return !isPlain(name());
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  void save(Object object, ImageWriter to) {
    saver.save(type.cast(object), to);
  }

  @Override
  Object make(ImageReader from) {
    return maker.make(from);
  }
}
