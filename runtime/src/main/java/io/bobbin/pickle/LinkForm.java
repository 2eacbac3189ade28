package io.bobbin.pickle;

import java.util.Objects;

/** Channels that stay where they are, and for which an image has a name. */
final class LinkForm extends NamedForm {
  static final String NAME = "link";
  static final LinkForm FORM = new LinkForm();

  private LinkForm() {
    super(NAME);
  }

  @Override
  boolean isShell() {
    return false;
  }

  @Override
  boolean isMeasured() {
    return false;
  }

  @Override
  void save(Object object, ImageWriter to) {
    to.numbers().text(Objects.requireNonNull(to.linkOf(object)));
  }

  @Override
  Object make(ImageReader from) {
    return from.filter().linked(from.bytes().text());
  }
}
