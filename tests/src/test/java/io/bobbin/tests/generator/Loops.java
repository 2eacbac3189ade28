package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.Node.Clause;
import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Target;
import io.bobbin.tests.generator.Scope.Use;
import io.bobbin.tests.generator.Scope.Variable;
import io.bobbin.tests.generator.Statements.Made;
import java.util.ArrayList;
import java.util.List;

/** Makes loops. Each burns fuel, or counts to a small number that nothing else changes. */
final class Loops {
  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Loops(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  Made make(Construct c, Scope scope, int nesting) {
    String label = dice.happens(Construct.LABEL) ? world.fresh("label") : null;
    Target target = new Target(label, true, true, false);
    Object prefix = label == null ? "" : Node.clause(Construct.LABEL, label + ": ");
    return switch (c) {
      case WHILE -> {
        Object condition = condition(scope);
        Made body = bodies.statements.block(scope.of(target), nesting);
        yield Made.of(item(c, prefix, "while (", condition, ") ", body.block()));
      }
      case WHILE_TRUE -> whileTrue(target, prefix, scope, nesting);
      case ENDLESS_FOR -> endlessFor(target, prefix, scope, nesting);
      case DO_WHILE -> {
        Made body = bodies.statements.block(scope.of(target), nesting);
        // Of a condition that cannot be reached, javac would take a switch for reachable.
        boolean ends = body.completes() || target.continued;
        Object condition = ends ? condition(scope) : "Main.more()";
        yield new Made(
            List.of(item(c, prefix, "do ", body.block(), " while (", condition, ");")),
            ends || target.broken);
      }
      case COUNTED_FOR -> {
        String counter = world.fresh("i");
        Scope inner = scope.of(target);
        inner.add(new Variable(counter, Type.INT, Use.NONE));
        Made body = bodies.statements.block(inner, nesting);
        String head =
            "for (int %1$s = 0; %1$s < %2$d; %1$s++) ".formatted(counter, dice.between(1, 3));
        yield Made.of(item(c, prefix, head, body.block()));
      }
      case FOR -> forFuel(target, prefix, scope, nesting);
      case FOR_EACH_ARRAY -> {
        Type type = dice.pick(Type.ARRAYS);
        Expr array = bodies.expr(type, scope, 2);
        yield forEach(c, type.part(), array, target, prefix, scope, nesting);
      }
      case FOR_EACH_ITERABLE -> {
        Type type = dice.percent(50) ? Type.INTEGER : Type.INT;
        yield forEach(c, type, iterable(scope), target, prefix, scope, nesting);
      }
      case ITERATOR_LOOP -> iteratorLoop(target, prefix, scope, nesting);
      default -> throw new AssertionError(c);
    };
  }

  /** With fuel, so that it is no constant either. */
  private Object condition(Scope scope) {
    Expr condition = bodies.expr(Type.BOOLEAN, scope, dice.depth());
    return dice.percent(70)
        ? List.of("Main.more() && ", condition)
        : List.of(condition, " && Main.more()");
  }

  private Made whileTrue(Target target, Object prefix, Scope scope, int nesting) {
    List<Item> items = new ArrayList<>();
    boolean burns = dice.percent(40);
    items.add(item(Construct.FUEL, burns ? "Main.burn();" : "if (!Main.more()) { break; }"));
    items.addAll(bodies.statements.block(scope.of(target), nesting).items());
    return new Made(
        List.of(item(Construct.WHILE_TRUE, prefix, "while (true) ", Node.block(items))),
        !burns || target.broken);
  }

  private Made endlessFor(Target target, Object prefix, Scope scope, int nesting) {
    String counter = world.fresh("i");
    Scope inner = scope.of(target);
    inner.add(Variable.of(counter, Type.LONG, false));
    List<Item> items = new ArrayList<>();
    items.add(item(Construct.FUEL, "Main.burn();"));
    items.addAll(bodies.statements.block(inner, nesting).items());
    return new Made(
        List.of(
            item(
                Construct.ENDLESS_FOR,
                prefix,
                "for (long " + counter + " = ",
                bodies.expr(Type.LONG, scope, 2),
                "; ; " + counter + "++) ",
                Node.block(items))),
        target.broken);
  }

  private Made forFuel(Target target, Object prefix, Scope scope, int nesting) {
    Type type = dice.pick(Type.INT, Type.INT, Type.LONG, Type.SHORT, Type.DOUBLE);
    String counter = world.fresh("i");
    Expr first = bodies.expr(type, scope, 2);
    Scope inner = scope.of(target);
    inner.add(Variable.of(counter, type, false));
    Expr limit = bodies.expr(type, inner, 2);
    Expr step = bodies.expr(type, inner, 2);
    Made body = bodies.statements.block(inner, nesting);
    return Made.of(
        item(
            Construct.FOR,
            prefix,
            "for (" + type.name() + " " + counter + " = ",
            first,
            "; Main.more() && " + counter + " < ",
            limit,
            "; " + counter + " += ",
            step,
            ") ",
            body.block()));
  }

  private Made forEach(
      Construct c, Type type, Object over, Target target, Object prefix, Scope scope, int nesting) {
    String name = world.fresh("x");
    Scope inner = scope.of(target);
    inner.add(Variable.of(name, type, dice.percent(60)));
    Made body = bodies.statements.block(inner, nesting);
    return Made.of(
        item(c, prefix, "for (" + type.name() + " " + name + " : ", over, ") ", body.block()));
  }

  /** Integers to iterate over: suspendably, where the program has a class for that. */
  private Object iterable(Scope scope) {
    List<ClassModel> own =
        world.classes.stream().filter(m -> m.kind == Construct.ITERATOR_CLASS).toList();
    if (own.isEmpty() || dice.percent(25)) {
      return List.of(
          "Arrays.asList(",
          bodies.expr(Type.INTEGER, scope, 2),
          ", ",
          bodies.expr(Type.INTEGER, scope, 2),
          ")");
    }
    Clause counted = Node.clause(Construct.ITERATOR_CLASS);
    Expr made = bodies.expr(own.get(0).type, scope, 2);
    return dice.percent(50)
        ? List.of(made, counted)
        : List.of("((Iterable<Integer>) ", made, ")", counted);
  }

  private Made iteratorLoop(Target target, Object prefix, Scope scope, int nesting) {
    String iterator = world.fresh("it");
    String name = world.fresh("x");
    Item declaration =
        item(
            Construct.DECLARATION,
            "Iterator<Integer> " + iterator + " = ",
            iterable(scope),
            ".iterator();");
    Scope inner = scope.of(target);
    inner.add(Variable.of(name, Type.INTEGER, dice.percent(60)));
    List<Item> items = new ArrayList<>();
    items.add(item(Construct.FUEL, "Integer " + name + " = " + iterator + ".next();"));
    items.addAll(bodies.statements.block(inner, nesting).items());
    return new Made(
        List.of(
            declaration,
            item(
                Construct.ITERATOR_LOOP,
                prefix,
                "while (" + iterator + ".hasNext()) ",
                Node.block(items))),
        true);
  }
}
