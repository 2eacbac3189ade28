package io.bobbin.pickle;

/** Values that are made at once: strings, boxes, what the JDK has no empty object of. */
final class ValueForm<T> extends Form {
  /** Writes a value. */
  interface Saver<T> {
    void save(T value, ImageWriter to);
  }

  /** Reads a value. */
  interface Maker<T> {
    T make(ImageReader from);
  }

  private final String name;
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
    super(Kind.NAMED);
    this.name = name;
    this.type = type;
    this.saver = saver;
    this.maker = maker;
    this.isCollection = isCollection;
  }

  @Override
  String name() {
    return name;
  }

  @Override
  void define(ImageWriter to) {
    to.text(name());
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
