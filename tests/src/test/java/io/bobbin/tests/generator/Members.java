package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.clause;
import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Part.Text;
import io.bobbin.tests.generator.Scope.Body;
import io.bobbin.tests.generator.Scope.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes methods with their bodies. */
final class Members {
  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Members(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  /**
   * A method.
   *
   * @param outer where it stands, if that is in the midst of code
   * @param budget how many statements it may have
   */
  Item method(Method method, @Nullable Scope outer, int budget) {
    List<String> names = method.parameters.stream().map(p -> world.fresh("a")).toList();
    List<Object> parts = new ArrayList<>(annotation(method));
    parts.add(modifiers(method));
    parts.add(generic(method, method.result, method.result.name()) + " " + method.name + "(");
    parts.add(parameters(method, names) + ")");
    parts.add(method.checked ? clause(Construct.DECLARED_CHECKED, " throws Exception") : "");
    if (method.isAbstract()) {
      parts.add(";");
    } else {
      parts.add(" ");
      parts.add(body(method, names, outer, budget));
    }
    if (!method.result.equals(overriddenResult(method))) {
      parts.add(clause(Construct.COVARIANT_RETURN));
    }
    return item(method.kind, parts);
  }

  private static Type overriddenResult(Method method) {
    Method overridden = method.overridden;
    return overridden == null ? method.result : overridden.result;
  }

  private List<Object> annotation(Method method) {
    boolean always = !world.settings.pins();
    if (method.owner.suspendable && dice.percent(80)) {
      return List.of();
    }
    if (method.overridden != null && dice.happens(Construct.UNANNOTATED_OVERRIDE)) {
      return List.of(clause(Construct.UNANNOTATED_OVERRIDE));
    }
    if (!always && dice.happens(Construct.UNANNOTATED)) {
      return List.of(clause(Construct.UNANNOTATED));
    }
    return List.of(clause(Construct.SUSPENDABLE, "@Suspendable "));
  }

  private String modifiers(Method method) {
    return switch (method.kind) {
      case STATIC_METHOD, VARARGS_METHOD -> "public static ";
      case GENERIC_METHOD -> "public static <T> ";
      case INTERFACE_STATIC_METHOD -> "static ";
      case STATIC_PRIVATE_METHOD -> "private static ";
      case PRIVATE_METHOD, INTERFACE_PRIVATE_METHOD -> "private ";
      case FINAL_METHOD -> "public final ";
      case SYNCHRONIZED_METHOD -> "public synchronized ";
      case DEFAULT_METHOD -> "default ";
      case ABSTRACT_METHOD -> method.owner.isInterface() ? "" : "public abstract ";
      default -> "public ";
    };
  }

  /** The type variable, where the declaration of a generic interface has one. */
  private static String generic(Method method, Type type, String name) {
    return method.isAbstract() && type.equals(method.owner.argument) ? "X" : name;
  }

  private static String parameters(Method method, List<String> names) {
    List<String> typed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Type type = method.parameters.get(i);
      boolean varargs = method.kind == Construct.VARARGS_METHOD && i == names.size() - 1;
      String name = varargs ? type.part().name() + "..." : type.name();
      typed.add(generic(method, type, name) + " " + names.get(i));
    }
    return String.join(", ", typed);
  }

  private Node body(Method method, List<String> names, @Nullable Scope outer, int budget) {
    ClassModel self = method.owner;
    boolean anonymous = self.kind == Construct.ANONYMOUS_CLASS;
    Body body =
        new Body(
            method.isStatic() || anonymous ? null : self,
            anonymous ? null : self,
            method.result,
            method,
            budget);
    body.calls = !method.leaf;
    Scope scope =
        outer == null ? Scope.of(body, method.checked) : outer.lambda(body, method.checked);
    for (int i = 0; i < names.size(); i++) {
      boolean fixed = method.kind == Construct.GENERIC_METHOD || dice.percent(40);
      scope.add(Variable.of(names.get(i), method.parameters.get(i), fixed));
    }
    List<Item> start = new ArrayList<>();
    if (method.leaf) {
      start.add(item(Construct.LEAF_METHOD, "// calls nothing"));
    } else {
      start.add(fuel(method.result, scope));
    }
    if (dice.happens(Construct.ENTRY_LOG)) {
      start.add(entryLog(method, names));
    }
    if (dice.happens(Construct.SUPER_CALL)) {
      Node.Expr call = bodies.calls.superCall(overriddenResult(method), scope, 2);
      if (call != null) {
        start.add(item(Construct.CALL_STATEMENT, bodies.statements.logged(call, ";")));
      }
    }
    return bodies.statements.body(scope, start);
  }

  /** Makes the method return at once when there is no fuel. */
  private Item fuel(Type result, Scope scope) {
    return result.is(Type.Kind.VOID)
        ? item(Construct.FUEL, "if (!Main.more()) { return; }")
        : item(
            Construct.FUEL,
            "if (!Main.more()) { return ",
            result.is(Type.Kind.VARIABLE)
                ? bodies.expressions.leaf(result, scope)
                : bodies.values.constant(result),
            "; }");
  }

  private Item entryLog(Method method, List<String> names) {
    StringBuilder text = new StringBuilder("Log.note(\"" + world.fresh("enter") + "\"");
    for (int i = 0; i < names.size(); i++) {
      Type type = method.parameters.get(i);
      if (type.isPrintable()) {
        String name = names.get(i);
        text.append(" + ' ' + ").append(type.isPrimitive() ? name : "Given.text(" + name + ")");
      }
    }
    return item(Construct.ENTRY_LOG, new Text(text.append(");").toString()));
  }

  /** Objects show their class and fields wherever they are logged. */
  Item toString(String name, List<ClassModel.Field> fields) {
    StringBuilder text = new StringBuilder("return \"" + name + "\"");
    for (ClassModel.Field field : fields) {
      if (field.type().isPrintable()) {
        text.append(" + ' ' + Given.text(").append(field.access()).append(")");
      }
    }
    return item(Construct.CLASS, "@Override public String toString() { " + text + "; }");
  }
}
