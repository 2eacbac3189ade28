package io.bobbin.pickle;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One field of objects: read and written as a reference, or as the bits of a primitive. */
final class Access {
  private static final MethodHandle FLOAT_TO_BITS;
  private static final MethodHandle BITS_TO_FLOAT;
  private static final MethodHandle DOUBLE_TO_BITS;
  private static final MethodHandle BITS_TO_DOUBLE;

  static {
    try {
      Lookup lookup = MethodHandles.publicLookup();
      FLOAT_TO_BITS =
          lookup.findStatic(Float.class, "floatToRawIntBits", methodType(int.class, float.class));
      BITS_TO_FLOAT =
          lookup.findStatic(Float.class, "intBitsToFloat", methodType(float.class, int.class));
      DOUBLE_TO_BITS =
          lookup.findStatic(
              Double.class, "doubleToRawLongBits", methodType(long.class, double.class));
      BITS_TO_DOUBLE =
          lookup.findStatic(Double.class, "longBitsToDouble", methodType(double.class, long.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final Class<?> type;
  private final MethodHandle getter;
  private final MethodHandle setter;

  private Access(String name, Class<?> type, MethodHandle getter, MethodHandle setter) {
    this.name = name;
    this.type = type;
    this.getter = getter;
    this.setter = setter;
  }

  /** The fields that a class declares whose values belong to its objects' state. */
  static List<Access> declaredIn(Class<?> type) {
    List<Access> found = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        found.add(of(field));
      }
    }
    return found;
  }

  /** A field of a class or of one of its superclasses, whether it is transient or not. */
  static Access named(Class<?> type, String name) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return of(field);
        }
      }
    }
    throw new RefusedClassException(type.getName() + " has no field " + name + " here");
  }

  private static Access of(Field field) {
    try {
      field.setAccessible(true);
      Lookup lookup = MethodHandles.lookup();
      MethodHandle getter = lookup.unreflectGetter(field);
      MethodHandle setter = lookup.unreflectSetter(field);
      Class<?> type = field.getType();
      if (type == float.class) {
        getter = MethodHandles.filterReturnValue(getter, FLOAT_TO_BITS);
        setter = MethodHandles.filterArguments(setter, 1, BITS_TO_FLOAT);
      } else if (type == double.class) {
        getter = MethodHandles.filterReturnValue(getter, DOUBLE_TO_BITS);
        setter = MethodHandles.filterArguments(setter, 1, BITS_TO_DOUBLE);
      }
      Class<?> as = type.isPrimitive() ? long.class : Object.class;
      return new Access(
          field.getName(),
          type,
          MethodHandles.explicitCastArguments(getter, methodType(as, Object.class)),
          MethodHandles.explicitCastArguments(setter, methodType(void.class, Object.class, as)));
    } catch (IllegalAccessException | RuntimeException e) {
      throw new RefusedClassException(
          "the field "
              + field.getDeclaringClass().getName()
              + '.'
              + field.getName()
              + " cannot be accessed: "
              + e.getMessage()
              + opening(field.getDeclaringClass())
              + ", or write a Pickler");
    }
  }

  /** How the runtime is given the fields of a class, for messages. */
  static String opening(Class<?> type) {
    Module here = Access.class.getModule();
    return ". Start the JVM with --add-opens "
        + type.getModule().getName()
        + '/'
        + type.getPackageName()
        + '='
        + (here.isNamed() ? here.getName() : "ALL-UNNAMED");
  }

  String name() {
    return name;
  }

  Class<?> type() {
    return type;
  }

  boolean isReference() {
    return !type.isPrimitive();
  }

  @Nullable Object reference(Object object) {
    try {
      return getter.invokeExact(object);
    } catch (Throwable e) {
      throw failed(object, e);
    }
  }

  long bits(Object object) {
    try {
      return (long) getter.invokeExact(object);
    } catch (Throwable e) {
      throw failed(object, e);
    }
  }

  void setReference(Object object, @Nullable Object value) {
    try {
      setter.invokeExact(object, value);
    } catch (Throwable e) {
      throw failed(object, e);
    }
  }

  void setBits(Object object, long bits) {
    try {
      setter.invokeExact(object, bits);
    } catch (Throwable e) {
      throw failed(object, e);
    }
  }

  private PickleException failed(Object object, Throwable e) {
    return new PickleException("the field " + object.getClass().getName() + '.' + name, e);
  }
}
