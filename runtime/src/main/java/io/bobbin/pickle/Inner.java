package io.bobbin.pickle;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of classes of the JDK, which the agent opens to the runtime. Only names that are the
 * same in all the versions are used, or those that are asked for first.
 */
final class Inner {
  private static final ClassValue<Map<String, Access>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Map<String, Access> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          try {
            return Constructors.make(type, Object.class.getConstructor());
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
          }
        }
      };

  private Inner() {}

  /** A class of the JDK, or null if this version has none of this name. */
  static @Nullable Class<?> find(String name) {
    try {
      return Class.forName(name, false, ClassLoader.getPlatformClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** A class of the JDK that each version has. */
  static Class<?> type(String name) {
    Class<?> found = find(name);
    if (found == null) {
      throw new RefusedClassException("this JDK has no " + name);
    }
    return found;
  }

  static Access field(Class<?> type, String name) {
    return FIELDS.get(type).computeIfAbsent(name, any -> Access.named(type, name));
  }

  /** Whether a class or a superclass of it has a field. */
  static boolean has(Class<?> type, String name) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The value of a field that is a reference. */
  static @Nullable Object get(Object object, String name) {
    return field(object.getClass(), name).reference(object);
  }

  /** The value of a field that is a number. */
  static long number(Object object, String name) {
    return field(object.getClass(), name).bits(object);
  }

  static void set(Object object, String name, @Nullable Object value) {
    field(object.getClass(), name).setReference(object, value);
  }

  static void setNumber(Object object, String name, long value) {
    field(object.getClass(), name).setBits(object, value);
  }

  /** The value of a static field. */
  static Object constant(Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(null);
    } catch (NoSuchFieldException | IllegalAccessException | RuntimeException e) {
      throw new RefusedClassException(
          "the field " + type.getName() + '.' + name + " cannot be accessed: " + e.getMessage());
    }
  }

  /** An object whose fields are zero and null; no constructor but that of Object is run. */
  static Object empty(Class<?> type) {
    try {
      return CONSTRUCTORS.get(type).newInstance();
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new PickleException("cannot make an object of " + type.getName(), e);
    }
  }

  /**
   * A copy of an object, its fields one by one.
   *
   * @param type its class, or one that has superclasses in common with it: then their fields and
   *     those of the same names are copied
   */
  static Object copy(Object object, Class<?> type) {
    Object copy = empty(type);
    copy(object, copy, type);
    return copy;
  }

  /** Copies the fields that a class and its superclasses declare; as {@link #copy} does. */
  static void copy(Object object, Object copy, Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        Class<?> source = at.isInstance(object) ? at : object.getClass();
        if (has(source, field.getName())) {
          Access to = field(at, field.getName());
          Access from = field(source, field.getName());
          if (to.isReference()) {
            to.setReference(copy, from.reference(object));
          } else {
            to.setBits(copy, from.bits(object));
          }
        }
      }
    }
  }
}
