package io.bobbin.tests.generator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of the generated language.
 *
 * @param name as written in the source
 * @param kind what can be done with its values
 * @param element of an array the element type, of a boxed type the primitive
 */
record Type(String name, Kind kind, @Nullable Type element) {
  /** What can be done with the values of a type. */
  enum Kind {
    VOID,
    BOOLEAN,
    BYTE,
    SHORT,
    CHAR,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BOXED,
    ARRAY,
    OBJECT,
    /** A class or interface of the program. */
    CLASS,
    /** A functional interface; values are lambdas, which are never logged or concatenated. */
    FUNCTION,
    THROWABLE,
    /** A type variable; values come from parameters only. */
    VARIABLE
  }

  static final Type VOID = simple("void", Kind.VOID);
  static final Type BOOLEAN = simple("boolean", Kind.BOOLEAN);
  static final Type BYTE = simple("byte", Kind.BYTE);
  static final Type SHORT = simple("short", Kind.SHORT);
  static final Type CHAR = simple("char", Kind.CHAR);
  static final Type INT = simple("int", Kind.INT);
  static final Type LONG = simple("long", Kind.LONG);
  static final Type FLOAT = simple("float", Kind.FLOAT);
  static final Type DOUBLE = simple("double", Kind.DOUBLE);
  static final Type STRING = simple("String", Kind.STRING);
  static final Type OBJECT = simple("Object", Kind.OBJECT);
  static final Type INTEGER = boxed("Integer", INT);
  static final Type BOOM = simple("Boom", Kind.THROWABLE);
  static final Type VARIABLE = simple("T", Kind.VARIABLE);

  static final List<Type> NUMBERS = List.of(INT, LONG, BYTE, SHORT, CHAR, FLOAT, DOUBLE);

  static final List<Type> PRIMITIVES =
      List.of(INT, LONG, BOOLEAN, BYTE, SHORT, CHAR, FLOAT, DOUBLE);

  static final List<Type> BOXES =
      List.of(
          INTEGER,
          boxed("Long", LONG),
          boxed("Boolean", BOOLEAN),
          boxed("Byte", BYTE),
          boxed("Short", SHORT),
          boxed("Character", CHAR),
          boxed("Float", FLOAT),
          boxed("Double", DOUBLE));

  /** No {@code Object[][]}: an {@code Object[]} must not hold arrays of objects, or itself. */
  static final List<Type> ARRAYS =
      List.of(
          INT.array(),
          LONG.array(),
          BOOLEAN.array(),
          BYTE.array(),
          SHORT.array(),
          CHAR.array(),
          FLOAT.array(),
          DOUBLE.array(),
          STRING.array(),
          OBJECT.array(),
          INT.array().array(),
          LONG.array().array(),
          STRING.array().array(),
          FLOAT.array().array().array());

  private static Type simple(String name, Kind kind) {
    return new Type(name, kind, null);
  }

  private static Type boxed(String name, Type primitive) {
    return new Type(name, Kind.BOXED, primitive);
  }

  static Type ofClass(String name) {
    return simple(name, Kind.CLASS);
  }

  static Type ofFunction(String name) {
    return simple(name, Kind.FUNCTION);
  }

  Type array() {
    return new Type(name + "[]", Kind.ARRAY, this);
  }

  boolean is(Kind... kinds) {
    return List.of(kinds).contains(kind);
  }

  boolean isPrimitive() {
    return kind.compareTo(Kind.BOOLEAN) >= 0 && kind.compareTo(Kind.DOUBLE) <= 0;
  }

  boolean isNumeric() {
    return isPrimitive() && kind != Kind.BOOLEAN;
  }

  boolean isIntegral() {
    return isNumeric() && kind != Kind.FLOAT && kind != Kind.DOUBLE;
  }

  boolean isReference() {
    return !isPrimitive() && kind != Kind.VOID;
  }

  /** Narrower than int: the result of arithmetic must be cast back. */
  boolean isNarrow() {
    return is(Kind.BYTE, Kind.SHORT, Kind.CHAR);
  }

  /** Whether values show in logs and strings in the same way in every run. */
  boolean isPrintable() {
    return isPrimitive() || is(Kind.STRING, Kind.BOXED, Kind.CLASS);
  }

  /** The element of an array, the primitive of a box. */
  Type part() {
    Type part = element;
    if (part == null) {
      throw new IllegalStateException(name + " has no parts");
    }
    return part;
  }

  /** The box of a primitive. */
  Type boxed() {
    return BOXES.stream().filter(b -> b.part().equals(this)).findFirst().orElseThrow();
  }

  /** Whether a primitive converts to another without a cast. */
  boolean widensTo(Type wider) {
    if (!isNumeric() || !wider.isNumeric() || this.equals(wider)) {
      return false;
    }
    if (kind == Kind.CHAR || wider.kind == Kind.CHAR) {
      return kind == Kind.CHAR && wider.kind.compareTo(Kind.INT) >= 0;
    }
    return kind.compareTo(wider.kind) < 0;
  }
}
