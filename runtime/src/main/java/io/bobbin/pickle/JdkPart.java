package io.bobbin.pickle;

import org.jspecify.annotations.Nullable;

/**
 * What objects of a program's class have of a class of the JDK that it extends: a throwable's
 * message and cause, a list's elements. It is written and read by the JDK's form of that class, and
 * by way of an object of just that class, so that no method is called which the program overrides:
 * its object is not complete yet.
 *
 * @param type the class of the JDK
 * @param form its form
 */
record JdkPart(Class<?> type, Form form) {
  /**
   * The part of a class's objects.
   *
   * @return the part; null if there is none, as with {@code Object} and {@code AbstractList}
   * @throws RefusedClassException if only the JDK knows what it is
   */
  static @Nullable JdkPart of(Class<?> type) {
    Class<?> ofJdk = superclass(type);
    if (Forms.hasNoState(ofJdk)) {
      return null;
    }
    Form form = Forms.extensible(ofJdk);
    if (form == null) {
      throw new RefusedClassException(
          type.getName()
              + " extends "
              + ofJdk.getName()
              + ", whose state only the JDK knows: write a Pickler for it");
    }
    return new JdkPart(ofJdk, form);
  }

  /** The first superclass that is the JDK's. */
  static Class<?> superclass(Class<?> type) {
    Class<?> at = type;
    while (!Forms.isOfJdk(at)) {
      at = at.getSuperclass();
    }
    return at;
  }

  String name() {
    return form.name();
  }

  private boolean isThrowable() {
    return form == ThrowableForm.INSTANCE;
  }

  void save(Object object, ImageWriter to) {
    if (isThrowable()) {
      ThrowableForm.save(object, type, to);
    } else {
      Object part = Inner.copy(object, type);
      form.saveShape(part, to);
      form.save(part, to);
    }
  }

  void fill(Object object, ImageReader from) {
    if (isThrowable()) {
      ThrowableForm.fill(object, type, from);
    } else {
      Object part = form.shell(from);
      form.fill(part, from);
      Inner.copy(part, object, type);
    }
  }
}
