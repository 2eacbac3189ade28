package io.bobbin.pickle;

/**
 * A form that each JVM knows by its name. Unless it says otherwise, objects are made empty first.
 */
abstract class NamedForm extends Form {
  private final String name;

  NamedForm(String name) {
    super(Kind.NAMED);
    this.name = name;
  }

  @Override
  final String name() {
    return name;
  }

  @Override
  boolean isShell() {
    return true;
  }
}
