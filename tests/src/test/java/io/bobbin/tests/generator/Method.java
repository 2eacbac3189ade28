package io.bobbin.tests.generator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method of the program: its signature, which is made before any body. */
final class Method {
  final ClassModel owner;
  final String name;
  final List<Type> parameters;
  final Type result;

  /** What kind of method: the construct that calls of it and its declaration count as. */
  final Construct kind;

  /** Throws Exception, as declared. */
  boolean checked;

  /** May have no calls but parks, so that it needs no fuel. */
  boolean leaf;

  /** The method that this one overrides or implements. */
  @Nullable Method overridden;

  Method(ClassModel owner, String name, List<Type> parameters, Type result, Construct kind) {
    this.owner = owner;
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.result = result;
    this.kind = kind;
  }

  boolean isStatic() {
    return switch (kind) {
      case STATIC_METHOD,
          STATIC_PRIVATE_METHOD,
          VARARGS_METHOD,
          GENERIC_METHOD,
          INTERFACE_STATIC_METHOD ->
          true;
      default -> false;
    };
  }

  boolean isAbstract() {
    return kind == Construct.ABSTRACT_METHOD;
  }

  /** Called from its own class only: nest mates would do too, but not in Java 8. */
  boolean isPrivate() {
    return switch (kind) {
      case PRIVATE_METHOD, STATIC_PRIVATE_METHOD, INTERFACE_PRIVATE_METHOD -> true;
      default -> false;
    };
  }

  boolean isOverridable() {
    return switch (kind) {
      case VIRTUAL_METHOD, DEFAULT_METHOD, ABSTRACT_METHOD, OVERRIDING_METHOD -> true;
      default -> false;
    };
  }
}
