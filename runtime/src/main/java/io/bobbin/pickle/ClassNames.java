package io.bobbin.pickle;

import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Classes as values: those of programs that are allowed, and the public ones of the JDK. */
final class ClassNames {
  private static final Map<String, Class<?>> PRIMITIVES =
      Stream.of(
              boolean.class,
              byte.class,
              char.class,
              short.class,
              int.class,
              long.class,
              float.class,
              double.class,
              void.class)
          .collect(Collectors.toMap(Class::getName, Function.identity()));

  private ClassNames() {}

  static boolean isOfJdk(String name) {
    Class<?> found = name.startsWith("java.") ? Inner.find(name) : null;
    return found != null && Forms.isOfJdk(found);
  }

  /** The class of a name, which is not initialised. */
  static Class<?> read(String name, ImageReader from) {
    if (isOfJdk(name)) {
      return Inner.type(name);
    }
    return from.filter().classOfData(name);
  }

  /** Writes the name of a class among the numbers of an object. */
  static void write(Class<?> type, ImageWriter to) {
    to.definitions().origin(type);
    to.numbers().text(type.getName());
  }

  static Form form() {
    return new ValueForm<>(
        Class.class,
        (type, to) -> {
          Class<?> element = type;
          int depth = 0;
          for (; element.isArray(); depth++) {
            element = element.getComponentType();
          }
          String name = element.getName();
          if (element.isHidden()
              || (Forms.isOfJdk(element)
                  && !element.isPrimitive()
                  && !(isOfJdk(name) && Modifier.isPublic(element.getModifiers())))) {
            throw to.refusal("of " + name + " cannot be pickled");
          }
          to.number(depth);
          write(element, to);
        },
        from -> {
          int depth = from.number(0, 255);
          String name = from.bytes().text();
          Class<?> primitive = PRIMITIVES.get(name);
          Class<?> type = primitive == null ? read(name, from) : primitive;
          if (type == void.class && depth > 0) {
            throw from.damaged("an array of void");
          }
          for (int i = 0; i < depth; i++) {
            type = type.arrayType();
          }
          return type;
        });
  }

  /** Reads the name of an enum. */
  @SuppressWarnings("unchecked") // which enum it is, the image says
  static Class<Enum> readEnum(ImageReader from) {
    String name = from.bytes().text();
    Class<?> type = read(name, from);
    if (!type.isEnum()) {
      throw from.damaged(name + " is no enum here");
    }
    return (Class<Enum>) type;
  }
}
