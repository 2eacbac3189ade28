package io.bobbin.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the JDK that are a few fields which are the same in all versions: wrappers, which can
 * be serialized, and iterators that ask another.
 */
final class JdkFieldForm extends NamedForm {
  /** A list of any length, all of whose elements are one. */
  private static final Class<?> COPIES = Inner.type("java.util.Collections$CopiesList");

  private final Class<?> type;
  private final String[] fields;

  private JdkFieldForm(String name, Class<?> type, String... fields) {
    super(name);
    this.type = type;
    this.fields = fields;
  }

  /** The form of a class, or null if this JDK has no such class. */
  static @Nullable JdkFieldForm of(String name, String... fields) {
    Class<?> type = Inner.find(name);
    return type == null ? null : new JdkFieldForm(name, type, fields);
  }

  /** The form of a class that has another name in later versions. */
  static JdkFieldForm renamed(String before, String since, String... fields) {
    Class<?> type = Inner.find(since);
    return new JdkFieldForm(before, type == null ? Inner.type(before) : type, fields);
  }

  Class<?> type() {
    return type;
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  int partsWithoutReference(Object object) {
    return type == COPIES ? Math.max(0, ((List<?>) object).size()) : 0;
  }

  @Override
  void save(Object object, ImageWriter to) {
    for (String name : fields) {
      Access field = Inner.field(type, name);
      if (field.isReference()) {
        to.reference(field.reference(object));
      } else {
        to.number(field.bits(object));
      }
    }
  }

  @Override
  Object shell(ImageReader from) {
    return Inner.empty(type);
  }

  @Override
  void fill(Object object, ImageReader from) {
    for (String name : fields) {
      Access field = Inner.field(type, name);
      if (field.isReference()) {
        field.setReference(object, from.reference(field.type()));
      } else {
        field.setBits(object, from.number());
      }
    }
  }

  @Override
  String part(Object object, int index) {
    int at = 0;
    for (String name : fields) {
      if (Inner.field(type, name).isReference() && at++ == index) {
        return name;
      }
    }
    return super.part(object, index);
  }
}
