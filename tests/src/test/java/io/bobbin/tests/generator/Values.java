package io.bobbin.tests.generator;

import static io.bobbin.tests.generator.Node.expr;

import io.bobbin.tests.generator.Node.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes literals, arithmetic and arrays. */
final class Values {
  /** Arrays have at least that many elements, so that an index can be made safe by a mask. */
  static final int LEAST_LENGTH = 2;

  private final Bodies bodies;
  private final World world;
  private final Dice dice;

  Values(Bodies bodies) {
    this.bodies = bodies;
    this.world = bodies.world;
    this.dice = bodies.dice;
  }

  /** A value that needs no variable, no call, and no luck. */
  Expr constant(Type type) {
    return switch (type.kind()) {
      case BOXED ->
          expr(Construct.BOXING, type, type.name() + ".valueOf(", literal(type.part()), ")");
      case ARRAY ->
          expr(
              Construct.ARRAY_OF_VALUES,
              type,
              "(new " + type.name() + " {",
              constant(type.part()),
              ", ",
              constant(type.part()),
              "})");
      case OBJECT -> expr(Construct.UPCAST, type, "((Object) ", literal(Type.STRING), ")");
      case CLASS -> bodies.calls.newOf(world.classOf(type));
      case FUNCTION -> bodies.functions.constant(world.shapeOf(type));
      case THROWABLE -> expr(Construct.NEW_OBJECT, type, "new Boom(", literal(Type.INT), ")");
      case VOID, VARIABLE -> throw new IllegalArgumentException(type.name());
      default -> literal(type);
    };
  }

  /** A literal of a primitive type or of String. */
  Expr literal(Type type) {
    return expr(Construct.LITERAL, type, text(type));
  }

  private String text(Type type) {
    return switch (type.kind()) {
      case BOOLEAN -> dice.pick("true", "false");
      case BYTE -> "((byte) " + dice.pick(0, 1, -1, 7, 100, 127, -128) + ")";
      case SHORT -> "((short) " + dice.pick(0, 1, -1, 9, 1000, 32767, -32768) + ")";
      case CHAR -> dice.pick("'a'", "'Z'", "'0'", "' '", "'\\u263a'", "((char) 7)");
      case INT ->
          parenthesized(
              "" + dice.pick(0, 1, 2, 3, 4, 5, -1, -2, 10, 127, 128, 1000, 65536, dice.nextInt()));
      case LONG -> parenthesized(dice.pick(0L, 1L, 2L, -1L, 42L, 1L << 33, dice.nextLong()) + "L");
      case FLOAT -> dice.pick("0f", "1f", "(-0f)", "1.5f", "(-3.25f)", "1e20f", "(0f / 0f)");
      case DOUBLE -> dice.pick("0.0", "1.0", "(-0.0)", "2.5", "(-1e-3)", "1e300", "(1.0 / 0.0)");
      case STRING ->
          dice.pick("\"\"", "\"a\"", "\"Aa\"", "\"BB\"", "\"one\"", "\"two\"", "\"\\t\\u00e9\"");
      default -> throw new IllegalArgumentException(type.name());
    };
  }

  private static String parenthesized(String number) {
    return number.startsWith("-") ? "(" + number + ")" : number;
  }

  /** What woven code returns while it unwinds, as an honest value. */
  Expr rare(Type type) {
    return expr(
        Construct.RARE_VALUE,
        type,
        "FrameStack.RARE_" + type.name().toUpperCase(java.util.Locale.ROOT));
  }

  @Nullable Expr arithmetic(Construct c, Type type, Scope scope, int depth) {
    Expr left = bodies.expr(type, scope, depth - 1);
    if (c == Construct.NEGATION) {
      return cast(c, type, type.isIntegral() ? dice.pick("-", "~", "+") : "-", left);
    }
    Type second =
        switch (c) {
          case SHIFT -> dice.pick(Type.INT, Type.LONG);
          case BITWISE -> type;
          default -> {
            Type other = world.number();
            yield other.widensTo(type) ? other : type;
          }
        };
    Expr right = bodies.expr(second, scope, depth - 1);
    String split = bodies.expressions.split();
    return switch (c) {
      case ARITHMETIC -> cast(c, type, left, split + dice.pick(" + ", " - ", " * "), right);
      case BITWISE -> cast(c, type, left, split + dice.pick(" & ", " | ", " ^ "), right);
      case SHIFT -> cast(c, type, left, split + dice.pick(" << ", " >> ", " >>> "), right);
      case DIVISION_THAT_MAY_FAIL -> cast(c, type, left, dice.pick(" / ", " % "), right);
      case DIVISION ->
          type.isIntegral()
              ? cast(c, type, left, dice.pick(" / ", " % ") + "(", right, " | 1)")
              : cast(c, type, left, dice.pick(" / ", " % "), right);
      default -> throw new AssertionError(c);
    };
  }

  private static Expr cast(Construct c, Type type, Object... parts) {
    return type.isNarrow()
        ? expr(c, type, "((" + type.name() + ") (", List.of(parts), "))")
        : expr(c, type, "(", List.of(parts), ")");
  }

  @Nullable Expr array(Construct c, Type type, Scope scope, int depth) {
    Type element = type.part();
    return switch (c) {
      case ARRAY_OF_VALUES -> {
        List<Object> values = new ArrayList<>();
        int length = dice.between(LEAST_LENGTH, 3);
        for (int i = 0; i < length; i++) {
          values.add(i == 0 ? "" : "," + bodies.expressions.split() + " ");
          values.add(element(element, scope, depth));
        }
        yield expr(c, type, "(new " + type.name() + " {", values, "})");
      }
      case ARRAY_OF_SIZE -> {
        Type innermost = type;
        List<Object> sizes = new ArrayList<>();
        while (innermost.is(Type.Kind.ARRAY)) {
          sizes.add("[" + LEAST_LENGTH + " + (");
          sizes.add(bodies.expr(Type.INT, scope, depth - 1));
          sizes.add(" & 1)]");
          innermost = innermost.part();
        }
        yield expr(c, type, "(new " + innermost.name(), sizes, ")");
      }
      case ARRAY_WITH_HOLES -> {
        String brackets = element.name().substring(element.name().indexOf('['));
        String base = element.name().substring(0, element.name().indexOf('['));
        yield expr(
            c,
            type,
            "(new " + base + "[" + LEAST_LENGTH + " + (",
            bodies.expr(Type.INT, scope, depth - 1),
            " & 1)]" + brackets + ")");
      }
      case ARRAY_CLONE -> expr(c, type, bodies.expr(type, scope, depth - 1), ".clone()");
      default -> throw new AssertionError(c);
    };
  }

  /** A value to be stored in an array; what is stored in an {@code Object[]} is no array. */
  Expr element(Type element, Scope scope, int depth) {
    Type type = element;
    if (element.is(Type.Kind.OBJECT)) {
      type = dice.pick(Type.STRING, Type.INTEGER, dice.pick(Type.BOXES));
    }
    return bodies.expr(type, scope, depth - 1);
  }
}
