package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.expr;
import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Target;
import io.bobbin.tests.generator.Statements.Made;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes switches, as statements and as values. */
final class Switches {
  /** "Aa" and "BB" have the same hash. */
  private static final List<String> STRINGS =
      List.of("\"Aa\"", "\"BB\"", "\"one\"", "\"two\"", "\"\"", "\"a\"");

  /**
   * What is switched on.
   *
   * @param value the value
   * @param labels the constants for the cases
   * @param exhaustive whether there are no other values
   */
  private record Selector(Object value, List<String> labels, boolean exhaustive) {}

  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Switches(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  private @Nullable Selector selector(Construct c, Scope scope, int depth) {
    return switch (c) {
      case SWITCH_INT -> {
        boolean sparse = dice.percent(25);
        int mask = sparse ? 0x101 : 3;
        List<String> labels = sparse ? List.of("0", "1", "256") : List.of("0", "1", "2", "3");
        yield new Selector(
            List.of("(", bodies.expr(Type.INT, scope, depth), " & " + mask + ")"),
            labels.subList(0, dice.between(2, labels.size())),
            false);
      }
      case SWITCH_STRING -> {
        int from = dice.below(3);
        yield new Selector(
            bodies.expr(Type.STRING, scope, depth),
            STRINGS.subList(from, from + dice.between(2, 3)),
            false);
      }
      case SWITCH_ENUM -> {
        List<ClassModel> enums =
            world.classes.stream().filter(m -> m.kind == Construct.ENUM).toList();
        if (enums.isEmpty()) {
          yield null;
        }
        ClassModel model = dice.pick(enums);
        int count = dice.between(1, model.constants.size());
        yield new Selector(
            List.of("((" + model.type.name() + ") ", bodies.expr(model.type, scope, depth), ")"),
            model.constants.subList(0, count),
            count == model.constants.size());
      }
      default -> throw new AssertionError(c);
    };
  }

  // Statements

  @Nullable Made statement(Construct c, Scope scope, int nesting) {
    Selector selector = selector(c, scope, dice.depth());
    if (selector == null) {
      return null;
    }
    boolean arrow = dice.happens(Construct.ARROW_CASES);
    boolean hasDefault = dice.happens(Construct.SWITCH_DEFAULT);
    Target target = new Target(null, false, true, false);
    List<Item> cases = new ArrayList<>();
    boolean completes = !hasDefault;
    List<String> labels = new ArrayList<>(selector.labels);
    if (hasDefault) {
      labels.add(dice.below(labels.size() + 1), "default");
    }
    for (int i = 0; i < labels.size(); i++) {
      boolean last = i == labels.size() - 1;
      Made body = bodies.statements.block(scope.of(target), nesting);
      String label = label(labels.get(i), arrow);
      if (arrow) {
        completes |= body.completes();
        cases.add(item(Construct.CASE, label, Node.clause(Construct.ARROW_CASES), body.block()));
        continue;
      }
      List<Item> items = new ArrayList<>(body.items());
      boolean falls = body.completes() && dice.happens(Construct.FALL_THROUGH);
      if (body.completes() && !falls) {
        items.add(item(Construct.BREAK, "break;"));
        target.broken = true;
      }
      completes |= last && falls;
      cases.add(
          item(
              Construct.CASE,
              label,
              Node.block(items),
              falls ? Node.clause(Construct.FALL_THROUGH) : ""));
    }
    return new Made(
        List.of(
            item(
                c,
                "switch (",
                selector.value,
                ") ",
                hasDefault ? Node.clause(Construct.SWITCH_DEFAULT) : "",
                Node.block(cases))),
        completes || target.broken);
  }

  private static String label(String constant, boolean arrow) {
    return (constant.equals("default") ? constant : "case " + constant) + (arrow ? " -> " : ": ");
  }

  // Values

  @Nullable Expr value(Type type, Scope outer, int depth) {
    Construct kind =
        dice.pick(Construct.SWITCH_INT, Construct.SWITCH_STRING, Construct.SWITCH_ENUM);
    Selector selector = selector(kind, outer, depth - 1);
    if (selector == null) {
      return null;
    }
    boolean arrow = dice.percent(70);
    List<String> labels = new ArrayList<>(selector.labels);
    if (!selector.exhaustive || dice.percent(50)) {
      labels.add("default");
    }
    List<Item> cases = new ArrayList<>();
    for (String constant : labels) {
      String label = label(constant, arrow);
      Scope scope = outer.withoutJumps();
      if (!arrow || dice.happens(Construct.YIELD_BLOCK)) {
        cases.add(item(Construct.CASE, label, yieldBlock(type, scope, depth, cases.isEmpty())));
      } else if (cases.size() > 0 && dice.percent(8)) {
        Expr thrown = bodies.expr(Type.BOOM, scope, depth - 1);
        cases.add(item(Construct.CASE, label, "throw ", thrown, ";"));
      } else {
        Expr result = bodies.expr(type, scope, depth - 1);
        cases.add(item(Construct.CASE, label, result, ";"));
      }
    }
    return expr(
        Construct.SWITCH_VALUE, type, "(switch (", selector.value, ") ", Node.block(cases), ")");
  }

  private Node yieldBlock(Type type, Scope scope, int depth, boolean first) {
    List<Item> items = new ArrayList<>();
    if (!first) { // one of the cases must have a value
      Made body = bodies.statements.some(scope, 2, 1);
      items.addAll(body.items());
      if (!body.completes()) {
        return Node.block(items);
      }
    }
    // A yield of something in parentheses would be a call.
    String name = world.fresh("y");
    Expr result = bodies.expr(type, scope, depth - 1);
    items.add(item(Construct.DECLARATION, type.name() + " " + name + " = ", result, ";"));
    items.add(item(Construct.YIELD_BLOCK, "yield " + name + ";"));
    return Node.block(items);
  }
}
