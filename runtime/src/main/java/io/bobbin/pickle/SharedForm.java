package io.bobbin.pickle;

/** Objects that a fork has in common with its original: there is no copy, but a number. */
final class SharedForm extends Form {
  static final SharedForm FORM = new SharedForm();

  private SharedForm() {
    super(Kind.NAMED);
  }

  @Override
  String name() {
    return "shared";
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  void save(Object object, ImageWriter to) {
    to.numbers().count(to.share(object));
  }

  @Override
  Object make(ImageReader from) {
    return from.shared(from.bytes().countUpTo(Integer.MAX_VALUE));
  }
}
