package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.clause;
import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Target;
import io.bobbin.tests.generator.Scope.Variable;
import io.bobbin.tests.generator.Statements.Made;
import java.util.ArrayList;
import java.util.List;

/** Makes variables that are declared without a value, and get one on each way that leads on. */
final class LaterAssignments {
  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  LaterAssignments(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  Made make(Scope scope, int nesting) {
    Type type = world.valueType();
    String name = world.fresh("v");
    Item declaration = item(Construct.DECLARATION_LATER, type.name() + " " + name + ";");
    Construct form = dice.weighted(Construct.of(Construct.Group.LATER));
    Made made =
        switch (form) {
          case LATER_BY_IF -> byIf(type, name, scope, nesting);
          case LATER_BY_SWITCH -> bySwitch(type, name, scope, nesting);
          case LATER_BY_TRY -> byTry(type, name, scope, nesting);
          case LATER_BY_LOOP -> byLoop(type, name, scope, nesting);
          default -> throw new AssertionError(form);
        };
    scope.add(Variable.of(name, type, false));
    List<Item> items = new ArrayList<>(List.of(declaration));
    items.addAll(made.items());
    return new Made(items, made.completes());
  }

  /** Some statements, then the assignment, unless these lead elsewhere. */
  private Made block(Type type, String name, Scope scope, int nesting) {
    Made made = bodies.statements.some(scope, 2, nesting - 1);
    List<Item> items = new ArrayList<>(made.items());
    if (made.completes()) {
      Expr value = bodies.expr(type, scope, dice.between(1, 2));
      items.add(item(Construct.ASSIGNMENT, name + " = ", value, ";"));
    }
    return new Made(items, made.completes());
  }

  private Made byIf(Type type, String name, Scope scope, int nesting) {
    Expr condition = bodies.expr(Type.BOOLEAN, scope, 2);
    Made then = block(type, name, scope.inner(), nesting);
    Made otherwise =
        dice.percent(75)
            ? block(type, name, scope.inner(), nesting)
            : new Made(List.of(bodies.jumps.any(scope.inner())), false);
    return new Made(
        List.of(
            item(
                Construct.LATER_BY_IF,
                "if (",
                condition,
                ") ",
                then.block(),
                " else ",
                otherwise.block())),
        then.completes() || otherwise.completes());
  }

  private Made bySwitch(Type type, String name, Scope scope, int nesting) {
    Expr selector = bodies.expr(Type.INT, scope, 2);
    List<Item> cases = new ArrayList<>();
    boolean completes = false;
    for (String label : List.of("case 0: ", "case 1: ", "default: ")) {
      Target target = new Target(null, false, true, true);
      Made body = block(type, name, scope.of(target), nesting);
      boolean last = label.startsWith("default");
      boolean leaves = body.completes() && !last && dice.percent(70);
      completes |= leaves || last && body.completes();
      cases.add(item(Construct.CASE, label, body.block(), leaves ? " break;" : ""));
    }
    return new Made(
        List.of(item(Construct.LATER_BY_SWITCH, "switch (", selector, " & 3) ", Node.block(cases))),
        completes);
  }

  private Made byTry(Type type, String name, Scope scope, int nesting) {
    Made body = block(type, name, scope.inner(), nesting);
    String exception = world.fresh("e");
    List<Item> items = new ArrayList<>();
    items.add(item(Construct.LOG_TRACE, bodies.tries.logOf(exception)));
    items.add(item(Construct.ASSIGNMENT, name + " = ", bodies.expr(type, scope.inner(), 2), ";"));
    return Made.of(
        item(
            Construct.LATER_BY_TRY,
            "try ",
            body.block(),
            clause(
                Construct.CATCH,
                " catch (RuntimeException " + exception + ") ",
                Node.block(items))));
  }

  private Made byLoop(Type type, String name, Scope scope, int nesting) {
    Target target = new Target(null, true, true, true);
    Made body = block(type, name, scope.of(target), nesting);
    // Of a condition that cannot be reached, javac would take a switch for reachable.
    Object condition = body.completes() ? bodies.expr(Type.BOOLEAN, scope, 2) : "Main.coin()";
    return new Made(
        List.of(
            item(
                Construct.LATER_BY_LOOP,
                "do ",
                body.block(),
                " while (Main.more() && ",
                condition,
                ");")),
        body.completes());
  }
}
