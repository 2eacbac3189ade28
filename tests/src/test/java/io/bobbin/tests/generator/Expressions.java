package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.expr;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Type.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes expressions: chooses a form for a type, and makes the forms that are no one else's. */
final class Expressions {
  private static final int MOST_TRIES = 12;

  private final Bodies bodies;
  private final World world;
  private final Dice dice;
  private final Map<Type, List<Construct>> forms = new HashMap<>();

  Expressions(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  Expr any(Type type, Scope scope, int depth) {
    if (depth > 0) {
      List<Construct> candidates = forms.computeIfAbsent(type, Expressions::forms);
      for (int i = 0; i < MOST_TRIES; i++) {
        Expr made = make(dice.weighted(candidates), type, scope, depth);
        if (made != null) {
          return made;
        }
      }
    }
    return leaf(type, scope);
  }

  private static List<Construct> forms(Type type) {
    return Construct.of(Construct.Group.EXPRESSION).stream().filter(c -> c.suits(type)).toList();
  }

  /** An expression without calls. */
  Expr leaf(Type type, Scope scope) {
    if (type.is(Kind.BOOLEAN) && dice.percent(70)) {
      return expr(Construct.COIN, type, "Main.coin()");
    }
    Expr local = dice.percent(70) || type.is(Kind.VARIABLE) ? local(type, scope) : null;
    return local != null ? local : bodies.values.constant(type);
  }

  /** A local variable, or null if none has the type. */
  @Nullable Expr local(Type type, Scope scope) {
    List<Scope.Variable> variables = scope.readable(t -> world.isSubtype(t, type));
    boolean isThis =
        scope.body.self != null
            && type.is(Kind.CLASS)
            && scope.body.self.isSubtypeOf(world.classOf(type));
    if (isThis && (variables.isEmpty() || dice.percent(30))) {
      return expr(Construct.LOCAL, type, "this");
    }
    if (!variables.isEmpty()) {
      return expr(Construct.LOCAL, type, dice.pick(variables).name());
    }
    // Another number will do: constants are dull.
    List<Scope.Variable> numbers = type.isNumeric() ? scope.readable(Type::isNumeric) : List.of();
    if (numbers.isEmpty()) {
      return null;
    }
    Scope.Variable number = dice.pick(numbers);
    Expr value = expr(Construct.LOCAL, number.type(), number.name());
    return expr(Construct.NUMERIC_CAST, type, "((", type.name(), ") ", value, ")");
  }

  private Expr sub(Type type, Scope scope, int depth) {
    return any(type, scope, depth - 1);
  }

  private @Nullable Expr make(Construct c, Type type, Scope scope, int depth) {
    return switch (c) {
      case LITERAL -> bodies.values.literal(type);
      case COIN -> expr(c, type, "Main.coin()");
      case RARE_VALUE -> bodies.values.rare(type);
      case LOCAL -> local(type, scope);
      case FIELD -> bodies.stores.fieldValue(type, scope, depth);
      case ARRAY_ELEMENT -> bodies.stores.elementValue(type, scope, depth);
      case PARK, PARK_RARE_VALUE, PARK_RAISE -> bodies.calls.park(c, type, scope, depth);
      case CALL -> bodies.calls.call(type, scope, depth);
      case CALL_GENERIC -> bodies.calls.generic(type, scope, depth);
      case CALL_CONVERTED -> bodies.calls.converted(type, scope, depth);
      case CALL_FUNCTION -> bodies.functions.call(type, scope, depth);
      case CALLBACK -> bodies.functions.callback(type, scope, depth);
      case LAMBDA -> bodies.functions.lambda(type, scope, depth);
      case SWITCH_VALUE -> bodies.switches.value(type, scope, depth);
      case ASSIGNMENT_VALUE,
          COMPOUND_VALUE,
          ARRAY_COMPOUND_VALUE,
          ARRAY_ASSIGNMENT_VALUE,
          INCREMENT_VALUE ->
          bodies.stores.value(c, type, scope, depth);
      case ARITHMETIC, BITWISE, SHIFT, DIVISION, DIVISION_THAT_MAY_FAIL, NEGATION ->
          bodies.values.arithmetic(c, type, scope, depth);
      case NUMERIC_CAST -> numericCast(type, scope, depth);
      case WIDENING -> widening(type, scope, depth);
      case UNBOXING -> expr(c, type, "((", type.name(), ") ", sub(type.boxed(), scope, depth), ")");
      case TERNARY ->
          expr(
              c,
              type,
              "(",
              sub(Type.BOOLEAN, scope, depth),
              split() + " ? ",
              sub(type, scope, depth),
              split() + " : ",
              sub(type, scope, depth),
              ")");
      case LOGGED_VALUE -> expr(c, type, "Log.value(", sub(type, scope, depth), ")");
      case ARRAY_LENGTH -> expr(c, type, sub(dice.pick(Type.ARRAYS), scope, depth), ".length");
      case STRING_LENGTH -> expr(c, type, sub(Type.STRING, scope, depth), ".length()");
      case COMPARISON -> comparison(scope, depth);
      case AND_OR ->
          expr(
              c,
              type,
              "(",
              sub(type, scope, depth),
              split() + dice.pick(" && ", " || ", " && ", " || ", " ^ "),
              sub(type, scope, depth),
              ")");
      case NOT -> expr(c, type, "!", sub(type, scope, depth));
      case INSTANCE_OF -> instanceOf(scope, depth);
      case PATTERN -> pattern(scope, depth);
      case EQUALITY -> equality(scope, depth);
      case NULL_CHECK ->
          expr(
              c,
              type,
              "(",
              sub(dice.percent(50) ? Type.STRING : reference(), scope, depth),
              dice.pick(" == null)", " != null)"));
      case CONCATENATION -> concatenation(scope, depth);
      case STRING_BUILDER -> stringBuilder(scope, depth);
      case TEXT_OF_OBJECT ->
          expr(
              c,
              type,
              "Given.text(",
              sub(dice.percent(50) ? Type.OBJECT : reference(), scope, depth),
              ")");
      case ARRAY_OF_VALUES, ARRAY_OF_SIZE, ARRAY_WITH_HOLES, ARRAY_CLONE ->
          bodies.values.array(c, type, scope, depth);
      case BOXING -> boxing(type, scope, depth);
      case UPCAST -> upcast(scope, depth);
      case NULL -> expr(c, type, "((", type.name(), ") null)");
      case CLASS_CAST ->
          expr(c, type, "((" + type.name() + ") (Object) ", sub(Type.OBJECT, scope, depth), ")");
      case NEW_OBJECT -> bodies.calls.newObject(type, scope, depth);
      case ANONYMOUS_CLASS -> bodies.functions.anonymousClass(type, scope);
      default -> throw new AssertionError(c);
    };
  }

  /** Nothing, or a line feed: so that calls of one statement differ in their lines. */
  String split() {
    return dice.happens(Construct.SPLIT_LINES) ? "\n" : "";
  }

  private Expr numericCast(Type type, Scope scope, int depth) {
    return expr(
        Construct.NUMERIC_CAST,
        type,
        "((",
        type.name(),
        ") ",
        sub(dice.pick(Type.NUMBERS), scope, depth),
        ")");
  }

  /** A conversion that Java makes by itself, as both operands of an operator get the wider type. */
  private @Nullable Expr widening(Type type, Scope scope, int depth) {
    List<Type> narrower = Type.NUMBERS.stream().filter(t -> t.widensTo(type)).toList();
    if (narrower.isEmpty()) {
      return null;
    }
    return expr(
        Construct.WIDENING,
        type,
        "(",
        sub(type, scope, depth),
        dice.pick(" + ", " - ", " * "),
        sub(dice.pick(narrower), scope, depth),
        ")");
  }

  private Expr comparison(Scope scope, int depth) {
    Type left = world.number();
    Type right = dice.percent(75) ? left : world.number();
    return expr(
        Construct.COMPARISON,
        Type.BOOLEAN,
        "(",
        sub(left, scope, depth),
        split() + " " + dice.pick("<", "<=", ">", ">=", "==", "!=") + " ",
        sub(right, scope, depth),
        ")");
  }

  private Type reference() {
    return dice.pick(
        dice.pick(Type.ARRAYS),
        dice.pick(Type.BOXES),
        dice.pick(world.classes.subList(0, world.classes.size() - 1)).type);
  }

  /** A type for which {@code instanceof} makes sense against an Object. */
  private Type tested() {
    List<ClassModel> classes =
        world.classes.stream()
            .filter(c -> c != world.main && c.kind != Construct.GENERIC_INTERFACE)
            .toList();
    return dice.pick(Type.STRING, Type.INTEGER, Type.INT.array(), dice.pick(classes).type);
  }

  private Expr instanceOf(Scope scope, int depth) {
    return expr(
        Construct.INSTANCE_OF,
        Type.BOOLEAN,
        "(((Object) ",
        sub(Type.OBJECT, scope, depth),
        ") instanceof ",
        tested().name(),
        ")");
  }

  private Expr pattern(Scope scope, int depth) {
    Type type = tested();
    String name = world.fresh("p");
    Expr tested = sub(Type.OBJECT, scope, depth);
    Scope inner = scope.inner();
    inner.add(Scope.Variable.fixed(name, type));
    return expr(
        Construct.PATTERN,
        Type.BOOLEAN,
        "(((Object) ",
        tested,
        ") instanceof " + type.name() + " " + name,
        split() + " && ",
        sub(Type.BOOLEAN, inner, depth),
        ")");
  }

  private Expr equality(Scope scope, int depth) {
    Type type = dice.pick(Type.STRING, Type.STRING, Type.INTEGER);
    return expr(
        Construct.EQUALITY,
        Type.BOOLEAN,
        sub(type, scope, depth),
        ".equals(",
        sub(dice.percent(70) ? type : Type.OBJECT, scope, depth),
        ")");
  }

  private Expr operand(Scope scope, int depth) {
    Type type = dice.percent(35) ? Type.STRING : world.valueType();
    if (!type.isPrintable()) {
      type = world.plainType();
    }
    Expr value = sub(type, scope, depth);
    return type.isPrimitive()
        ? value
        : expr(Construct.TEXT_OF_OBJECT, Type.STRING, "Given.text(", value, ")");
  }

  private Expr concatenation(Scope scope, int depth) {
    List<Object> parts = new ArrayList<>();
    parts.add("Given.text(\"" + world.fresh("s") + "\"");
    for (int i = dice.between(1, 3); i > 0; i--) {
      parts.add(split() + " + ");
      parts.add(operand(scope, depth));
    }
    return expr(Construct.CONCATENATION, Type.STRING, parts, ")");
  }

  private Expr stringBuilder(Scope scope, int depth) {
    return expr(
        Construct.STRING_BUILDER,
        Type.STRING,
        "Given.text(new StringBuilder().append(",
        operand(scope, depth),
        ")" + split() + ".append(",
        operand(scope, depth),
        "))");
  }

  private Expr boxing(Type type, Scope scope, int depth) {
    Expr value = sub(type.part(), scope, depth);
    return dice.percent(50)
        ? expr(Construct.BOXING, type, "((", type.name(), ") ", value, ")")
        : expr(Construct.BOXING, type, type.name() + ".valueOf(", value, ")");
  }

  private @Nullable Expr upcast(Scope scope, int depth) {
    Type type = world.valueType();
    if (type.isPrimitive()) {
      type = type.boxed();
    }
    return world.isSubtype(type, Type.OBJECT)
        ? expr(Construct.UPCAST, Type.OBJECT, "((Object) ", sub(type, scope, depth), ")")
        : null;
  }
}
