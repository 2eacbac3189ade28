package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.expr;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Type.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes calls: of the program's methods and constructors, and of the primitives that park. */
final class Calls {
  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Calls(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  // Primitives

  @Nullable Expr park(Construct c, Type type, Scope scope, int depth) {
    String name = type.name();
    if (c == Construct.PARK_RAISE) {
      return expr(
          c,
          type,
          "Park.raise" + (type.is(Kind.INT) ? "Int" : "Ref") + "(",
          boom(scope, depth),
          ")");
    } else if (c == Construct.PARK_RARE_VALUE) {
      return expr(
          c,
          type,
          type.is(Kind.STRING)
              ? "Park.nothing()"
              : "Park.rare" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "()");
    }
    boolean typed =
        type.isPrimitive()
            || type.is(Kind.STRING)
            || name.equals("int[]")
            || name.equals("Object[]");
    return expr(
        c,
        type,
        typed && dice.percent(90) && !type.is(Kind.VARIABLE) ? "Park.value(" : ref(type),
        bodies.expr(type, scope, depth - 1),
        ")");
  }

  private static String ref(Type type) {
    return type.isPrimitive() ? "Park.value(" : "Park.<" + type.name() + ">ref(";
  }

  Expr boom(Scope scope, int depth) {
    return bodies.expr(Type.BOOM, scope, depth - 1);
  }

  // Methods

  /** A call whose result can stand for the type, or null if no method has such. */
  @Nullable Expr call(Type type, Scope scope, int depth) {
    if (dice.happens(Construct.SUPER_CALL)) {
      Expr made = superCall(type, scope, depth);
      if (made != null) {
        return made;
      }
    }
    return callOf(type, type, t -> world.isSubtype(t, type), scope, depth);
  }

  /** A call for its effect: the result is dropped. */
  @Nullable Expr any(Scope scope, int depth) {
    return callOf(null, Type.VOID, t -> true, scope, depth);
  }

  /** A call of a method with another numeric result, cast. */
  @Nullable Expr converted(Type type, Scope scope, int depth) {
    Expr made = callOf(null, type, t -> t.isNumeric() && !t.equals(type), scope, depth);
    return made == null
        ? null
        : expr(Construct.CALL_CONVERTED, type, "((", type.name(), ") ", made, ")");
  }

  private @Nullable Expr callOf(
      @Nullable Type result, Type type, Predicate<Type> wanted, Scope scope, int depth) {
    List<Method> candidates = callable(scope, m -> wanted.test(m.result));
    if (candidates.isEmpty()) {
      return null;
    }
    Method method = dice.pick(candidates);
    return callOf(method, result == null ? method.result : type, scope, depth);
  }

  /** The methods that can be called from a place; not the generic ones. */
  List<Method> callable(Scope scope, Predicate<Method> wanted) {
    if (!scope.body.calls) {
      return List.of();
    }
    return world.methods.stream()
        .filter(
            m ->
                wanted.test(m)
                    && m.kind != Construct.GENERIC_METHOD
                    && (scope.checked || !m.checked)
                    && (!m.isPrivate() || isHome(m.owner, scope)))
        .toList();
  }

  /**
   * Whether private members of a class can be named, and, in an old class file, called directly.
   */
  private boolean isHome(ClassModel owner, Scope scope) {
    ClassModel home = scope.body.home;
    boolean nestMates =
        home != null
            && !owner.isInterface()
            && (home.nested || home == world.main)
            && (owner.nested || owner == world.main);
    return home == owner || nestMates && (dice.level >= 11 || world.settings.pins());
  }

  private Expr callOf(Method method, Type type, Scope scope, int depth) {
    List<Object> parts = new ArrayList<>();
    parts.add(receiver(method, scope, depth));
    parts.add("." + method.name + "(");
    parts.addAll(arguments(method, scope, depth));
    parts.add(")");
    return expr(method.kind, type, parts);
  }

  private Object receiver(Method method, Scope scope, int depth) {
    ClassModel owner = method.owner;
    if (method.isStatic()) {
      return owner.type.name();
    }
    ClassModel self = scope.body.self;
    boolean own = self != null && (method.isPrivate() ? self == owner : self.isSubtypeOf(owner));
    if (own && dice.percent(60)) {
      return "this";
    }
    Expr receiver = bodies.expr(owner.type, scope, depth - 1);
    // Subclasses do not inherit what is private.
    return method.isPrivate() ? List.of("((" + owner.type.name() + ") ", receiver, ")") : receiver;
  }

  private List<Object> arguments(Method method, Scope scope, int depth) {
    List<Type> types = new ArrayList<>(method.parameters);
    if (method.kind == Construct.VARARGS_METHOD && dice.percent(80)) {
      Type element = types.remove(types.size() - 1).part();
      for (int i = dice.between(0, 3); i > 0; i--) {
        types.add(element);
      }
    }
    return arguments(types, scope, depth);
  }

  List<Object> arguments(List<Type> types, Scope scope, int depth) {
    List<Object> parts = new ArrayList<>();
    for (Type type : types) {
      if (!parts.isEmpty()) {
        parts.add("," + bodies.expressions.split() + " ");
      }
      parts.add(bodies.expr(type, scope, depth - 1));
    }
    return parts;
  }

  /** A call of the method that the body's method overrides, or null if it cannot be called. */
  @Nullable Expr superCall(Type type, Scope scope, int depth) {
    Method method = scope.body.method;
    if (method == null || !scope.body.calls) {
      return null;
    }
    Method overridden = method.overridden;
    if (overridden == null
        || overridden.isAbstract()
        || overridden.checked && !scope.checked
        || !world.isSubtype(overridden.result, type)) {
      return null;
    }
    ClassModel owner = overridden.owner;
    String receiver = "super";
    if (owner.isInterface()) {
      List<ClassModel> direct = method.owner.supertypes;
      if (!direct.contains(owner)
          || direct.stream().anyMatch(s -> s != owner && s.isSubtypeOf(owner))) {
        return null;
      }
      receiver = owner.type.name() + ".super";
    }
    return expr(
        Construct.SUPER_CALL,
        type,
        receiver + "." + method.name + "(",
        arguments(overridden.parameters, scope, depth),
        ")");
  }

  @Nullable Expr generic(Type type, Scope scope, int depth) {
    List<Method> generic =
        world.methods.stream()
            .filter(
                m ->
                    m.kind == Construct.GENERIC_METHOD
                        && scope.body.calls
                        && (scope.checked || !m.checked))
            .toList();
    if (generic.isEmpty()) {
      return null;
    }
    Method method = dice.pick(generic);
    List<Type> types = method.parameters.stream().map(p -> p.is(Kind.VARIABLE) ? type : p).toList();
    return expr(
        Construct.CALL_GENERIC,
        type,
        method.owner.type.name() + ".<" + type.name() + ">" + method.name + "(",
        arguments(types, scope, depth),
        ")");
  }

  // Constructors

  @Nullable Expr newObject(Type type, Scope scope, int depth) {
    if (type.is(Kind.THROWABLE)) {
      return expr(
          Construct.NEW_OBJECT,
          type,
          dice.pick("new Boom(", "new Boom(", "new Bang("),
          bodies.expr(Type.INT, scope, depth - 1),
          ")");
    }
    ClassModel model = dice.pick(world.instantiable(world.classOf(type)));
    if (model.kind == Construct.ENUM) {
      return expr(
          Construct.ENUM,
          type,
          model.type.name() + ".values()[",
          bodies.expr(Type.INT, scope, depth - 1),
          " & 1]");
    }
    if (model.kind == Construct.CLASS && !scope.body.calls && world.settings.pins()) {
      return null; // its constructor may call
    }
    List<Type> types = new ArrayList<>(model.constructor);
    if (model.secondConstructor && dice.percent(50)) {
      types.addAll(List.of(Type.LONG, Type.LONG));
    }
    List<Object> arguments = arguments(types, scope, depth);
    ClassModel outer = model.outer;
    if (outer == null) {
      return expr(Construct.NEW_OBJECT, type, "new " + model.type.name() + "(", arguments, ")");
    }
    return expr(
        Construct.INNER_CLASS,
        type,
        bodies.expr(outer.type, scope, depth - 1),
        ".new " + model.simpleName + "(",
        arguments,
        ")");
  }

  /** An object made of constants. */
  Expr newOf(ClassModel wanted) {
    ClassModel model = dice.pick(world.instantiable(wanted));
    if (model.kind == Construct.ENUM) {
      return expr(Construct.ENUM, wanted.type, model.type.name() + "." + model.constants.get(0));
    }
    List<Object> arguments = new ArrayList<>();
    for (Type type : model.constructor) {
      arguments.add((arguments.isEmpty() ? "" : ", "));
      arguments.add(bodies.values.constant(type));
    }
    ClassModel outer = model.outer;
    return outer == null
        ? expr(Construct.NEW_OBJECT, wanted.type, "new " + model.type.name() + "(", arguments, ")")
        : expr(
            Construct.INNER_CLASS,
            wanted.type,
            newOf(outer),
            ".new " + model.simpleName + "(",
            arguments,
            ")");
  }
}
