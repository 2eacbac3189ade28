package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.expr;
import static io.bobbin.tests.generator.Node.item;

import io.bobbin.tests.generator.ClassModel.Field;
import io.bobbin.tests.generator.Node.Expr;
import io.bobbin.tests.generator.Node.Item;
import io.bobbin.tests.generator.Scope.Variable;
import io.bobbin.tests.generator.Type.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes reads of fields and array elements, and assignments of every kind, as value or statement.
 */
final class Stores {
  /**
   * Where a value can be stored.
   *
   * @param parts how it is written
   * @param type what it holds
   */
  private record Place(List<Object> parts, Type type) {}

  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Stores(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  // Reads

  @Nullable Expr fieldValue(Type type, Scope scope, int depth) {
    Place place = field(t -> t.equals(type), false, scope, depth);
    return place == null ? null : expr(Construct.FIELD, type, place.parts);
  }

  Expr elementValue(Type type, Scope scope, int depth) {
    return expr(Construct.ARRAY_ELEMENT, type, element(type, scope, depth).parts);
  }

  private Place element(Type type, Scope scope, int depth) {
    Expr array = bodies.expr(type.array(), scope, depth - 1);
    Expr index = bodies.expr(Type.INT, scope, depth - 1);
    Object last =
        dice.happens(Construct.INDEX_THAT_MAY_FAIL)
            ? Node.clause(Construct.INDEX_THAT_MAY_FAIL, " & 7")
            : " & 1";
    return new Place(List.of(array, "[", index, last, "]"), type);
  }

  private @Nullable Place field(Predicate<Type> wanted, boolean store, Scope scope, int depth) {
    List<Place> places = new ArrayList<>();
    ClassModel self = scope.body.self;
    for (ClassModel model : world.classes) {
      for (Field field : model.fields) {
        if (!wanted.test(field.type()) || store && !field.isAssignable()) {
          continue;
        }
        if (field.isStatic()) {
          places.add(new Place(List.of(field.access()), field.type()));
        } else if (self != null && self.isSubtypeOf(model) && dice.percent(80)) {
          places.add(new Place(List.of("this." + field.access()), field.type()));
        } else {
          // The receiver is made below, for the one that is chosen.
          places.add(new Place(List.of(model, "." + field.access()), field.type()));
        }
      }
    }
    if (places.isEmpty()) {
      return null;
    }
    Place place = dice.pick(places);
    if (place.parts.get(0) instanceof ClassModel model) {
      Expr receiver = bodies.expr(model.type, scope, depth - 1);
      return new Place(List.of(receiver, place.parts.get(1)), place.type);
    }
    return place;
  }

  // Assignments

  /** An assignment as an expression, or null if nothing of the type can be assigned. */
  @Nullable Expr value(Construct c, Type type, Scope scope, int depth) {
    Construct form =
        switch (c) {
          case ASSIGNMENT_VALUE -> Construct.ASSIGNMENT;
          case COMPOUND_VALUE ->
              dice.percent(70) ? Construct.COMPOUND_ASSIGNMENT : Construct.FIELD_COMPOUND;
          case ARRAY_COMPOUND_VALUE -> Construct.ARRAY_COMPOUND;
          case ARRAY_ASSIGNMENT_VALUE -> Construct.ARRAY_ASSIGNMENT;
          case INCREMENT_VALUE -> Construct.INCREMENT;
          default -> throw new AssertionError(c);
        };
    Predicate<Type> wanted =
        form == Construct.ASSIGNMENT ? t -> world.isSubtype(t, type) : t -> t.equals(type);
    List<Object> parts = parts(form, wanted, scope, depth);
    return parts == null ? null : expr(c, type, "(", parts, ")");
  }

  /** An assignment as a statement, or null if nothing can be assigned. */
  @Nullable List<Item> statement(Construct c, Scope scope) {
    Predicate<Type> wanted =
        switch (c) {
          case COMPOUND_ASSIGNMENT, FIELD_COMPOUND, ARRAY_COMPOUND, INCREMENT -> Type::isNumeric;
          case STRING_APPEND -> t -> t.is(Kind.STRING);
          default -> t -> !t.is(Kind.FUNCTION);
        };
    List<Object> parts = parts(c, wanted, scope, dice.depth());
    if (parts == null) {
      return null;
    }
    List<Item> items = new ArrayList<>();
    items.add(item(c, parts, ";"));
    if (c != Construct.INCREMENT
        && parts.get(0) instanceof String name
        && dice.happens(Construct.LOG_AFTER_STORE)) {
      items.add(item(Construct.LOG_AFTER_STORE, "Log.note(" + name + ");"));
    }
    return items;
  }

  private @Nullable List<Object> parts(
      Construct c, Predicate<Type> wanted, Scope scope, int depth) {
    Place place =
        switch (c) {
          case ASSIGNMENT, COMPOUND_ASSIGNMENT, STRING_APPEND -> variable(wanted, scope);
          case INCREMENT ->
              dice.percent(60) ? variable(wanted, scope) : anyPlace(wanted, scope, depth);
          case FIELD_ASSIGNMENT, FIELD_COMPOUND -> field(wanted, true, scope, depth);
          case ARRAY_ASSIGNMENT, ARRAY_COMPOUND -> arrayPlace(wanted, scope, depth);
          default -> throw new AssertionError(c);
        };
    if (place == null) {
      return null;
    }
    List<Object> parts = new ArrayList<>(place.parts);
    switch (c) {
      case INCREMENT -> {
        String operator = dice.pick("++", "--");
        if (dice.percent(50)) {
          parts.add(operator);
        } else {
          parts.add(0, operator);
        }
      }
      case STRING_APPEND -> {
        parts.add(" += Given.text(");
        parts.add(bodies.expr(Type.STRING, scope, depth));
        parts.add(")");
      }
      case COMPOUND_ASSIGNMENT, FIELD_COMPOUND, ARRAY_COMPOUND ->
          compound(place.type, parts, scope, depth);
      default -> {
        parts.add(" =" + (dice.happens(Construct.SPLIT_LINES) ? "\n" : " "));
        parts.add(
            c == Construct.ARRAY_ASSIGNMENT
                ? bodies.values.element(place.type, scope, depth)
                : bodies.expr(place.type, scope, depth));
      }
    }
    return parts;
  }

  private void compound(Type type, List<Object> parts, Scope scope, int depth) {
    boolean integral = type.isIntegral();
    int roll = dice.below(10);
    if (roll < 6 || !integral) {
      parts.add(dice.pick(" += ", " -= ", " *= "));
      parts.add(bodies.expr(world.number(), scope, depth));
    } else if (roll < 8) {
      parts.add(dice.pick(" &= ", " |= ", " ^= ", " <<= ", " >>= ", " >>>= "));
      parts.add(bodies.expr(dice.pick(Type.INT, Type.LONG, Type.BYTE), scope, depth));
    } else {
      parts.add(dice.pick(" /= ", " %= "));
      parts.add("(");
      parts.add(bodies.expr(Type.INT, scope, depth));
      parts.add(dice.percent(90) ? " | 1)" : ")");
    }
  }

  private @Nullable Place variable(Predicate<Type> wanted, Scope scope) {
    List<Variable> variables = scope.writable(wanted);
    if (variables.isEmpty()) {
      return null;
    }
    Variable variable = dice.pick(variables);
    return new Place(List.of(variable.name()), variable.type());
  }

  private @Nullable Place anyPlace(Predicate<Type> wanted, Scope scope, int depth) {
    return dice.percent(50) ? field(wanted, true, scope, depth) : arrayPlace(wanted, scope, depth);
  }

  private @Nullable Place arrayPlace(Predicate<Type> wanted, Scope scope, int depth) {
    List<Type> elements = Type.ARRAYS.stream().map(Type::part).filter(wanted).toList();
    return elements.isEmpty() ? null : element(dice.pick(elements), scope, depth);
  }
}
