package io.bobbin.pickle;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Objects that values are found by: one that a static field has, of the class that made it, is
 * known by that field, and is the one that is there for who reads. Any other comes along.
 */
abstract class StaticForm extends NamedForm {
  /** What an image says first of one that is known by a static field. */
  private static final int STATIC = 2;

  private final Class<?> type;

  /**
   * Makes a form.
   *
   * @param type the class of the objects
   */
  StaticForm(String name, Class<?> type) {
    super(name);
    this.type = type;
  }

  /** The class in which to look for a static field; null if it was unloaded. */
  abstract @Nullable Class<?> maker(Object object);

  /** What an image says first of an object that comes along, of 0 and 1. */
  abstract int kind(Object object);

  /** Writes the rest of an object that comes along. */
  abstract void saveContent(Object object, ImageWriter to);

  /** Makes an object that comes along. */
  abstract Object make(int kind, ImageReader from);

  /** What is said of a value that nobody would find where it is read. */
  final String notFound() {
    return "a value of a "
        + what()
        + " that is in no static field of the class that made it, and that nothing else in the"
        + " pickle refers to: make it where its static field is declared";
  }

  private String what() {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  /** Whether an object is known by a static field. */
  final boolean isStatic(Object object) {
    return fieldOf(object) != null;
  }

  private @Nullable Field fieldOf(Object object) {
    Class<?> maker = maker(object);
    if (maker == null || maker.isHidden()) {
      return null;
    }
    for (Field field : maker.getDeclaredFields()) {
      if (suits(field) && valueOf(field) == object) {
        return field;
      }
    }
    return null;
  }

  private boolean suits(Field field) {
    return Modifier.isStatic(field.getModifiers()) && field.getType() == type;
  }

  private static @Nullable Object valueOf(Field field) {
    try {
      field.setAccessible(true);
      return field.get(null);
    } catch (IllegalAccessException | RuntimeException e) {
      throw new RefusedClassException(
          "the static field "
              + field.getDeclaringClass().getName()
              + '.'
              + field.getName()
              + " cannot be accessed: "
              + e.getMessage()
              + Access.opening(field.getDeclaringClass()));
    } catch (LinkageError e) {
      throw new PickleException("a class in the image cannot be used here: " + e, e);
    }
  }

  @Override
  final boolean isShell() {
    return false;
  }

  @Override
  final void save(Object object, ImageWriter to) {
    Field field = fieldOf(object);
    if (field == null) {
      to.number(kind(object));
      saveContent(object, to);
    } else {
      to.number(STATIC);
      ClassNames.write(field.getDeclaringClass(), to);
      to.numbers().text(field.getName());
    }
  }

  @Override
  final Object make(ImageReader from) {
    int kind = from.number(0, STATIC);
    return kind == STATIC
        ? ofField(from.bytes().text(), from.bytes().text(), from)
        : make(kind, from);
  }

  private Object ofField(String className, String then, ImageReader from) {
    Class<?> declaring = from.filter().classOfData(className);
    String name = from.filter().evolution().fieldName(className, then);
    for (Field field : declaring.getDeclaredFields()) {
      if (field.getName().equals(name) && suits(field)) {
        Object known = valueOf(field);
        if (known != null) {
          return known;
        }
      }
    }
    throw new PickleException(
        declaring.getName()
            + " has no static field "
            + name
            + " with a "
            + what()
            + " here, of which the image has a value");
  }
}
