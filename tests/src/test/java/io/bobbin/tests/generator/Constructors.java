package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.clause;
import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.ClassModel.Field;
import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes constructors and initializers. Only in programs that pin do they call anything; and only
 * static methods with plain parameters and results, so that no constructor leads to itself when
 * there is no fuel.
 */
final class Constructors {
  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Constructors(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  List<Item> of(ClassModel model) {
    List<Item> items = new ArrayList<>();
    items.add(constructor(model));
    if (model.secondConstructor) {
      items.add(second(model));
    }
    if (world.settings.pins()
        && model.kind != Construct.INNER_CLASS
        && dice.happens(Construct.STATIC_INITIALIZER)) {
      // What it throws is caught: methods of a class that could not be initialised, but has an
      // initialised subclass, cannot be resumed (docs/limits.md). The corpus has those that throw.
      items.add(
          item(
              Construct.STATIC_INITIALIZER,
              "static { try ",
              block("static of " + model.simpleName),
              " catch (Throwable thrown) { Log.note(\"caught \" + thrown.getClass()); } }"));
    }
    if (dice.happens(Construct.INSTANCE_INITIALIZER)) {
      items.add(item(Construct.INSTANCE_INITIALIZER, block("instance of " + model.simpleName)));
    }
    return items;
  }

  private Item constructor(ClassModel model) {
    List<String> names = model.constructor.stream().map(t -> world.fresh("a")).toList();
    List<Item> statements = new ArrayList<>();
    ClassModel superclass = model.superclass();
    if (superclass != null) {
      List<Object> arguments = new ArrayList<>();
      for (Type type : superclass.constructor) {
        arguments.add(arguments.isEmpty() ? "" : ", ");
        arguments.add(argument(type, model.constructor, names));
      }
      statements.add(item(Construct.CONSTRUCTOR, "super(", arguments, ");"));
    }
    for (Field field : model.fields) {
      int same = model.constructor.indexOf(field.type());
      if (same >= 0 && !field.isStatic()) {
        statements.add(
            item(
                Construct.FIELD_ASSIGNMENT,
                "this." + field.name() + " = " + names.get(same) + ";"));
      }
    }
    statements.addAll(side("new " + model.simpleName));
    return item(
        Construct.CONSTRUCTOR,
        model.simpleName + "(" + parameters(model.constructor, names) + ") ",
        Node.block(statements));
  }

  private Item second(ClassModel model) {
    List<Type> types = new ArrayList<>(model.constructor);
    types.add(Type.LONG);
    types.add(Type.LONG);
    List<String> names = types.stream().map(t -> world.fresh("a")).toList();
    List<Object> arguments = new ArrayList<>();
    for (Type type : model.constructor) {
      arguments.add(arguments.isEmpty() ? "" : ", ");
      arguments.add(argument(type, types, names));
    }
    List<Item> statements = new ArrayList<>();
    statements.add(item(Construct.CONSTRUCTOR, "this(", arguments, ");"));
    statements.addAll(side("second of " + model.simpleName));
    return item(
        Construct.SECOND_CONSTRUCTOR,
        model.simpleName + "(" + parameters(types, names) + ") ",
        Node.block(statements));
  }

  private static String parameters(List<Type> types, List<String> names) {
    List<String> typed = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      typed.add(types.get(i).name() + " " + names.get(i));
    }
    return String.join(", ", typed);
  }

  private Expr argument(Type type, List<Type> types, List<String> names) {
    int same = types.indexOf(type);
    Expr plain =
        same >= 0
            ? Node.expr(Construct.LOCAL, type, names.get(same))
            : bodies.values.constant(type);
    if (!world.settings.pins() || dice.percent(50) || !type.is(Type.Kind.STRING, Type.Kind.INT)) {
      return plain;
    }
    return Node.expr(Construct.PARK, type, "Park.value(", plain, ")");
  }

  private Node block(String name) {
    return Node.block(side(name));
  }

  /** What an object's creation leaves in the log. */
  private List<Item> side(String name) {
    List<Item> items = new ArrayList<>();
    items.add(item(Construct.LOG, "Log.note(\"" + name + "\");"));
    if (!world.settings.pins() || dice.percent(40)) {
      return items;
    }
    List<Method> harmless =
        world.methods.stream()
            .filter(
                m ->
                    m.isStatic()
                        && !m.isPrivate()
                        && !m.checked
                        && !m.leaf
                        && !m.result.is(Type.Kind.CLASS)
                        && m.kind != Construct.GENERIC_METHOD
                        && m.parameters.stream()
                            .allMatch(p -> p.isPrimitive() || p.is(Type.Kind.STRING)))
            .toList();
    if (harmless.isEmpty()) {
      items.add(item(Construct.PARK_STATEMENT, "Park.now();"));
      return items;
    }
    Method method = dice.pick(harmless);
    List<Object> arguments = new ArrayList<>();
    for (Type type : method.parameters) {
      arguments.add(arguments.isEmpty() ? "" : ", ");
      arguments.add(bodies.values.constant(type));
    }
    items.add(
        item(
            Construct.CALL_STATEMENT,
            method.owner.type.name() + "." + method.name + "(",
            arguments,
            ");",
            clause(Construct.CALL)));
    return items;
  }
}
