package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.expr;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Body;
import io.bobbin.tests.generator.Scope.Variable;
import io.bobbin.tests.generator.Type.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes lambdas, method references and anonymous classes, and calls through them. */
final class Functions {
  private static final int STATEMENTS = 2;

  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Functions(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  // Calls

  /** A call through a functional interface, or null if there is nothing to call. */
  @Nullable Expr call(Type type, Scope scope, int depth) {
    List<Variable> variables =
        scope.readable(
            t -> {
              if (!t.is(Kind.FUNCTION)) {
                return false;
              }
              Shape shape = world.shapeOf(t);
              return shape.result().equals(type) && (scope.checked || !shape.checked());
            });
    Shape shape;
    Expr target;
    if (!variables.isEmpty()) {
      Variable variable = dice.pick(variables);
      shape = world.shapeOf(variable.type());
      target = expr(Construct.LOCAL, variable.type(), variable.name());
    } else {
      List<Shape> shapes =
          world.shapes.stream()
              .filter(s -> s.result().equals(type) && (scope.checked || !s.checked()))
              .toList();
      if (shapes.isEmpty() || depth < 2) {
        return null;
      }
      shape = dice.pick(shapes);
      target = lambda(shape.type(), scope, depth - 1);
    }
    return expr(
        Construct.CALL_FUNCTION,
        type,
        target,
        "." + shape.method() + "(",
        bodies.calls.arguments(shape.parameters(), scope, depth),
        ")");
  }

  /** A call by unwoven code: what it calls back is pinned. */
  @Nullable Expr callback(Type type, Scope scope, int depth) {
    if (!world.settings.pins()) {
      return null;
    }
    Expr value = bodies.expr(type, scope, depth - 1);
    if (type.is(Kind.INT)) {
      Expr twice = lambda(Type.ofFunction("IntUnaryOperator"), scope, depth - 1);
      return expr(Construct.CALLBACK, type, "Given.twice(", twice, ", ", value, ")");
    }
    Expr other = bodies.expr(type, scope, depth - 1);
    return dice.percent(50)
        ? expr(
            Construct.CALLBACK,
            type,
            "Optional.of(",
            value,
            ").map(",
            lambda(Type.ofFunction("UnaryOperator<String>"), scope, depth - 1),
            ").orElse(",
            other,
            ")")
        : expr(
            Construct.CALLBACK,
            type,
            "Given.least(",
            lambda(Type.ofFunction("Comparator<String>"), scope, depth - 1),
            ", ",
            value,
            ", ",
            other,
            ")");
  }

  // Lambdas

  Expr lambda(Type type, Scope scope, int depth) {
    Shape shape = world.shapeOf(type);
    for (int i = 0; i < 4; i++) {
      Construct form = dice.weighted(Construct.of(Construct.Group.FUNCTION));
      Object body =
          switch (form) {
            case LAMBDA_EXPRESSION -> expressionBody(shape, scope, depth);
            case LAMBDA_BLOCK -> scope.isDeep() ? null : blockBody(shape, scope);
            case METHOD_REFERENCE -> methodReference(shape, scope, depth);
            case CONSTRUCTOR_REFERENCE -> constructorReference(shape);
            default -> throw new AssertionError(form);
          };
      if (body != null) {
        return cast(form, shape, body);
      }
    }
    return constant(shape);
  }

  private Expr cast(Construct form, Shape shape, Object body) {
    String also = "";
    if (dice.happens(Construct.SERIALIZABLE_LAMBDA)) {
      also = " & java.io.Serializable";
    }
    Expr lambda =
        expr(
            form,
            shape.type(),
            "((" + shape.type().name(),
            also.isEmpty() ? "" : Node.clause(Construct.SERIALIZABLE_LAMBDA, also),
            ") ",
            body,
            ")");
    return expr(Construct.LAMBDA, shape.type(), lambda);
  }

  /** A lambda that returns a constant. */
  Expr constant(Shape shape) {
    Object result =
        shape.result().is(Kind.VOID) ? "Log.note(7)" : bodies.values.constant(shape.result());
    List<String> names = names(shape);
    return expr(
        Construct.LAMBDA_EXPRESSION,
        shape.type(),
        "((" + shape.type().name() + ") (" + String.join(", ", names) + ") -> ",
        result,
        ")");
  }

  private List<String> names(Shape shape) {
    return shape.parameters().stream().map(p -> world.fresh("l")).toList();
  }

  private Scope scope(Shape shape, List<String> names, Scope outer) {
    Body from = outer.body;
    Body body = new Body(from.self, from.home, shape.result(), from.method, STATEMENTS);
    body.calls = from.calls;
    Scope scope = outer.lambda(body, shape.checked());
    for (int i = 0; i < names.size(); i++) {
      scope.add(Variable.of(names.get(i), shape.parameters().get(i), dice.percent(50)));
    }
    return scope;
  }

  private String head(Shape shape, List<String> names) {
    if (dice.percent(50)) {
      return "(" + String.join(", ", names) + ") -> ";
    }
    List<String> typed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      typed.add(shape.parameters().get(i).name() + " " + names.get(i));
    }
    return "(" + String.join(", ", typed) + ") -> ";
  }

