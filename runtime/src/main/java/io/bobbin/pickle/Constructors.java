package io.bobbin.pickle;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Constructors that make an object of a class, and run only that of one of its superclasses: {@code
 * sun.reflect.ReflectionFactory} of the module {@code jdk.unsupported}, which stays for this use
 * (JEP 260). It is called by reflection, as the compiler warns of each mention.
 */
final class Constructors {
  private static final Object FACTORY;
  private static final Method MAKE;

  /**
   * One for each class of a program that runs that of the JDK's class below it, or of Object where
   * that has state. Making one may initialise the class (JDK 25 does).
   */
  private static final ClassValue<Constructor<?>> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          return make(type, below(type));
        }
      };

  static {
    try {
      Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
      FACTORY = type.getMethod("getReflectionFactory").invoke(null);
      MAKE = type.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Constructors() {}

  /**
   * A constructor without parameters that makes an object of a class of a program, and runs none of
   * the constructors of the program's classes.
   */
  static Constructor<?> of(Class<?> type) {
    return OF_CLASS.get(type);
  }

  private static Constructor<?> below(Class<?> type) {
    Class<?> at = JdkPart.of(type) == null ? JdkPart.superclass(type) : Object.class;
    try {
      return at.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw new RefusedClassException(at.getName() + " has no constructor without parameters");
    }
  }

  /**
   * A constructor for a class.
   *
   * @param type the class
   * @param of the constructor of a superclass, which is all that is run
   */
  static Constructor<?> make(Class<?> type, Constructor<?> of) {
    try {
      return (Constructor<?>) MAKE.invoke(FACTORY, type, of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new RefusedClassException("no object of " + type.getName() + " can be made: " + e);
    }
  }
}
