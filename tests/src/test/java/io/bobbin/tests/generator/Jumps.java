package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Target;
import io.bobbin.tests.generator.Type.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes statements after which nothing can be reached. */
final class Jumps {
  private static final int MOST_TRIES = 6;

  private final Bodies bodies;
  private final Dice dice;

  Jumps(Bodies bodies) {
    this.bodies = bodies;
    this.dice = bodies.dice;
  }

  Item any(Scope scope) {
    for (int i = 0; i < MOST_TRIES; i++) {
      Construct c = dice.weighted(Construct.of(Construct.Group.LAST));
      Item made =
          switch (c) {
            case RETURN -> scope.canReturn() ? result(scope) : null;
            case THROW -> raise(scope);
            case BREAK, LABELLED_BREAK, CONTINUE, LABELLED_CONTINUE -> jump(c, scope.targets());
            default -> throw new AssertionError(c);
          };
      if (made != null) {
        return made;
      }
    }
    return raise(scope);
  }

  /** Returns from the body. */
  Item result(Scope scope) {
    Type type = scope.body.result;
    return type.is(Kind.VOID)
        ? item(Construct.RETURN, "return;")
        : item(Construct.RETURN, "return ", bodies.expr(type, scope, dice.depth()), ";");
  }

  private Item raise(Scope scope) {
    if (scope.checked && dice.happens(Construct.CHECKED_THROW)) {
      Expr number = bodies.expr(Type.INT, scope, 1);
      return item(Construct.CHECKED_THROW, "throw new Checked(", number, ");");
    }
    return item(Construct.THROW, "throw ", bodies.expr(Type.BOOM, scope, dice.between(1, 2)), ";");
  }

  private @Nullable Item jump(Construct c, List<Target> targets) {
    boolean labelled = c == Construct.LABELLED_BREAK || c == Construct.LABELLED_CONTINUE;
    boolean goesOn = c == Construct.CONTINUE || c == Construct.LABELLED_CONTINUE;
    List<Target> fitting =
        targets.stream()
            .filter(
                t ->
                    (goesOn ? t.isLoop : labelled || t.takesBreak)
                        && (!labelled || t.label != null))
            .toList();
    if (fitting.isEmpty()) {
      return null;
    }
    Target target = labelled ? dice.pick(fitting) : fitting.get(0);
    if (goesOn) {
      target.continued = true;
    } else {
      target.broken = true;
    }
    String label = labelled ? " " + target.label : "";
    return item(c, (goesOn ? "continue" : "break") + label + ";");
  }
}
