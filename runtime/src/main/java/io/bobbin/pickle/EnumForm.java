package io.bobbin.pickle;

/** The constants of an enum, by their names. */
final class EnumForm extends Form {
  private final Class<?> type;

  EnumForm(Class<?> type) {
    super(Kind.ENUM);
    this.type = type;
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  void define(ImageWriter to) {
    to.text(name());
  }

  static EnumForm read(ImageReader from) {
    String name = from.text();
    Class<?> type = ClassNames.read(name, from);
    if (!type.isEnum()) {
      throw from.damaged(name + " is no enum here");
    }
    return new EnumForm(type);
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  void save(Object object, ImageWriter to) {
    to.numbers().text(((Enum<?>) object).name());
  }

  @Override
  Object make(ImageReader from) {
    String name = from.bytes().text();
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new PickleException(name() + " has no constant " + name + " here");
  }
}
