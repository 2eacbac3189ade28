package io.bobbin.pickle;

import java.net.URL;
import java.util.Set;

/** Values that are made at once: strings, boxes, what the JDK has no empty object of. */
final class ValueForm<T> extends NamedForm {
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
  private final Saver<? super T> saver;
  private final Maker<? extends T> maker;
  private final boolean isCollection;

  ValueForm(Class<T> type, Saver<? super T> saver, Maker<? extends T> maker) {
    this(type.getName(), type, saver, maker, false);
  }

  /**
   * Makes a form of a name of its own.
   *
   * @param isCollection whether hashing a value hashes its parts
   */
  ValueForm(
      String name,
      Class<T> type,
      Saver<? super T> saver,
      Maker<? extends T> maker,
      boolean isCollection) {
    super(name);
    this.type = type;
    this.saver = saver;
    this.maker = maker;
    this.isCollection = isCollection;
  }

  static boolean isPlain(String name) {
    return PLAIN.contains(name);
  }

  @Override
  boolean isMeasured() {
    return !isPlain(name());
  }

  @Override
  boolean asksNetwork() {
    return type == URL.class;
  }

  @Override
  boolean isCollection() {
    return isCollection;
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