  private @Nullable Object expressionBody(Shape shape, Scope outer, int depth) {
    List<String> names = names(shape);
    Scope scope = scope(shape, names, outer);
    Expr value =
        shape.result().is(Kind.VOID)
            ? bodies.calls.any(scope, depth)
            : bodies.expr(shape.result(), scope, depth);
    return value == null ? null : List.of(head(shape, names), value);
  }

  private Object blockBody(Shape shape, Scope outer) {
    List<String> names = names(shape);
    Scope scope = scope(shape, names, outer);
    return List.of(head(shape, names), bodies.statements.body(scope, List.of()));
  }

  // References

  private @Nullable Object methodReference(Shape shape, Scope scope, int depth) {
    List<Method> bound =
        bodies.calls.callable(
            scope, m -> results(m, shape) && adapts(shape.parameters(), m) && !hidden(m));
    List<Method> unbound =
        bodies.calls.callable(scope, m -> results(m, shape) && isUnbound(shape, m));
    List<Method> all = new ArrayList<>(bound);
    all.addAll(unbound);
    if (all.isEmpty()) {
      return null;
    }
    Method method = dice.pick(all);
    if (method.checked && !shape.checked()) {
      return null;
    }
    Type owner = method.owner.type;
    if (method.isStatic() || unbound.contains(method)) {
      return owner.name() + "::" + method.name;
    }
    boolean own = scope.body.self != null && scope.body.self.isSubtypeOf(method.owner);
    if (own && !method.isPrivate() && dice.percent(50)) {
      return "this::" + method.name;
    }
    Expr receiver = bodies.expr(owner, scope, depth - 1);
    return List.of("((" + owner.name() + ") ", receiver, ")::" + method.name);
  }

  /** Whether javac refuses {@code Type::name}, as two methods could be meant. */
  private boolean hidden(Method method) {
    return world.methods.stream()
        .anyMatch(
            o ->
                o.name.equals(method.name)
                    && o.isStatic() != method.isStatic()
                    && o.parameters.size() == method.parameters.size() + (o.isStatic() ? 1 : -1));
  }

  private boolean results(Method method, Shape shape) {
    return shape.result().is(Kind.VOID) || adapts(method.result, shape.result());
  }

  private boolean isUnbound(Shape shape, Method method) {
    List<Type> parameters = shape.parameters();
    return !method.isStatic()
        && !method.isPrivate()
        && !parameters.isEmpty()
        && parameters.get(0).is(Kind.CLASS)
        && world.isSubtype(parameters.get(0), method.owner.type)
        && adapts(parameters.subList(1, parameters.size()), method)
        && !hidden(method);
  }

  private boolean adapts(List<Type> from, Method method) {
    List<Type> to = new ArrayList<>(method.parameters);
    if (method.kind == Construct.VARARGS_METHOD && from.size() >= to.size() - 1) {
      Type element = to.remove(to.size() - 1).part();
      while (to.size() < from.size()) {
        to.add(element);
      }
    }
    return adapts(from, to);
  }

  private boolean adapts(List<Type> from, List<Type> to) {
    if (from.size() != to.size()) {
      return false;
    }
    for (int i = 0; i < from.size(); i++) {
      if (!adapts(from.get(i), to.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** By the conversions of a method reference. */
  private boolean adapts(Type from, Type to) {
    if (from.is(Kind.VOID) || to.is(Kind.VOID)) {
      return false;
    }
    return world.isSubtype(from, to)
        || from.widensTo(to)
        || from.isPrimitive() && from.boxed().equals(to)
        || from.is(Kind.BOXED) && (from.part().equals(to) || from.part().widensTo(to));
  }

  private @Nullable Object constructorReference(Shape shape) {
    List<ClassModel> classes =
        world.classes.stream()
            .filter(
                c ->
                    c.isInstantiable()
                        && c.kind != Construct.ENUM
                        && c.outer == null
                        && world.isSubtype(c.type, shape.result())
                        && adapts(shape.parameters(), c.constructor))
            .toList();
    return classes.isEmpty() ? null : dice.pick(classes).type.name() + "::new";
  }

  // Classes in the midst of code

  @Nullable Expr anonymousClass(Type type, Scope scope) {
    ClassModel model = world.classOf(type);
    if (!scope.body.calls
        || scope.isDeep()
        || model.kind == Construct.SEALED_INTERFACE
        || !(model.isInterface() || model.isExtensible())) {
      return null;
    }
    ClassModel anonymous = new ClassModel("", type.name(), Construct.ANONYMOUS_CLASS);
    anonymous.supertypes.add(model);
    List<Item> members = new ArrayList<>();
    for (Method inherited : model.allMethods()) {
      if (inherited.isAbstract()) {
        Method method =
            new Method(
                anonymous,
                inherited.name,
                inherited.parameters,
                inherited.result,
                Construct.OVERRIDING_METHOD);
        method.overridden = inherited;
        method.checked = inherited.checked;
        members.add(bodies.members.method(method, scope, STATEMENTS));
      }
    }
    members.add(bodies.members.toString(type.kind() + " without a name", List.of()));
    List<Object> arguments = new ArrayList<>();
    for (Type parameter : model.constructor) {
      arguments.add(arguments.isEmpty() ? "" : ", ");
      arguments.add(bodies.expressions.leaf(parameter, scope));
    }
    return expr(
        Construct.ANONYMOUS_CLASS,
        type,
        "new " + type.name() + "(",
        arguments,
        ") ",
        Node.block(members));
  }
}
