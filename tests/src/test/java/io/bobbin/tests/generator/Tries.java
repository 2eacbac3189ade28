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
import org.jspecify.annotations.Nullable;

/** Makes try statements, with statements, jumps and throws in each part. */
final class Tries {
  /** From the special to the general, so that no clause hides a later one. */
  private static final List<String> CAUGHT =
      List.of(
          "Bang",
          "Boom",
          "ArithmeticException | NullPointerException | ClassCastException",
          "IndexOutOfBoundsException",
          "RuntimeException",
          "Exception",
          "Throwable");

  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Tries(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  @Nullable Made make(Construct c, Scope scope, int nesting) {
    boolean resources = c == Construct.TRY_RESOURCES;
    boolean catches = c == Construct.TRY_CATCH || c == Construct.TRY_CATCH_FINALLY;
    boolean hasFinally = c == Construct.TRY_FINALLY || c == Construct.TRY_CATCH_FINALLY;
    List<String> caught = new ArrayList<>();
    if (catches || resources && dice.percent(40)) {
      caught.addAll(caught());
    }
    boolean catchesChecked = caught.contains("Exception") || caught.contains("Throwable");
    if (resources && resourceClasses().isEmpty() && !scope.checked && !catchesChecked) {
      return null;
    }
    Marks marks = new Marks(scope.targets());

    Scope inner = catchesChecked ? scope.catching() : scope.inner();
    List<Item> before = new ArrayList<>();
    List<Object> parts = new ArrayList<>(List.of("try "));
    if (resources) {
      parts.add(resources(scope, inner, before));
    }
    List<Item> items = new ArrayList<>();
    if (!caught.isEmpty() && dice.happens(Construct.CHECKED_CATCH)) {
      caught.add(0, "Checked");
      Expr number = bodies.expr(Type.INT, inner, 2);
      items.add(item(Construct.CHECKED_CATCH, "Given.mayThrow(", number, ");"));
    }
    Made body = bodies.statements.block(inner, nesting);
    items.addAll(body.items());
    parts.add(Node.block(items));
    boolean completes = body.completes();
    for (String type : caught) {
      completes |= handler(type, scope, nesting, parts);
    }
    if (hasFinally) {
      marks.beginFinally();
      Made last = bodies.statements.block(scope.inner(), nesting);
      marks.endFinally(last.completes());
      completes &= last.completes();
      parts.add(clause(Construct.FINALLY, " finally ", last.block()));
    }
    before.add(item(c, parts));
    return new Made(before, completes);
  }

  private List<String> caught() {
    int first = dice.below(CAUGHT.size());
    List<String> caught = new ArrayList<>(List.of(CAUGHT.get(first)));
    if (first < CAUGHT.size() - 1 && dice.happens(Construct.SECOND_CATCH)) {
      caught.add(CAUGHT.get(dice.between(first + 1, CAUGHT.size() - 1)));
    }
    return caught;
  }

  /** Adds a catch clause; tells whether it can complete. */
  private boolean handler(String type, Scope scope, int nesting, List<Object> parts) {
    String name = world.fresh("e");
    Scope inner = scope.inner();
    boolean isBoom = type.equals("Boom") || type.equals("Bang");
    if (isBoom) {
      inner.add(Variable.fixed(name, Type.BOOM));
    }
    Made body = bodies.statements.block(inner, nesting);
    List<Item> items = new ArrayList<>();
    items.add(item(Construct.LOG_TRACE, logOf(name)));
    items.addAll(body.items());
    boolean completes = body.completes();
    boolean unchecked = !List.of("Checked", "Exception", "Throwable").contains(type);
    if (completes && unchecked && dice.happens(Construct.RETHROW)) {
      items.add(item(Construct.RETHROW, "throw " + name + ";"));
      completes = false;
    }
    Construct c = type.contains("|") ? Construct.MULTI_CATCH : Construct.CATCH;
    parts.add(clause(c, " catch (" + type + " " + name + ") ", Node.block(items)));
    return completes;
  }

  /**
   * Puts an exception in the log: with its trace, unless it may have been made and caught in code
   * that is pinned, where nobody can complete the trace.
   */
  String logOf(String name) {
    return world.settings.pins()
        ? "Log.note(Given.text(" + name + "));"
        : "Log.trace(" + name + ");";
  }

  private List<Object> resources(Scope scope, Scope inner, List<Item> before) {
    List<Object> parts = new ArrayList<>(List.of("("));
    parts.add(resource(scope, inner, before));
    if (dice.happens(Construct.SECOND_RESOURCE)) {
      parts.add(clause(Construct.SECOND_RESOURCE, "; ", resource(inner, inner, before)));
    }
    parts.add(") ");
    return parts;
  }

  private List<ClassModel> resourceClasses() {
    return world.classes.stream().filter(m -> m.kind == Construct.RESOURCE_CLASS).toList();
  }

  private List<Object> resource(Scope scope, Scope inner, List<Item> before) {
    List<ClassModel> own = resourceClasses();
    String name = world.fresh("r");
    if (own.isEmpty() || inner.checked && dice.percent(25)) {
      Expr lambda = bodies.functions.lambda(Type.ofFunction("Runnable"), scope, 2);
      return List.of("AutoCloseable " + name + " = ", lambda, "::run");
    }
    Type type = own.get(0).type;
    Expr value = bodies.expr(type, scope, 2);
    if (before.isEmpty() && scope != inner && dice.happens(Construct.RESOURCE_VARIABLE)) {
      before.add(item(Construct.RESOURCE_VARIABLE, type.name() + " " + name + " = ", value, ";"));
      return List.of(name);
    }
    boolean general = inner.checked && dice.percent(30);
    if (!general) {
      inner.add(Variable.fixed(name, type));
    }
    return List.of(
        (general ? "AutoCloseable " : type.name() + " ") + name + " = ",
        value,
        Node.clause(Construct.RESOURCE));
  }

  /** Remembers which jumps were made, as a finally block may undo those made before it. */
  private static final class Marks {
    private final List<Target> targets;
    private final List<boolean[]> start;
    private List<boolean[]> beforeFinally = List.of();

    Marks(List<Target> targets) {
      this.targets = targets;
      this.start = now();
    }

    private List<boolean[]> now() {
      return targets.stream().map(t -> new boolean[] {t.broken, t.continued}).toList();
    }

    void beginFinally() {
      beforeFinally = now();
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).broken = start.get(i)[0];
        targets.get(i).continued = start.get(i)[1];
      }
    }

    void endFinally(boolean completes) {
      for (int i = 0; completes && i < targets.size(); i++) {
        targets.get(i).broken |= beforeFinally.get(i)[0];
        targets.get(i).continued |= beforeFinally.get(i)[1];
      }
    }
  }
}
