package io.bobbin.pickle;

import java.util.List;

/** The constants of an enum, by their names. */
final class EnumForm extends Form {
  private final Class<?> type;

  /** The name of the class in the image that this reads. */
  private final String then;

  EnumForm(Class<?> type) {
    this(type, type.getName());
  }

  private EnumForm(Class<?> type, String then) {
    super(Kind.ENUM);
    this.type = type;
    this.then = then;
  }

  @Override
  String name() {
    return type.getName();
  }

  @Override
  List<Origin> findOrigins() {
    return Origin.of(List.of(type));
  }

  static EnumForm read(ImageReader from) {
    String name = from.text();
    Class<?> type = ClassNames.read(name, from);
    if (!type.isEnum()) {
      throw from.damaged(name + " is no enum here");
    }
    return new EnumForm(type, name);
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
    String name = from.filter().evolution().fieldName(then, from.bytes().text());
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new PickleException(name() + " has no constant " + name + " here");
  }
}
