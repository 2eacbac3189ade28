package io.bobbin.pickle;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code Set.of} and {@code Map.of}, whose order is another in each JVM. They take over the inside
 * of one that is made here, so that they may be part of a circle.
 */
final class ImmutableForm extends NamedForm {
  private final String small;
  private final String large;

  /**
   * Makes a form.
   *
   * @param small the class within {@code ImmutableCollections} of the small ones
   * @param large that of all others
   */
  ImmutableForm(String name, String small, String large) {
    super(name);
    this.small = "java.util.ImmutableCollections$" + small;
    this.large = "java.util.ImmutableCollections$" + large;
  }

  boolean isFor(Class<?> type) {
    return type.getName().equals(small) || type.getName().equals(large);
  }

  @Override
  boolean isHashed() {
    return true;
  }

  @Override
  boolean isCollection() {
    return true;
  }

  @Override
  void saveShape(Object object, ImageWriter to) {
    to.number(object.getClass().getName().equals(small) ? 1 : 0);
  }

  @Override
  Object shell(ImageReader from) {
    return Inner.empty(Inner.type(from.number(0, 1) == 1 ? small : large));
  }

  @Override
  void save(Object object, ImageWriter to) {
    if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            to.key(key);
            to.valueOfKey(value);
          });
    } else {
      ((Set<?>) object).forEach(to::key);
    }
  }

  @Override
  void fill(Object object, ImageReader from) {
    Object made;
    try {
      from.payForComparing(object instanceof Map ? 2 : 1, false);
      made = object instanceof Map ? map(from) : set(from);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw from.damaged("elements that " + name() + " cannot have: " + e);
    }
    if (made.getClass() != object.getClass()) {
      throw from.damaged("a " + name() + " of another size");
    }
    for (Field field : object.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Access access = Inner.field(object.getClass(), field.getName());
        if (access.isReference()) {
          access.setReference(object, access.reference(made));
        } else {
          access.setBits(object, access.bits(made));
        }
      }
    }
  }

  private static Set<Object> set(ImageReader from) {
    Object[] elements = new Object[from.referencesLeft()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = from.key();
    }
    return Set.of(elements);
  }

  private static Map<Object, Object> map(ImageReader from) {
    List<Map.Entry<Object, Object>> entries = new ArrayList<>();
    while (from.referencesLeft() > 0) {
      Object key = from.key();
      Object value = from.reference();
      if (key == null || value == null) {
        throw from.damaged("a Map.of with null");
      }
      entries.add(Map.entry(key, value));
    }
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    Map.Entry<Object, Object>[] array = entries.toArray(new Map.Entry[0]);
    return Map.ofEntries(array);
  }
}
