package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.Node.Block;
import io.bobbin.tests.generator.Node.Clause;
import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Body;
import io.bobbin.tests.generator.Scope.Target;
import io.bobbin.tests.generator.Scope.Variable;
import io.bobbin.tests.generator.Type.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes statements and blocks: chooses forms, and makes those that are no one else's. */
final class Statements {
  /**
   * Statements made.
   *
   * @param items in their order
   * @param completes whether what follows can be reached, by the rules of the language
   */
  record Made(List<Item> items, boolean completes) {
    static Made of(Item item) {
      return new Made(List.of(item), true);
    }

    Block block() {
      return Node.block(items);
    }
  }

  private static final int MOST_TRIES = 10;
  private static final int NESTING = 3;

  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Statements(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  // Sequences

  /** The body of a method or lambda, which returns. */
  Block body(Scope scope, List<Item> start) {
    Made made = some(scope, 5, scope.body.level == 0 ? NESTING : 1);
    List<Item> items = new ArrayList<>(start);
    items.addAll(made.items);
    if (made.completes && !scope.body.result.is(Kind.VOID)) {
      items.add(bodies.jumps.result(scope));
    }
    return Node.block(items);
  }

  /** Some statements, as many as the budget of the body allows. */
  Made some(Scope scope, int most, int nesting) {
    List<Item> items = new ArrayList<>();
    for (int i = dice.between(1, most); i > 0 && scope.body.budget > 0; i--) {
      scope.body.budget--;
      Made made = one(scope, nesting);
      items.addAll(made.items);
      if (!made.completes) {
        return new Made(items, false);
      }
    }
    return new Made(items, true);
  }

  /** What stands between braces: some statements, and maybe a jump. */
  Made block(Scope scope, int nesting) {
    Made made = some(scope, 3, nesting - 1);
    if (!made.completes || !dice.happens(Construct.JUMP_AT_END)) {
      return made;
    }
    List<Item> items = new ArrayList<>(made.items);
    items.add(bodies.jumps.any(scope));
    return new Made(items, false);
  }

  private Made one(Scope scope, int nesting) {
    for (int i = 0; i < MOST_TRIES; i++) {
      boolean nested = nesting > 0 && dice.happens(Construct.NESTED_STATEMENT);
      Made made =
          nested
              ? nested(dice.weighted(Construct.of(Construct.Group.NESTED)), scope, nesting)
              : simple(dice.weighted(Construct.of(Construct.Group.SIMPLE)), scope);
      if (made != null) {
        return made;
      }
    }
    return Made.of(item(Construct.LOG, "Log.note(0);"));
  }

  // Statements without blocks

  private @Nullable Made simple(Construct c, Scope scope) {
    int depth = dice.depth();
    boolean pins = world.settings.pins();
    return switch (c) {
      case DECLARATION -> declaration(scope, depth);
      case FUNCTION_DECLARATION -> functionDeclaration(scope, depth);
      case ASSIGNMENT,
          COMPOUND_ASSIGNMENT,
          STRING_APPEND,
          INCREMENT,
          FIELD_ASSIGNMENT,
          FIELD_COMPOUND,
          ARRAY_ASSIGNMENT,
          ARRAY_COMPOUND -> {
        List<Item> items = bodies.stores.statement(c, scope);
        yield items == null ? null : new Made(items, true);
      }
      case CALL_STATEMENT -> {
        Expr call = bodies.calls.any(scope, depth);
        yield call == null
            ? null
            : Made.of(item(c, dice.percent(50) ? List.of(call, ";") : logged(call, ";")));
      }
      case PARK_STATEMENT -> Made.of(item(c, "Park.now();"));
      case PARK_RAISE_STATEMENT ->
          Made.of(
              item(
                  c,
                  "if (",
                  bodies.expr(Type.BOOLEAN, scope, depth),
                  ") { Park.raise(",
                  bodies.calls.boom(scope, depth),
                  "); }"));
      case PARK_TRACE -> pins ? null : Made.of(item(c, "Park.trace();"));
      case LOG -> log(scope, depth);
      case LOG_TRACE ->
          pins ? null : Made.of(item(c, "Log.trace(", bodies.calls.boom(scope, depth), ");"));
      case GUARDED_JUMP ->
          Made.of(
              item(
                  c,
                  "if (",
                  bodies.expr(Type.BOOLEAN, scope, depth),
                  ") ",
                  Node.block(List.of(bodies.jumps.any(scope)))));
      default -> throw new AssertionError(c);
    };
  }

  private Made declaration(Scope scope, int depth) {
    Type type = world.valueType();
    String name = world.fresh("v");
    Expr value = bodies.expr(type, scope, depth);
    boolean isFinal = dice.happens(Construct.FINAL_LOCAL);
    boolean isVar =
        !type.is(Kind.CLASS, Kind.OBJECT)
            && !JavacBugs.confusesVar(value)
            && dice.happens(Construct.VAR_LOCAL);
    List<Object> parts = new ArrayList<>();
    parts.add(isFinal ? Node.clause(Construct.FINAL_LOCAL, "final ") : "");
    parts.add(isVar ? Node.clause(Construct.VAR_LOCAL, "var") : type.name());
    parts.add(" " + name + " = ");
    parts.add(value);
    parts.add(";");
    scope.add(Variable.of(name, type, isFinal || dice.percent(30)));
    return Made.of(item(Construct.DECLARATION, parts));
  }

  private Made functionDeclaration(Scope scope, int depth) {
    int own = world.shapes.size() - Shape.OF_JDK.size();
    List<Shape> shapes =
        own > 0 && dice.percent(40)
            ? world.shapes.subList(Shape.OF_JDK.size(), world.shapes.size())
            : world.shapes;
    Type type = dice.pick(shapes).type();
    String name = world.fresh("fun");
    Expr value = bodies.functions.lambda(type, scope, depth);
    scope.add(Variable.fixed(name, type));
    return Made.of(
        item(Construct.FUNCTION_DECLARATION, type.name() + " " + name + " = ", value, ";"));
  }

  private Made log(Scope scope, int depth) {
    List<Variable> variables = scope.readable(t -> !t.is(Kind.FUNCTION, Kind.THROWABLE));
    if (variables.isEmpty() || dice.percent(40)) {
      return Made.of(
          item(Construct.LOG, logged(bodies.expr(world.valueType(), scope, depth), ";")));
    }
    return Made.of(item(Construct.LOG, "Log.note(" + dice.pick(variables).name() + ");"));
  }

  /** The value in the log, if it has one that is the same in every run. */
  List<Object> logged(Expr value, String end) {
    boolean shows = !value.type().is(Kind.VOID, Kind.FUNCTION, Kind.THROWABLE);
    return shows ? List.of("Log.note(", value, ")" + end) : List.of(value, end);
  }

  // Statements with blocks

  private @Nullable Made nested(Construct c, Scope scope, int nesting) {
    return switch (c) {
      case IF, IF_ELSE -> ifElse(c, scope, nesting);
      case PATTERN_CHAIN -> patternChain(scope, nesting);
      case WHILE,
          WHILE_TRUE,
          ENDLESS_FOR,
          DO_WHILE,
          COUNTED_FOR,
          FOR,
          FOR_EACH_ARRAY,
          FOR_EACH_ITERABLE,
          ITERATOR_LOOP ->
          bodies.loops.make(c, scope, nesting);
      case SWITCH_INT, SWITCH_STRING, SWITCH_ENUM -> bodies.switches.statement(c, scope, nesting);
      case TRY_CATCH, TRY_FINALLY, TRY_CATCH_FINALLY, TRY_RESOURCES ->
          bodies.tries.make(c, scope, nesting);
      case LABELLED_BLOCK -> {
        Target target = new Target(world.fresh("label"), false, false, false);
        Made body = block(scope.of(target), nesting);
        yield new Made(
            List.of(item(c, target.label + ": ", body.block())), body.completes || target.broken);
      }
      case SCOPE_BLOCK -> {
        Made body = block(scope.inner(), nesting);
        yield new Made(List.of(item(c, body.block())), body.completes);
      }
      case SYNCHRONIZED_BLOCK -> {
        if (!world.settings.pins()) {
          yield null;
        }
        Object lock =
            switch (dice.below(3)) {
              case 0 -> bodies.expr(Type.OBJECT, scope, 2);
              case 1 -> scope.body.self == null ? "Main.class" : "this";
              default -> "Main.LOCK";
            };
        Made body = block(scope.inner(), nesting);
        yield new Made(
            List.of(item(c, "synchronized (", lock, ") ", body.block())), body.completes);
      }
      case DECLARATION_LATER -> new LaterAssignments(bodies).make(scope, nesting);
      case LOCAL_CLASS -> localClass(scope);
      default -> throw new AssertionError(c);
    };
  }

  private Made ifElse(Construct c, Scope scope, int nesting) {
    Expr condition = bodies.expr(Type.BOOLEAN, scope, dice.depth());
    Made then = block(scope.inner(), nesting);
    if (c == Construct.IF) {
      return Made.of(item(c, "if (", condition, ") ", then.block()));
    }
    Made otherwise = block(scope.inner(), nesting);
    Clause clause = Node.clause(Construct.ELSE, " else ", otherwise.block());
    return new Made(
        List.of(item(c, "if (", condition, ") ", then.block(), clause)),
        then.completes || otherwise.completes);
  }

  private @Nullable Made patternChain(Scope scope, int nesting) {
    List<ClassModel> sealed =
        world.classes.stream().filter(m -> m.kind == Construct.SEALED_INTERFACE).toList();
    if (dice.level < Construct.PATTERN_CHAIN.since || sealed.isEmpty()) {
      return null;
    }
    ClassModel tested = dice.pick(sealed);
    String object = world.fresh("o");
    List<Object> parts = new ArrayList<>();
    Item declaration =
        item(
            Construct.DECLARATION,
            tested.type.name() + " " + object + " = ",
            bodies.expr(tested.type, scope, 2),
            ";");
    boolean completes = false;
    for (ClassModel permitted : world.instantiable(tested)) {
      String name = world.fresh("p");
      Scope inner = scope.inner();
      inner.add(Variable.fixed(name, permitted.type));
      parts.add("if (" + object + " instanceof " + permitted.type.name() + " " + name);
      if (dice.percent(50)) {
        parts.add(" && ");
        parts.add(bodies.expr(Type.BOOLEAN, inner, 2));
      }
      Made body = block(inner, nesting);
      completes |= body.completes;
      parts.add(List.of(") ", body.block(), " else "));
    }
    Made otherwise = block(scope.inner(), nesting);
    parts.add(otherwise.block());
    return new Made(
        List.of(declaration, item(Construct.PATTERN_CHAIN, parts)),
        completes || otherwise.completes);
  }

  /** A class with one method, which sees the variables around it, and a call of that. */
  private @Nullable Made localClass(Scope scope) {
    if (scope.isDeep() || !scope.body.calls) {
      return null;
    }
    String name = world.fresh("Local");
    ClassModel model = new ClassModel(name, name, Construct.ANONYMOUS_CLASS);
    Type result = world.plainType();
    Method method =
        new Method(model, "local", List.of(world.plainType()), result, Construct.FINAL_METHOD);
    Body body = scope.body;
    Item declaration =
        item(
            Construct.LOCAL_CLASS,
            "class " + name + " ",
            Node.block(
                List.of(bodies.members.method(method, scope, Math.min(3, body.budget + 1)))));
    Expr call =
        Node.expr(
            Construct.VIRTUAL_METHOD,
            result,
            "new " + name + "().local(",
            bodies.expr(method.parameters.get(0), scope, 2),
            ")");
    return new Made(List.of(declaration, item(Construct.LOG, logged(call, ";"))), true);
  }
}
