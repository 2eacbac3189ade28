package io.bobbin.pickle;

import java.util.EnumSet;

/** Sets of constants of an enum. */
final class EnumSetForm extends NamedForm {
  EnumSetForm() {
    super("java.util.EnumSet");
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    Class<?> type = (Class<?>) Inner.get(object, "elementType");
    if (type == null) {
      to.numbers().text("");
    } else {
      ClassNames.write(type, to);
    }
  }

  @Override
  void save(Object object, ImageWriter to) {
    ((EnumSet<?>) object).forEach(to::reference);
  }

  @Override
  @SuppressWarnings("unchecked") // which enum it is, the image says
  Object shell(ImageReader from) {
    return EnumSet.noneOf(ClassNames.readEnum(from));
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // the set refuses constants of another enum
  void fill(Object object, ImageReader from) {
    while (from.referencesLeft() > 0) {
      Enum constant = from.reference(Enum.class);
      if (constant == null) {
        throw from.damaged("a set of an enum with null");
      }
      ((EnumSet) object).add(constant);
    }
  }
}
